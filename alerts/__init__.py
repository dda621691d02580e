"""Sightings in, incidents and signed webhooks out."""
