from __future__ import annotations

from core.clock import ManualClock
from gridwatch.simulator.device import Quirk
from gridwatch.simulator.onvif_call import Asked, ptz_configuration
from gridwatch.simulator.soap import DEVICE, Call
from tests.builders_servers import device


def asked(clock: ManualClock, **changes: object) -> Asked:
    """Ask a camera that was reached by another address than loopback."""
    call = Call(namespace=DEVICE, operation="X", arguments={}, token=None)
    return Asked(
        call=call, device=device(**changes), http="10.0.0.9:81", rtsp="10.0.0.9:554", camera_now=clock.now()
    )


def test_addresses_are_those_by_which_the_client_came(clock: ManualClock) -> None:
    """A camera tells the host that it was reached by, for HTTP and for streams."""
    assert asked(clock).address("a") == "http://10.0.0.9:81/cam/cam-1/a"
    assert asked(clock).address("main", "rtsp") == "rtsp://10.0.0.9:554/cam/cam-1/main"


def test_inside_addresses_keep_the_port(clock: ManualClock) -> None:
    """Behind NAT only the host is wrong."""
    behind = asked(clock, quirks=frozenset({Quirk.NAT_INSIDE}))
    assert behind.address("a") == "http://192.168.1.64:81/cam/cam-1/a"


def test_ptz_configuration_names_its_node() -> None:
    """The configuration that profiles carry points to the one PTZ node."""
    assert "<tt:NodeToken>ptz_node</tt:NodeToken>" in ptz_configuration("tt:PTZConfiguration")
