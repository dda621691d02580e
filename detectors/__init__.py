"""Frames in, detections and sightings out."""
