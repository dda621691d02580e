from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.trying import TryIn


def test_zones_and_overrides_are_checked_as_in_a_file() -> None:
    """A corner outside of the picture, a number that is none."""
    zone = {"id": "a", "kind": "any", "polygon": [[0, 0], [1.2, 0], [1, 1]]}
    with pytest.raises(ValidationError):
        TryIn.model_validate({"zones": [zone]})
    with pytest.raises(ValidationError):
        TryIn.model_validate({"overrides": [{"rule": "a", "k": 0}]})
    assert TryIn().zones is None
