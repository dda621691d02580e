from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.attention import Attention


def test_it_is_off_until_it_is_wanted() -> None:
    """`on` is also taken as YAML reads it; shadow is a word of the gate's alone."""
    assert Attention().mode == "off"
    assert Attention.model_validate({"mode": True}).mode == "on"
    with pytest.raises(ValidationError, match="mode"):
        Attention.model_validate({"mode": "shadow"})


@pytest.mark.parametrize("changes", [{"candidate": 0.5}, {"stretch": 0.9}, {"min_period_s": 0}])
def test_nobody_is_looked_at_less_often_by_being_worth_more(changes: dict[str, float]) -> None:
    """Times as often are once at least; a quiet camera's period is never shortened; no period is nothing."""
    with pytest.raises(ValidationError):
        Attention.model_validate(changes)
