"""Makes the pictures of the handbook: `make screenshots`."""
