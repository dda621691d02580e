"""The engineer's pages are off until folders are named."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.workbench import Workbench


def test_nothing_of_the_disk_is_shown_unless_it_is_named():
    """And a misspelt folder is a mistake."""
    assert set(Workbench().model_dump().values()) == {""}
    with pytest.raises(ValidationError):
        Workbench.model_validate({"run": "var/runs"})
