"""The cameras around a place, by the configuration as it is when somebody asks."""

from __future__ import annotations

from core.config.camera import Camera
from gridwatch.coverage import DistrictCoverage, lookouts
from gridwatch.pipeline import Posting
from tests.builders import camera, profile
from tests.builders_desk import place


def test_a_changed_configuration_is_seen() -> None:
    """A camera that was added by a reload is offered at the next question; one that is gone is not."""
    cameras: dict[str, Camera] = {"cam-1": camera()}
    coverage = DistrictCoverage(lambda: cameras)
    where = place(0, 15)
    assert [one.camera_id for one in coverage.covering(where)] == ["cam-1"]
    cameras = {"cam-2": camera("cam-2")}
    assert [one.camera_id for one in coverage.covering(where)] == ["cam-2"]


def test_what_was_worked_out_is_kept_while_nothing_changes() -> None:
    """The cameras are asked about turning when the index is built, once for many questions."""
    asked = []
    cameras = {"cam-1": camera()}

    def turning(one: Camera) -> float | None:
        asked.append(one.id)
        return 400.0

    coverage = DistrictCoverage(lambda: cameras, turning=turning)
    found = [coverage.covering(place(0, -200)) for _ in range(3)]
    assert asked == ["cam-1"]
    assert all(one[0].turns for one in found)


def test_who_has_shown_it_is_told() -> None:
    """What the incident knows goes through."""
    coverage = DistrictCoverage(lambda: {"cam-1": camera()})
    assert coverage.covering(place(0, -50), {"cam-1"})[0].shown


def test_lookouts_show_the_place_and_are_checked_for_the_matter() -> None:
    """Not a camera that looks away, not one that is checked for something else, not one that is not looked at."""
    away = {"height_m": 6, "heading_deg": 180, "tilt_deg": 25, "hfov_deg": 70}
    cameras = {
        "waste": camera("waste"),
        "away": camera("away", pose=away),
        "crowds": camera("crowds"),
        "idle": camera("idle"),
    }
    crowds = profile(
        {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 9}
    )
    profiles = {"waste": profile(), "away": profile(), "crowds": crowds}

    def posting(camera_id: str) -> Posting | None:
        checked = profiles.get(camera_id)
        return None if checked is None else Posting(camera=cameras[camera_id], profile=checked)

    named = lookouts(DistrictCoverage(lambda: cameras, turning=lambda _: 400.0), posting)
    assert named(place(0, 15), ("exposed_garbage", "construction_waste")) == ("waste",)
    assert named(place(0, 15), ("crowding",)) == ("crowds",)
    assert named(place(0, 15), ("street_vending",)) == ()
