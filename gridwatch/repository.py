"""Where this project lies: its default model and its code tables are found from here."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
