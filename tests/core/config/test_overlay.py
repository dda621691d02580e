from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.overlay import Overlay, moved_on, overlaid, print_of, values_of
from tests.builders import at, camera
from tests.builders_calibration import seen

ZONE = {"id": "kerb", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}
POINTS = [pair.model_dump(mode="json") for pair in seen()]
MADE = {"at": at(0).isoformat(), "error_m": 0.2}


def test_what_is_given_takes_the_place_of_the_file_and_the_rest_stays() -> None:
    """An empty list is said, too: the whole picture, in the place of the file's zones."""
    own = camera(zones=[ZONE], overrides=[{"rule": "waste", "k": 2}])
    tuned = overlaid(own, Overlay.model_validate({"zones": []}))
    assert (tuned.zones, tuned.overrides, tuned.access) == ((), own.overrides, own.access)
    other = overlaid(own, Overlay.model_validate({"overrides": [{"rule": "waste", "off": True}]}))
    assert (other.zones, other.overrides[0].off) == (own.zones, True)


def test_a_calibration_goes_with_its_own_points() -> None:
    """The file's calibration says nothing about points that lie over the file's, and none stands without points."""
    own = camera(ground_points=POINTS, calibration=MADE)
    assert overlaid(own, Overlay.model_validate({"ground_points": POINTS[:6]})).calibration is None
    assert overlaid(own, Overlay.model_validate({"zones": []})).calibration is not None
    with pytest.raises(ValidationError, match="without its ground_points"):
        Overlay.model_validate({"calibration": MADE})


def test_the_checks_are_those_of_a_camera_file() -> None:
    """Zones and rules twice, too few points, and everything that is not overlaid."""
    for wrong in (
        {"zones": [ZONE, ZONE]},
        {"overrides": [{"rule": "a"}, {"rule": "a"}]},
        {"ground_points": POINTS[:5]},
        {"access": {"host": "10.0.0.1"}},
    ):
        with pytest.raises(ValidationError):
            Overlay.model_validate(wrong)


def test_a_file_that_moves_on_is_noticed_part_by_part() -> None:
    """By the fingerprint of what it said when the part was set; one set by hand says nothing about it."""
    own = camera()
    marks = {"zones": {"over": print_of(own, "zones")}, "overrides": {"who": "li"}}
    over = Overlay.model_validate({"zones": [ZONE], "overrides": [], "marks": marks})
    assert moved_on(own, over) == ()
    assert moved_on(camera(name="renamed", overrides=[{"rule": "waste", "k": 1}]), over) == ()
    assert moved_on(camera(zones=[ZONE]), over) == ("zones",)


def test_values_are_told_without_defaults() -> None:
    """As a file would write them."""
    over = Overlay.model_validate({"zones": [ZONE]})
    assert values_of(over, "zones") == {"zones": [{**ZONE, "polygon": [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]}]}
    assert values_of(camera(), "ground_points") == {}
    assert over.parts == ("zones",)
