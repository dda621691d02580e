"""What of all that is open an operator is asked to look at now, and why the rest waits."""
