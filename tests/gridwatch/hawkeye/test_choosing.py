from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from core.config.settings.hawkeye import Hawkeye
from gridwatch.hawkeye.choosing import choose, worth
from tests.builders import camera
from tests.builders_desk import WASTE, incident, place
from tests.builders_hawkeye import dome


@dataclass(frozen=True)
class Sight:
    """A camera around the place."""

    camera_id: str


def test_the_best_three_that_can_be_turned() -> None:
    """In the order of the sights; fixed cameras and those that have shown it are none."""
    ids = ["cam-1", "fixed", "d1", "gone", "d2", "d3", "d4"]
    cameras = {"cam-1": dome("cam-1"), "fixed": camera("fixed")} | {
        f"d{i}": dome(f"d{i}") for i in range(1, 5)
    }
    wish, refused = choose(incident(where=place(10, 10)), [Sight(one) for one in ids], cameras, at=5.0)
    assert wish is not None
    assert [one.camera_id for one in wish.choices] == ["d1", "d2", "d3"]
    assert (wish.asked_at, refused) == (5.0, ())


def test_why_nobody_can() -> None:
    """Told of cameras that could be turned and do not reach it."""
    wish, refused = choose(incident(where=place(0, 90)), [Sight("d1")], {"d1": dome("d1", reach_m=50)}, at=0)
    assert wish is None
    assert [(one, why.code) for one, why in refused] == [("d1", "hawk.too_far")]


def test_who_may_not_be_used_is_not_asked() -> None:
    """An owner's policy, or a camera that is not looked at."""
    off = dome("d2").model_copy(update={"enabled": False})
    sights = [Sight("d1"), Sight("d2")]
    wish, _ = choose(
        incident(where=place(5, 5)), sights, {"d1": dome("d1"), "d2": off}, at=0, may=lambda _: False
    )
    assert wish is None


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ({"mode": "off"}, False),
        ({}, True),
        ({"matters": ("crowding",)}, False),
        ({"matters": ("construction_waste",)}, True),
        ({"least_severity": "severe"}, False),
    ],
)
def test_what_is_worth_a_second_view(rules: dict[str, object], wanted: bool) -> None:
    """By mode, matter and severity."""
    moderate = incident(matter=replace(WASTE, severity="moderate"))
    assert worth(moderate, Hawkeye.model_validate({"mode": "on"} | rules)) is wanted
