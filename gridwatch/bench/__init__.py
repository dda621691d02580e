"""What a look costs, measured on the real service over real HTTP against simulated cameras in other processes."""
