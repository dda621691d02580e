"""The shapes of things: each module turns a style (a seed) and a posture into a `Mesh`."""
