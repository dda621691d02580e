from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.load import Load


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": 0},
        {"flood_start": 0},
        {"group_by": []},
        {"never_hidden": "urgent"},
        {"important": ["square"]},
        {"shifts": [{"start": "08:00", "end": "20:00", "seats": 2, "days": [8]}]},
    ],
)
def test_what_is_out_of_bounds_is_refused(changes) -> None:
    """No seat at all, a flood at once, groups of nothing, unknown severities, places and days."""
    with pytest.raises(ValidationError):
        Load.model_validate(changes)


def test_a_flood_ends_at_a_lower_rate_than_it_begins() -> None:
    """Otherwise it would come and go by a single alarm."""
    assert Load().flood_end < Load().flood_start
