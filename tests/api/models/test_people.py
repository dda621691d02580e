from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.models.people import PasswordIn, UserChange, UserIn, UserOut
from core.people.lockout import Lock
from tests.builders import at
from tests.builders_people import user


def test_a_lock_is_told_while_it_lasts() -> None:
    """A lock that is over is none."""
    lock = Lock(key="name:li", wrong=6, at=at(0), until=at(30))
    assert UserOut.of(user(), lock=lock, now=at(29)).locked_until == at(30)
    assert UserOut.of(user(), lock=lock, now=at(30)).locked_until is None


def test_an_unknown_role_and_an_unknown_field_are_refused() -> None:
    """A typing mistake gives nobody more, or less."""
    with pytest.raises(ValidationError):
        UserIn.model_validate({"name": "li", "role": "root"})
    with pytest.raises(ValidationError):
        UserChange.model_validate({"disbaled": True})


def test_a_password_is_in_no_repr() -> None:
    """Logs show models."""
    assert "hush" not in repr(PasswordIn(old="hush", new="hush"))
