"""PTZ cameras that are turned to an incident for a second view, and always sent home."""
