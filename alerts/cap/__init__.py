"""Incidents as CAP 1.2 messages."""
