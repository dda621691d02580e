"""From candidate to live: an explicit act behind a gate, written down, and undone by one command."""
