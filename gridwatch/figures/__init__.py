"""What figures are counted from, kept while the service runs."""
