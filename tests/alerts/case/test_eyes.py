"""Which camera can prove something now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.case.eyes import Eyes, Trouble
from tests.builders import profile
from tests.builders_desk import place

NOON, MIDNIGHT = datetime(2026, 11, 2, 4, tzinfo=UTC), datetime(2026, 11, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("light", "of_profile", "dark"),
    [("any", None, False), ("daylight", None, True), ("daylight", "any", False), ("any", "daylight", True)],
)
def test_the_profile_says_whether_night_counts(light: str, of_profile: str | None, dark: bool) -> None:
    """A lit place is verified by night, whatever the city says, and the other way round."""
    known = profile(verify_light=of_profile)
    eyes = Eyes(light=light, profile=lambda _: known)  # type: ignore[arg-type] # the two words it takes
    assert eyes.dark("cam-1", place(), MIDNIGHT) is dark
    assert not eyes.dark("cam-1", place(), NOON)


def test_the_next_day_is_told() -> None:
    """After a night, at a place of its own."""
    day = Eyes().until(place(), MIDNIGHT)
    assert day is not None
    assert MIDNIGHT < day < datetime(2026, 11, 3, 0, tzinfo=UTC)


def test_the_worst_trouble_is_told_with_its_cameras() -> None:
    """Gone before turned before offline; what is well is not blamed."""
    troubles: dict[str, Trouble] = {"a": "offline", "b": "turned", "d": "turned"}
    eyes = Eyes(trouble=troubles.get)
    assert eyes.troubled(["a", "b", "c", "d"]) == ("turned", ("b", "d"))
    assert eyes.troubled(["c"]) == (None, ())
