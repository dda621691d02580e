"""The answers themselves are read by a strict client in test_onvif_server.py; here, what they are made of."""

from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.simulator.device import Bearing, Device, Preset, Quirk, Turning
from gridwatch.simulator.onvif_call import Asked
from gridwatch.simulator.ptz_answers import GENERIC, PTZ_ANSWERS, SPHERICAL, wanted_bearing, wanted_preset
from gridwatch.simulator.soap import PTZ, Call, SoapFault
from tests.builders_servers import device

HEAD = device(presets=(Preset(token="1", name="Gate & yard"), Preset(token="2", name="Plaza", pan=0.5)))


def asked(
    clock: ManualClock,
    *,
    head: Bearing | None = None,
    camera: Device = HEAD,
    operation: str = "X",
    **arguments: str,
) -> Asked:
    """Ask the PTZ camera."""
    call = Call(
        namespace=PTZ,
        operation=operation,
        arguments={name.replace("__", "@"): value for name, value in arguments.items()},
        token=None,
    )
    return Asked(call=call, device=camera, http="h:1", rtsp="", camera_now=clock.now(), head=head)


def test_wanted_preset(clock: ManualClock) -> None:
    """A preset is found by its token; an unknown one is ter:NoToken."""
    assert wanted_preset(asked(clock, PresetToken="2")).name == "Plaza"
    with pytest.raises(SoapFault, match="NoToken"):
        wanted_preset(asked(clock, PresetToken="3"))


def test_status_before_the_first_move(clock: ManualClock) -> None:
    """A head that was never moved stands at its first preset, by the camera's clock."""
    status = PTZ_ANSWERS[PTZ, "GetStatus"]
    assert 'x="0.0"' in status(asked(clock))
    assert 'x="0.5"' in status(asked(clock, head=Bearing(pan=90, tilt=-45)))
    assert "2026-11-02T08:00:00Z" in status(asked(clock))


def test_names_are_escaped(clock: ManualClock) -> None:
    """A preset may be called anything."""
    assert "Gate &amp; yard" in PTZ_ANSWERS[PTZ, "GetPresets"](asked(clock))


def test_a_move_by_degrees_in_the_spherical_space_alone(clock: ManualClock) -> None:
    """Degrees are taken where the head has them; the generic space, and what is out of range, are faults."""
    dome = device(turning=Turning(tilt_deg=(-90, 10)))
    where = {"camera": dome, "operation": "AbsoluteMove", "PanTilt__x": "30", "PanTilt__y": "-20"}
    assert wanted_bearing(asked(clock, **where, PanTilt__space=SPHERICAL)) == Bearing(pan=30, tilt=-20)
    with pytest.raises(SoapFault, match="SpaceNotSupported"):
        wanted_bearing(asked(clock, **where, PanTilt__space=GENERIC))
    with pytest.raises(SoapFault, match="InvalidPosition"):
        wanted_bearing(asked(clock, **where | {"PanTilt__y": "40"}, PanTilt__space=SPHERICAL))


def test_home_is_where_the_head_began(clock: ManualClock) -> None:
    """GotoHomePosition leads there; a question is no move."""
    dome = device(turning=Turning(home=Bearing(pan=5, tilt=-30)))
    assert wanted_bearing(asked(clock, camera=dome, operation="GotoHomePosition")) == Bearing(pan=5, tilt=-30)
    assert wanted_bearing(asked(clock, camera=dome, operation="GetStatus")) is None


@pytest.mark.parametrize(
    ("quirk", "there", "away"),
    [
        (Quirk.NO_ABSOLUTE_SPACES, "<tt:Spaces></tt:Spaces>", "URI"),
        (Quirk.GENERIC_360, "<tt:Max>360</tt:Max>", "<tt:Max>1.0</tt:Max>"),
        (Quirk.REVERSED_AXES, "<tt:Max>90.0</tt:Max>", "<tt:Min>-90.0</tt:Min>"),
    ],
)
def test_habits_of_spaces(clock: ManualClock, quirk: Quirk, there: str, away: str) -> None:
    """What devices of the field tell of their spaces."""
    dome = device(turning=Turning(pan_deg=(-170, 170)), quirks=frozenset({quirk}))
    told = PTZ_ANSWERS[PTZ, "GetConfigurationOptions"](asked(clock, camera=dome))
    assert there in told
    assert away not in told


@pytest.mark.parametrize(
    ("quirk", "words"),
    [
        (Quirk.NO_MOVE_STATUS, "MoveStatus"),
        (Quirk.NO_POSITION, "Position"),
        (Quirk.GENERIC_STATUS, "Spherical"),
    ],
)
def test_habits_of_status(clock: ManualClock, quirk: Quirk, words: str) -> None:
    """What devices of the field leave out of GetStatus; an ordinary one tells all of it."""
    status = PTZ_ANSWERS[PTZ, "GetStatus"]
    assert words in status(asked(clock, camera=device(turning=Turning())))
    assert words not in status(asked(clock, camera=device(turning=Turning(), quirks=frozenset({quirk}))))
