from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from gridwatch.simulator.device import Accepts, Device, Quirk
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.loopback import host_of
from gridwatch.simulator.onvif_hosts import OnvifHosts
from ingest.onvif import ProbeResult, probe
from tests.builders import camera
from tests.builders_servers import LOGIN

HOST = host_of(1)


def hosts(*devices: Device, faults: Faults | None = None) -> OnvifHosts:
    """Return servers of devices, the first at 127.1.0.1."""
    fleet = Fleet(devices, faults=faults)
    return OnvifHosts(fleet, {host_of(i): one.id for i, one in enumerate(devices, 1)})


async def probed(served: OnvifHosts, host: str = HOST, **looking: float) -> ProbeResult:
    """Ask a camera with Gridwatch's own client."""
    one = camera(access={"host": host, "onvif_port": served.port})
    limits = Looking(open_s=1, onvif_s=looking.get("onvif_s", 1))
    return await asyncio.to_thread(probe, one, LOGIN, looking=limits, clock=SystemClock())


async def said(served: OnvifHosts, *parts: bytes) -> bytes:
    """Send bytes in parts to the first camera and return what comes until it hangs up or is silent."""
    reader, writer = await asyncio.open_connection(HOST, served.port)
    got = b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.02)
        while chunk := await asyncio.wait_for(reader.read(65_536), 0.3):
            got += chunk
    writer.close()
    return got


async def test_each_host_is_its_own_camera() -> None:
    """Known by the address that was called; the addresses that it tells are its own."""
    async with hosts(
        Device(id="a", login=LOGIN, model="A"), Device(id="b", login=LOGIN, model="B")
    ) as served:
        first, second = await probed(served), await probed(served, host_of(2))
        port = served.port
    assert (first.device and first.device.model, second.device and second.device.model) == ("A", "B")
    assert first.problems == ()
    assert first.snapshot_url == f"http://{HOST}:{port}/cam/a/snapshot.jpg"
    assert (served.requests, served.connections) == (16, 4)


@pytest.mark.parametrize("accepts", [Accepts.DIGEST, Accepts.TOKEN])
async def test_logins_are_checked(accepts: Accepts) -> None:
    """With the guards of the other simulated cameras."""
    async with hosts(Device(id="a", login=LOGIN, accepts=frozenset({accepts}))) as served:
        result = await probed(served)
    assert result.login == ("wsse" if accepts is Accepts.TOKEN else "digest")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (FaultKind.OFFLINE, "hung_up"),
        (FaultKind.SLOW, "slow"),
        (FaultKind.HTTP_ERROR, "http_error"),
        (FaultKind.WRONG_PASSWORD, "login_refused"),
        (FaultKind.CLOCK_OFF, "clock_off"),
        (Quirk.NO_SOAP, "no_service"),
        (Quirk.CUT_XML, "broken_xml"),
    ],
)
async def test_faults_are_applied(fault: FaultKind | Quirk, code: str) -> None:
    """Each is told by the probe as what it is."""
    device = Device(id="a", login=LOGIN, quirks=frozenset({fault} if isinstance(fault, Quirk) else ()))
    script = [Fault(camera="a", kind=fault)] if isinstance(fault, FaultKind) else []
    async with hosts(device, faults=Faults(script)) as served:
        result = await probed(served, onvif_s=0.3)
    assert [problem.code for problem in result.problems] == [code]


async def test_a_camera_that_keeps_no_connection() -> None:
    """Every answer on one of its own."""
    async with hosts(Device(id="a", quirks=frozenset({Quirk.NO_KEEP_ALIVE}))) as served:
        assert (await probed(served)).ok
        assert served.connections == served.requests


async def test_requests_in_pieces_and_in_a_row() -> None:
    """As a network delivers them."""
    body = b'<E xmlns="x"><Envelope/></E>'  # no envelope: a fault, which is an answer
    one = b"POST /onvif/device_service HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    async with hosts(Device(id="a")) as served:
        got = await said(served, one[:20], one[20:-5], one[-5:] + one)
        assert got.count(b"HTTP/1.1 400") == 2
        assert served.requests == 2


@pytest.mark.parametrize(
    "rubbish",
    [b"\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"x" * 70_000, b"\xff\xfe\r\n\r\n"],
)
async def test_rubbish_is_hung_up_on(rubbish: bytes) -> None:
    """Nothing is kept of it, and the server goes on."""
    async with hosts(Device(id="a")) as served:
        assert await said(served, rubbish) == b""
        assert (await probed(served)).ok


async def test_an_address_of_nobody_is_hung_up_on() -> None:
    """As a host that is not there."""
    async with hosts(Device(id="a")) as served:
        result: Any = await probed(served, host_of(2))
    assert [problem.code for problem in result.problems] == ["hung_up"]
