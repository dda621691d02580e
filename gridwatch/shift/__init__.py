"""The operators' shift as the settings want it."""
