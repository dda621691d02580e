"""The answers themselves are read by a strict client in test_onvif_server.py; here, what they are made of."""

from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.simulator.media_answers import MEDIA_ANSWERS, stream_of
from gridwatch.simulator.onvif_call import Asked
from gridwatch.simulator.soap import MEDIA, Call, SoapFault
from tests.builders_servers import device


def asked(clock: ManualClock, rtsp: str = "h:2", **arguments: str) -> Asked:
    """Ask the default camera for an address."""
    call = Call(namespace=MEDIA, operation="GetStreamUri", arguments=arguments, token=None)
    return Asked(call=call, device=device(), http="h:1", rtsp=rtsp, camera_now=clock.now())


def test_stream_of_a_profile(clock: ManualClock) -> None:
    """Tokens name streams; an unknown one is ter:NoProfile."""
    assert stream_of(asked(clock, ProfileToken="profile_sub")) == "sub"
    with pytest.raises(SoapFault, match="NoProfile"):
        stream_of(asked(clock))


def test_camera_without_streams(clock: ManualClock) -> None:
    """Without a stream server beside it the camera says that it has none."""
    with pytest.raises(SoapFault, match="no streams"):
        MEDIA_ANSWERS[MEDIA, "GetStreamUri"](asked(clock, rtsp="", ProfileToken="profile_main"))
