from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.mapping import Body, MappedField


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ({}, "it has none"),
        ("place.lon", r"write \{path: ...\} for a field"),
        ({"path": "place.lon", "value": 1}, "path and value"),
        ({"path": "place."}, "string_pattern_mismatch"),
        ({"path": "Place.lon"}, "string_pattern_mismatch"),
        ({"value": 1, "slice": [2, 2]}, "first, behind the last"),
        ({"value": 1, "decimals": 12}, "less_than_equal"),
        ({"pictures": "png"}, "literal_error"),
        ({"value": 16**5000}, "value"),
    ],
)
def test_fields_that_are_refused(field: Any, says: str) -> None:
    """Two origins or none, a path that is none, an empty slice."""
    with pytest.raises(ValidationError, match=says):
        MappedField.model_validate(field)


def test_constants_keep_their_type() -> None:
    """1, "1", true and 1.5 are four different things to a platform."""
    values = (1, "1", True, 1.5)
    assert [MappedField(value=value).value for value in values] == list(values)
    assert [type(MappedField(value=value).value) for value in values] == [int, str, bool, float]


def test_a_body_without_fields_is_none() -> None:
    """Nothing would be told."""
    with pytest.raises(ValidationError, match="too_short"):
        Body.model_validate({"fields": {}})
