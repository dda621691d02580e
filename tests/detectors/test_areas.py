from __future__ import annotations

import pytest

from core.config.camera import WHOLE_PICTURE, Pose, Zone
from core.ground import REACH_M, Ground
from detectors.areas import Areas
from gridwatch.simulator.district import zones_of
from gridwatch.simulator.script import demo_script

DOWN = Pose(height_m=10, heading_deg=0, tilt_deg=90, hfov_deg=90)


def test_what_is_written_down_is_believed() -> None:
    """A measured area stays as it is, whatever the pose says."""
    zone = Zone(id="a", kind="any", polygon=((0, 0), (1, 0), (1, 1)), area_m2=7)
    plot = Areas(DOWN, None).of(zone, (1280, 720))
    assert plot is not None
    assert plot.zone is zone


def test_nothing_known_is_no_plot() -> None:
    """Neither pose nor points; and a camera that shows only sky."""
    assert Areas(None, None).of(WHOLE_PICTURE, (1280, 720)) is None
    sky = DOWN.model_copy(update={"tilt_deg": -9.0, "hfov_deg": 10.0})
    assert Areas(sky, None).of(WHOLE_PICTURE, (1280, 720)) is None


def test_measured_once_for_each_shape_of_picture() -> None:
    """Another resolution of the same shape is the same plot, another shape is not; points need no shape."""
    areas = Areas(DOWN, None)
    wide = areas.of(WHOLE_PICTURE, (1280, 720))
    assert areas.of(WHOLE_PICTURE, (1920, 1080)) is wide
    tall = areas.of(WHOLE_PICTURE, (640, 480))
    assert wide is not None
    assert tall is not None
    assert (wide.zone.area_m2, tall.zone.area_m2) == (
        pytest.approx(225, rel=1e-3),
        pytest.approx(300, rel=1e-3),
    )
    by_points = Areas(DOWN, Ground(rows=((3, 0, 0), (0, 2, 0), (0, 0, 1)))).of(WHOLE_PICTURE, (640, 480))
    assert by_points is not None
    assert by_points.zone.area_m2 == pytest.approx(6)


def test_odd_shapes_do_not_pile_up() -> None:
    """A stream of ever other sizes keeps a bounded number of plots."""
    areas = Areas(DOWN, None)
    for width in range(300, 900):
        areas.of(WHOLE_PICTURE, (width, 300))
    assert len(areas._plots) <= 256


def test_the_ground_of_every_zone_of_the_demo_is_measured_exactly() -> None:
    """Against the simulator, which measures its zones by its own camera: equal to the decimetre it writes."""
    script = demo_script()
    compared = 0
    for camera in script.cameras.values():
        areas = Areas(camera.pose, None)
        for zone in zones_of(camera, script.scenes[camera.scene]):
            plot = areas.of(zone.model_copy(update={"area_m2": None}), (1280, 720))
            assert plot is not None
            assert zone.area_m2 is not None
            if plot.cut_at_m is None:
                assert plot.zone.area_m2 == pytest.approx(zone.area_m2, abs=0.06, rel=1e-3)
                assert plot.zone.polygon == zone.polygon
                compared += 1
            else:  # one plaza reaches farther
                assert plot.cut_at_m == REACH_M
                assert 0.9 * zone.area_m2 < float(plot.zone.area_m2 or 0) < zone.area_m2
    assert compared >= 30
