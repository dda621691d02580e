from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.system import SessionIn


def test_an_endless_token_is_refused() -> None:
    """Nobody's token has a thousand characters."""
    with pytest.raises(ValidationError):
        SessionIn(token="x" * 1000)
