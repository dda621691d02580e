"""Reads the configs/ folder: every mistake at once, with file, line, key and cure."""
