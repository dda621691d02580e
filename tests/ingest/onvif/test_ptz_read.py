import pytest

from ingest.onvif import ptz_read
from ingest.onvif.ptz_read import MILLIMETRES, SPHERICAL, Range, Spaces
from ingest.onvif.soap import read_answer
from tests.fakes.onvif_device import response

GENERIC = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace"


def read_with(reader, operation, inner):
    """Read one answer of a PTZ service."""
    return reader(read_answer(response(operation, inner, "tptz"), operation))


def ends(name, low, high):
    """Write a range."""
    return f"<tt:{name}><tt:Min>{low}</tt:Min><tt:Max>{high}</tt:Max></tt:{name}>"


def pan_tilt(uri, x, y):
    """Write an absolute space of the head."""
    inner = f"<tt:URI>{uri}</tt:URI>{ends('XRange', *x)}{ends('YRange', *y)}"
    return f"<tt:AbsolutePanTiltPositionSpace>{inner}</tt:AbsolutePanTiltPositionSpace>"


def options(inner):
    """Read the spaces of a device."""
    told = f"<tptz:PTZConfigurationOptions><tt:Spaces>{inner}</tt:Spaces></tptz:PTZConfigurationOptions>"
    return read_with(ptz_read.spaces, "GetConfigurationOptions", told)


def status(inner):
    """Read where a head is."""
    return read_with(ptz_read.head_status, "GetStatus", f"<tptz:PTZStatus>{inner}</tptz:PTZStatus>")


def test_degrees_are_known_by_their_uri():
    """An endless pan is written INF; the zoom by millimetres has a space of its own."""
    zoom = (
        f"<tt:AbsoluteZoomPositionSpace><tt:URI>{MILLIMETRES}</tt:URI>{ends('XRange', 4, 120)}"
        "</tt:AbsoluteZoomPositionSpace>"
    )
    found = options(
        pan_tilt(GENERIC, (-1, 1), (-1, 1)) + pan_tilt(SPHERICAL, ("-INF", "INF"), (-90, 15)) + zoom
    )
    assert found.spherical is not None
    assert found.spherical.pan.holds(1e9)
    assert found.spherical.tilt == Range(low=-90, high=15)
    assert found.zoom_by(MILLIMETRES).zoom == Range(low=4, high=120)


def test_a_generic_space_told_in_degrees_is_no_angle():
    """Yi-hack: the generic space reported as 0..360 and 0..180 stays a share of the range."""
    found = options(pan_tilt(GENERIC, (0, 360), (0, 180)))
    assert len(found.pan_tilt) == 1
    assert found.spherical is None


@pytest.mark.parametrize(
    "inner", ["", "<tt:AbsolutePanTiltPositionSpace/>", pan_tilt(SPHERICAL, ("", ""), (0, 1))]
)
def test_empty_absolute_spaces(inner):
    """Dahua: no absolute space, or one without its range, is none."""
    assert options(inner) == Spaces()
    assert read_with(ptz_read.spaces, "GetConfigurationOptions", "") == Spaces()


def test_a_whole_status():
    """Position with its space, and MOVING while either of both moves."""
    told = status(
        f'<tt:Position><tt:PanTilt x="12.5" y="-30" space="{SPHERICAL}"/><tt:Zoom x="0.5"/></tt:Position>'
        "<tt:MoveStatus><tt:PanTilt>IDLE</tt:PanTilt><tt:Zoom>MOVING</tt:Zoom></tt:MoveStatus>"
        "<tt:Error>NO error</tt:Error>"
    )
    assert told.where is not None
    assert (told.where.pan, told.where.tilt, told.where.uri, told.where.zoom) == (12.5, -30, SPHERICAL, 0.5)
    assert told.moving is True
    assert told.error == ""


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<tt:MoveStatus><tt:PanTilt>UNKNOWN</tt:PanTilt></tt:MoveStatus>",
        '<tt:Position><tt:PanTilt x="NaN" y="1"/></tt:Position>',
    ],
)
def test_what_a_status_leaves_out_is_unknown(inner):
    """Without MoveStatus nothing is said about moving, without numbers nothing about the place."""
    told = status(inner)
    assert told.moving is None
    assert told.where is None


def test_an_error_of_the_head_is_kept_in_the_devices_words():
    """So that an operator reads it."""
    assert status("<tt:Error>Pan motor   blocked</tt:Error>").error == "Pan motor blocked"


def test_presets_with_and_without_positions():
    """A position is optional; a preset without a token cannot be gone to."""
    found = read_with(
        ptz_read.presets_at,
        "GetPresets",
        f'<tptz:Preset token="1"><tt:Name>gate</tt:Name><tt:PTZPosition><tt:PanTilt x="0.1" y="0.2" space="{GENERIC}"/>'
        '</tt:PTZPosition></tptz:Preset><tptz:Preset token="2"/><tptz:Preset><tt:Name>x</tt:Name></tptz:Preset>',
    )
    assert [(one.token, one.name, one.where is not None) for one in found] == [
        ("1", "gate", True),
        ("2", "", False),
    ]


def test_a_range_clips():
    """The nearest value that may be asked for."""
    assert Range(low=4, high=10).clip(2) == 4
    assert Range(low=4, high=10).clip(12) == 10
