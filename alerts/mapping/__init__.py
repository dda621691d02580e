"""Messages in a receiver's own shape: what may be named, how it is written, and what a mapping is wrong about."""
