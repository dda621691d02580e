from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.shadow import Shadow


def test_it_is_on_when_there_is_a_candidate() -> None:
    """A model, profiles, or both; by default neither."""
    assert not Shadow().on
    assert Shadow(model="models/next").on
    assert Shadow(profiles="profiles/next").on


@pytest.mark.parametrize("share", [0, 1.5])
def test_its_share_of_the_looks_is_some_and_not_more_than_all(share: float) -> None:
    """None at all would be a candidate that nobody tries."""
    with pytest.raises(ValidationError, match="share"):
        Shadow.model_validate({"share": share})
