from __future__ import annotations

import pytest

from core.config.ptz import Ptz
from ingest.onvif.ptz_read import SPHERICAL, ZOOM_SHARE, PanTiltSpace, Range, Spaces, Where, ZoomSpace
from ingest.onvif.stepping import Step, stepped

SPACES = Spaces(
    pan_tilt=(PanTiltSpace(uri=SPHERICAL, pan=Range(low=-180, high=180), tilt=Range(low=-90, high=0)),),
    zoom=(ZoomSpace(uri=ZOOM_SHARE, zoom=Range(low=0, high=1)),),
)


def at(pan: float, tilt: float, zoom: float | None = 0.2) -> Where:
    """Where the head stands."""
    return Where(pan=pan, tilt=tilt, uri=SPHERICAL, zoom=zoom, zoom_uri=ZOOM_SHARE)


def test_a_step_goes_on_from_where_it_stands() -> None:
    """To the right and up; the zoom stays unless it is asked for."""
    assert stepped(at(10, -30), SPACES, Step(pan_deg=5, tilt_deg=2), Ptz()) == (15, -28, None)
    assert stepped(at(10, -30), SPACES, Step(zoom=0.3), Ptz()) == (10, -30, (pytest.approx(0.5), ZOOM_SHARE))


def test_limits_and_reversed_axes() -> None:
    """It ends at the device's range and the administrator's limits; a device may count the other way."""
    ptz = Ptz(pan_limits_deg=(-45, 45), tilt_limits_deg=(-80, -5), pan_reversed=True, tilt_reversed=True)
    assert stepped(at(40, -10), SPACES, Step(pan_deg=-20, tilt_deg=-20), ptz) == (45, -5, None)
    assert stepped(at(0, -10), SPACES, Step(pan_deg=20, tilt_deg=20), ptz) == (-20, -30, None)


def test_a_device_that_tells_no_degrees_takes_no_step() -> None:
    """Its presets do."""
    assert stepped(None, SPACES, Step(pan_deg=5), Ptz()) is None
    assert stepped(at(0, 0), Spaces(), Step(pan_deg=5), Ptz()) is None
    assert stepped(Where(pan=0.1, tilt=0, uri="generic"), SPACES, Step(pan_deg=5), Ptz()) is None
