"""Cameras changed by the API while the service runs: checked as files are, written durably, applied at once."""
