"""The answers themselves are read by a strict client in test_onvif_server.py; here, what they are made of."""

from __future__ import annotations

import pytest

from core.clock import ManualClock
from gridwatch.simulator.device_answers import DEVICE_ANSWERS
from gridwatch.simulator.onvif_call import Asked
from gridwatch.simulator.soap import DEVICE, Call, SoapFault
from tests.builders_servers import device


def asked(clock: ManualClock, operation: str, **arguments: str) -> Asked:
    """Ask the default camera for an operation."""
    call = Call(namespace=DEVICE, operation=operation, arguments=arguments, token=None)
    return Asked(call=call, device=device(), http="h:1", rtsp="h:2", camera_now=clock.now())


def test_clock_is_the_cameras(clock: ManualClock) -> None:
    """The answer holds the hour of the camera's clock."""
    answer = DEVICE_ANSWERS[DEVICE, "GetSystemDateAndTime"](asked(clock, "GetSystemDateAndTime"))
    assert "<tt:Hour>8</tt:Hour>" in answer
    assert "<tt:TZ>CST-8:00:00</tt:TZ>" in answer


def test_capabilities_of_a_service_that_is_not_there(clock: ManualClock) -> None:
    """A camera that cannot move has no PTZ capabilities."""
    with pytest.raises(SoapFault, match="NoSuchService"):
        DEVICE_ANSWERS[DEVICE, "GetCapabilities"](asked(clock, "GetCapabilities", Category="PTZ"))
