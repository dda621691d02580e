from gridwatch.hawkeye.opening import reach_of
from tests.builders import camera
from tests.builders_hawkeye import dome


def test_how_far_a_camera_can_be_turned_to() -> None:
    """By its file; a fixed one not at all. The wiring itself runs in tests/scenarios."""
    assert reach_of(dome(reach_m=80)) == 80
    assert reach_of(camera()) is None
