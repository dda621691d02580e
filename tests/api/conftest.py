"""The API over an in-memory store."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import ManualClock
from tests.builders_api import Deck


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Deck:
    """A fresh API with two cameras and no incident."""
    return Deck(tmp_path, clock)
