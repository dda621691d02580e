from __future__ import annotations

import pytest

from alerts.calibration import Checked, check
from core.config.camera import PointPair
from core.geo import Datum
from tests.builders import camera
from tests.builders_calibration import SPREAD, moved, seen


def codes(checked: Checked) -> list[tuple[str, tuple[int, ...]]]:
    """Name the faults and their points."""
    return [(fault.code, fault.points) for fault in checked.faults]


def test_good_points() -> None:
    """Clicked to a third of a per cent: usable, decimetres near the camera, growing with the distance."""
    checked = check(seen(jitter=0.003), camera())
    assert checked.usable
    assert checked.faults == ()
    assert checked.median_m is not None
    assert 0 < checked.median_m < 1
    radii = [radius for _, radius in checked.radii_m]
    assert [away for away, _ in checked.radii_m] == [20, 40, 80]
    assert radii[0] is not None
    assert radii[1] is not None
    assert radii[0] < radii[1]


def test_the_error_is_that_of_a_point_nobody_has_used() -> None:
    """Exact points place each other exactly; each has its error and its place in the picture."""
    checked = check(seen(), camera())
    assert [point.number for point in checked.points] == list(range(1, 9))
    assert checked.worst_m == pytest.approx(0, abs=0.01)
    for point, spot in zip(checked.points, SPREAD, strict=True):
        assert point.others == pytest.approx(spot, abs=1e-4)


def test_one_wrong_point_is_named() -> None:
    """By its number, with how far it is off; the others go on without it."""
    pairs = seen(jitter=0.002)
    pairs[3] = moved(pairs[3], north_m=6)
    checked = check(pairs, camera())
    assert codes(checked) == [("wrong_point", (4,))]
    assert checked.usable
    assert "point 4 does not fit the others, 6" in checked.faults[0].what
    assert not checked.points[3].used
    assert checked.worst_m is not None
    assert checked.worst_m < 1.5


def test_two_wrong_points_of_seven() -> None:
    """Five that fit are too few."""
    pairs = seen(spots=SPREAD[:7])
    pairs[0], pairs[5] = moved(pairs[0], north_m=9), moved(pairs[5], picture=(0.6, 0.75))
    checked = check(pairs, camera())
    assert not checked.usable
    assert {code for code, _ in codes(checked)} & {"few_fit", "no_fit"}


def test_fewer_than_six() -> None:
    """Said how many there are."""
    checked = check(seen(spots=SPREAD[:5]), camera())
    assert codes(checked) == [("few", ())]
    assert "5 points" in checked.faults[0].what
    assert checked.median_m is None
    assert codes(check([], camera())) == [("few", ())]


def test_points_in_a_line() -> None:
    """Along a kerb: no plane is fixed."""
    line = tuple((0.2 + 0.1 * i, 0.55 + 0.05 * i) for i in range(7))
    assert {code for code, _ in codes(check(seen(spots=line), camera()))} == {"in_a_line"}


@pytest.mark.parametrize("how", ["picture", "map"])
def test_a_point_that_is_given_twice(how: str) -> None:
    """In the picture or on the map: both numbers are told."""
    pairs = seen()
    if how == "picture":
        pairs[6] = moved(pairs[6], picture=pairs[1].picture)
    else:
        pairs[6] = PointPair(picture=pairs[6].picture, ground=pairs[1].ground)
    assert codes(check(pairs, camera())) == [("doubled", (2, 7))]


def test_a_mirrored_picture() -> None:
    """Right and left changed over: it fits perfectly, and every place would be wrong."""
    pairs = [moved(pair, picture=(1 - pair.picture[0], pair.picture[1])) for pair in seen()]
    checked = check(pairs, camera())
    assert [code for code, _ in codes(checked)] == ["mirrored"]
    assert not checked.usable


@pytest.mark.parametrize("heading", [0, 100, 200, 300])
def test_no_camera_is_mirrored_by_its_heading(heading: float) -> None:
    """Whichever way it looks."""
    told = camera(pose={"height_m": 6, "heading_deg": heading, "tilt_deg": 25, "hfov_deg": 70})
    assert check(seen(told=told), told).usable


def test_a_chinese_base_map_told_as_wgs84() -> None:
    """GCJ-02 points lie half a kilometre from the camera; said so, and which datum it must be."""
    pairs = [
        pair.model_copy(update={"ground": pair.ground.model_copy(update={"datum": Datum.WGS84})})
        for pair in seen(datum=Datum.GCJ02)
    ]
    checked = check(pairs, camera())
    assert codes(checked) == [("datum", ())]
    assert "GCJ02 instead of WGS84" in checked.faults[0].what
    assert check(seen(datum=Datum.GCJ02), camera()).usable


def test_points_from_somewhere_else() -> None:
    """All far away, or one of them."""
    far = [moved(pair, north_m=5000) for pair in seen()]
    assert codes(check(far, camera())) == [("far", ())]
    pairs = seen()
    pairs[2] = moved(pairs[2], north_m=900)
    assert codes(check(pairs, camera())) == [("far", (3,))]
