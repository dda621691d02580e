from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from alerts.load.silence import Act
from api.models.silence import MatchersOut, SilenceIn, SilenceOut
from tests.builders_load import NOON, silence


def test_a_silence_is_told_with_its_state_and_trail():
    """Pending, active, over by the present instant."""
    one = silence(acts=(Act(at=NOON, who="operator:li", what="made", why="market day"),))
    told = SilenceOut.of(one, NOON)
    assert (told.state, told.matchers.matters, told.acts[0].who) == (
        "active",
        ["exposed_garbage"],
        "operator:li",
    )
    assert SilenceOut.of(one, one.ends_at).state == "over"
    assert SilenceOut.of(one, one.starts_at - timedelta(seconds=1)).state == "pending"


def test_matchers_are_bounded_and_strict():
    """No grid of letters, no unknown severity, no end left out."""
    assert MatchersOut(grid="330109").taken().grid == "330109"
    for wrong in ({"grid": "33x"}, {"severities": ["urgent"]}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            MatchersOut.model_validate(wrong)
    with pytest.raises(ValidationError, match="ends_at"):
        SilenceIn.model_validate({"matchers": {}, "who": "li", "why": "x"})
