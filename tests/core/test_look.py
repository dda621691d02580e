"""Looks that bring nothing: every kind says whether a retry helps and whether a picture came."""

from __future__ import annotations

from core.errors import LookError
from core.look import LookFailureKind


def test_what_a_person_must_mend_is_not_retried() -> None:
    """Cameras lock accounts, and a turned camera does not turn back by itself."""
    stuck = {kind.value for kind in LookFailureKind if not kind.retry}
    assert stuck == {"login_refused", "login_stopped", "no_credential", "no_address", "turned"}


def test_a_picture_that_decides_nothing_is_still_a_picture() -> None:
    """Black is not unreachable."""
    assert LookFailureKind.BLACK.got_a_picture
    assert not LookFailureKind.UNREACHABLE.got_a_picture


def test_the_error_carries_the_kind() -> None:
    """What an attempt raises becomes a record without guessing."""
    error = LookError(LookFailureKind.LOGIN_REFUSED, "401 from the device")
    assert (error.kind, error.retry, str(error)) == (
        LookFailureKind.LOGIN_REFUSED, False, "login_refused: 401 from the device",
    )  # fmt: skip
