"""Incidents to an MQTT broker as they change."""
