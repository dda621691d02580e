from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.people import People


def test_the_defaults_are_those_of_a_shift() -> None:
    """A session ends with the shift; the audit is kept for a year and a month."""
    assert (People().session_h, People().idle_min, People().audit_days) == (12, 120, 400)
    assert People().totp_required == ()


@pytest.mark.parametrize(
    "wrong",
    [{"audit_days": 30}, {"idle_min": 0}, {"session_h": 1000}, {"totp_required": ["boss"]}, {"totp": True}],
)
def test_what_would_be_careless_is_refused(wrong: dict[str, object]) -> None:
    """Half a year of audit is what the law asks for."""
    with pytest.raises(ValidationError):
        People.model_validate(wrong)
