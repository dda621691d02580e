"""One module per runtime; each imports its library only when a network is opened."""
