"""One module per kind of signature; each signs one attempt, and takes time and random word as arguments."""
