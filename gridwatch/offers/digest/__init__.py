"""A summary of each shift or day by e-mail or chat."""
