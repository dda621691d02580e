"""Hours of live views as they are written."""

from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

from core.config.settings.viewing import LiveHours, OwnerViewing


def test_hours_are_read_as_they_are_written() -> None:
    """Of the day, or over midnight; equal ends are the whole day."""
    said = OwnerViewing.model_validate({"owner": "schools", "live": [{"start": "07:00", "end": "18:30"}]})
    assert said.live[0].holds(time(18, 29))
    assert not said.live[0].holds(time(18, 30))
    assert LiveHours(start=time(0), end=time(0)).holds(time(12))


def test_what_is_no_hour_is_refused() -> None:
    """With the field that is wrong."""
    with pytest.raises(ValidationError, match="start"):
        OwnerViewing.model_validate({"owner": "schools", "live": [{"start": "7 h", "end": "18:00"}]})
