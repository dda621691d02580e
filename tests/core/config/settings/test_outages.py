from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.outages import OutageRule


@pytest.mark.parametrize("changes", [{"share": 0}, {"least": 1}, {"window_s": 0}, {"rest_share": 0.6}])
def test_what_is_out_of_bounds_is_refused(changes: dict[str, float]) -> None:
    """One camera is no outage, nor is none of a group; it is not over while most are still down."""
    with pytest.raises(ValidationError):
        OutageRule.model_validate(changes)


def test_an_outage_ends_at_a_smaller_share_than_it_begins() -> None:
    """Otherwise it would come and go by a single camera."""
    assert OutageRule().rest_share < OutageRule().share
