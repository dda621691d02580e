"""Calibrations: checked, drawn, saved, and doubted when the camera has been turned since."""
