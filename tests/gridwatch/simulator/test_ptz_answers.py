"""The answers themselves are read by a strict client in test_onvif_server.py; here, what they are made of."""

from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.simulator.device import Preset
from gridwatch.simulator.onvif_call import Asked
from gridwatch.simulator.ptz_answers import PTZ_ANSWERS, wanted_preset
from gridwatch.simulator.soap import PTZ, Call, SoapFault
from tests.builders_servers import device

HEAD = device(presets=(Preset(token="1", name="Gate & yard"), Preset(token="2", name="Plaza", pan=0.5)))


def asked(clock: ManualClock, *, preset: str | None = None, **arguments: str) -> Asked:
    """Ask the PTZ camera."""
    call = Call(namespace=PTZ, operation="X", arguments=arguments, token=None)
    return Asked(call=call, device=HEAD, http="h:1", rtsp="", camera_now=clock.now(), preset=preset)


def test_wanted_preset(clock: ManualClock) -> None:
    """A preset is found by its token; an unknown one is ter:NoToken."""
    assert wanted_preset(asked(clock, PresetToken="2")).name == "Plaza"
    with pytest.raises(SoapFault, match="NoToken"):
        wanted_preset(asked(clock, PresetToken="3"))


def test_status_before_the_first_move(clock: ManualClock) -> None:
    """A head that was never moved stands at its first preset, by the camera's clock."""
    status = PTZ_ANSWERS[PTZ, "GetStatus"]
    assert 'x="0.0"' in status(asked(clock))
    assert 'x="0.5"' in status(asked(clock, preset="2"))
    assert "2026-11-02T08:00:00Z" in status(asked(clock))


def test_names_are_escaped(clock: ManualClock) -> None:
    """A preset may be called anything."""
    assert "Gate &amp; yard" in PTZ_ANSWERS[PTZ, "GetPresets"](asked(clock))
