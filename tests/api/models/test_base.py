from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.base import Told


def test_an_unknown_field_is_an_error() -> None:
    """A misspelt filter must not be passed over in silence."""

    class Question(Told):
        """A question."""

        limit: int = 5
        """How many."""

    with pytest.raises(ValidationError):
        Question.model_validate({"limt": 3})
    assert Question.model_json_schema()["properties"]["limit"]["description"] == "How many."
