"""What the console's map and search show: made once for each configuration, told in few bytes."""
