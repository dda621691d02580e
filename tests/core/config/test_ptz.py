import pytest
from pydantic import ValidationError

from core.config.ptz import Ptz
from tests.builders import camera

GROUND = {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"home": "1", "home_position": {"pan_deg": 0, "tilt_deg": -20}}, "one place only"),
        ({"pan_limits_deg": [90, -90]}, "pan_limits_deg: the first is not below the second"),
        ({"presets": [{"token": "1"}, {"token": "1", "ground": GROUND}]}, "preset used twice: 1"),
        ({"presets": [{"token": ""}]}, "at least 1 character"),
    ],
)
def test_mistakes(given, words):
    """Each with what is wrong."""
    with pytest.raises(ValidationError, match=words):
        Ptz.model_validate(given)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"access": {"snapshot_url": "http://10.0.0.1/a.jpg", "onvif": False}}, "turned by ONVIF"),
        ({"watch_fps": 1}, "cannot be watched"),
        ({"pose": None}, "needs the height"),
    ],
)
def test_a_camera_that_cannot_be_turned_so(changes, words):
    """Turning needs ONVIF, looks one by one, and for degrees the height of the lens."""
    with pytest.raises(ValidationError, match=words):
        camera(ptz={"zero_heading_deg": 10}, **changes)


def test_presets_alone_need_no_height():
    """A preset shows what it shows."""
    told = camera(ptz={"presets": [{"token": "7", "ground": GROUND}]}, pose=None)
    assert told.ptz is not None
    assert told.ptz.presets[0].radius_m == 15
