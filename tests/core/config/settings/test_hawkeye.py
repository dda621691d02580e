from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.settings.hawkeye import Hawkeye
from core.matter import SEVERITIES


def test_nothing_is_turned_unless_somebody_wants_it() -> None:
    """A camera that moves without being asked for is somebody's surprise."""
    assert Hawkeye().mode == "off"


@pytest.mark.parametrize(
    "changes",
    [{"waiting": 0}, {"at_once": 0}, {"turn_s": 1}, {"least_severity": "bad"}, {"most_hold_s": 1e6}],
)
def test_what_is_out_of_bounds_is_refused(changes: dict[str, object]) -> None:
    """Queues and waits have ends."""
    with pytest.raises(ValidationError):
        Hawkeye.model_validate(changes)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_severity_may_be_the_least(severity: str) -> None:
    """The words of the code tables, in their order."""
    assert Hawkeye.model_validate({"least_severity": severity}).least_severity == severity
