"""Trying a receiver out: what it would get, and what it answers."""
