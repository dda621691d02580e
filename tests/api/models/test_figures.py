"""Figures as the API tells them; over HTTP in tests/api/routes/test_figures.py."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.figures import GroupOut


def test_a_value_may_be_unknown_but_not_a_word():
    """Null says that there was nothing to measure it on."""
    told = {"key": "", "label": "", "label_en": "", "cases": {}}
    assert GroupOut.model_validate(told | {"values": {"share": None}}).values == {"share": None}
    with pytest.raises(ValidationError):
        GroupOut.model_validate(told | {"values": {"share": "many"}})
