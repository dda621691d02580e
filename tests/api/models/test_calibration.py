from __future__ import annotations

import pytest
from pydantic import ValidationError

from alerts.calibration import check
from api.calibrations import DoubtNow
from api.models.calibration import CalibrationOut, CheckedOut, CheckIn
from core.geo import Datum
from core.reason import Reason
from tests.builders import at, camera
from tests.builders_calibration import moved, seen


def test_the_points_of_a_question_are_those_of_a_file() -> None:
    """Each with the map's datum."""
    asked = CheckIn.model_validate(
        {"datum": "GCJ02", "points": [{"x": 0.5, "y": 0.6, "lon": 120.25, "lat": 30.45}]}
    )
    (pair,) = asked.pairs()
    assert (pair.picture, pair.ground.datum.value) == ((0.5, 0.6), "GCJ02")


def test_a_point_may_be_of_a_datum_of_its_own() -> None:
    """One clicked on the map beside those that were typed from another."""
    asked = CheckIn.model_validate(
        {"datum": "GCJ02", "points": [{"x": 0.5, "y": 0.6, "lon": 120.25, "lat": 30.45, "datum": "WGS84"}]}
    )
    assert asked.pairs()[0].ground.datum.value == "WGS84"


def test_the_points_in_force_are_told_in_one_datum() -> None:
    """Whatever they were given in: a page lays them on its map."""
    given, wgs = seen(datum=Datum.GCJ02), seen()
    told = CalibrationOut.of(camera(ground_points=[pair.model_dump() for pair in given]), None)
    assert [(one.x, one.y) for one in told.points] == [pair.picture for pair in given]
    assert told.points[0].lon == pytest.approx(wgs[0].ground.lon, abs=1e-7)


@pytest.mark.parametrize(
    "asked",
    [
        {"points": []},
        {"datum": "Beijing54", "points": []},
        {"datum": "WGS84", "points": [{"x": 5, "y": 0, "lon": 0, "lat": 0}]},
        {"datum": "WGS84", "points": [{"x": 0, "y": 0, "lon": 0, "lat": 0}] * 65},
    ],
)
def test_what_is_no_question(asked: dict[str, object]) -> None:
    """The datum is always said; pixels are no shares; so many and no more."""
    with pytest.raises(ValidationError):
        CheckIn.model_validate(asked)


def test_what_was_found() -> None:
    """Point by point, with faults and radii."""
    pairs = seen()
    pairs[3] = moved(pairs[3], north_m=6)
    told = CheckedOut.of(check(pairs, camera()), view=[(120.25, 30.45)], saved=False)
    assert told.usable
    assert [(fault.code, fault.points, fault.fatal) for fault in told.faults] == [("wrong_point", [4], False)]
    assert [radius.distance_m for radius in told.radii] == [20, 40, 80]
    assert told.points[0].others_x is not None


def test_how_a_camera_is_measured() -> None:
    """By what, and why that does not hold."""
    assert CalibrationOut.of(camera(pose=None), None).by == "nothing"
    doubt = DoubtNow(
        since=at(0),
        why=Reason(code="calibration.turned", facts={"since": "x"}),
        right_deg=None,
        down_deg=None,
    )
    told = CalibrationOut.of(camera(), doubt)
    assert (told.by, told.doubted_since) == ("pose", at(0))
    assert "偏转" in told.why
    assert "turned" in told.why_en
