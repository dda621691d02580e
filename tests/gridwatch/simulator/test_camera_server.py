from __future__ import annotations

import asyncio
import time

import aiohttp
import numpy as np
import pytest

from core.clock import ManualClock
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Accepts, Quirk
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from tests.builders_servers import LOGIN, decode, device, fault, fleet, street


def digest() -> aiohttp.DigestAuthMiddleware:
    """Return the digest login of the test cameras."""
    return aiohttp.DigestAuthMiddleware(LOGIN.user, LOGIN.password)


async def fetch(url: str, **options: object) -> tuple[int, bytes, aiohttp.ClientResponse]:
    """Get an address with the right login; return status, body and answer."""
    timeout = aiohttp.ClientTimeout(total=5)
    async with (
        aiohttp.ClientSession(middlewares=(digest(),), timeout=timeout) as session,
        session.get(url, **options) as response,
    ):
        return response.status, await response.read(), response


async def test_digest_snapshot() -> None:
    """A digest client gets the rendered picture, with the type and no caching."""
    async with CameraServer(fleet(), street) as server:
        status, body, response = await fetch(server.url("cam-1"))
    assert status == 200
    assert response.content_type == "image/jpeg"
    assert np.abs(decode(body).astype(int) - street("cam-1", 0)).mean() < 8


async def test_snapshot_without_a_login_is_refused() -> None:
    """The first answer is 401 with a digest challenge and no picture."""
    async with (
        CameraServer(fleet(), street) as server,
        aiohttp.ClientSession() as session,
        session.get(server.url("cam-1")) as response,
    ):
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Digest realm=")
        assert server.desk.rendered == 0


async def test_one_nonce_serves_many_requests_on_one_connection() -> None:
    """With nonce reuse, a look is one request: 5 snapshots cost 6 requests, not 10."""
    async with (
        CameraServer(fleet(), street) as server,
        aiohttp.ClientSession(middlewares=(digest(),)) as session,
    ):
        for _ in range(5):
            async with session.get(server.url("cam-1")) as response:
                assert response.status == 200
                await response.read()
        assert server.requests == 6


async def test_basic_snapshot() -> None:
    """A camera that knows basic only takes basic, and says so."""
    camera = device(accepts=frozenset({Accepts.BASIC}))
    auth = aiohttp.encode_basic_auth(LOGIN.user, LOGIN.password)
    async with CameraServer(fleet(camera), street) as server, aiohttp.ClientSession() as session:
        async with session.get(server.url("cam-1")) as refused:
            assert refused.headers.getall("WWW-Authenticate") == ['Basic realm="Gridwatch cam-1"']
        async with session.get(server.url("cam-1"), headers={"Authorization": auth}) as response:
            assert response.status == 200


async def test_open_camera_needs_no_login() -> None:
    """A camera without a login shows its picture to everyone."""
    async with (
        CameraServer(fleet(device(login=None)), street) as server,
        aiohttp.ClientSession() as session,
        session.get(server.url("cam-1")) as response,
    ):
        assert response.status == 200


async def test_unknown_camera_and_service() -> None:
    """What does not exist is 404."""
    async with CameraServer(fleet(), street) as server, aiohttp.ClientSession() as session:
        async with session.get(server.url("cam-9")) as response:
            assert response.status == 404
        async with session.post(server.url("cam-1", "onvif/analytics")) as response:
            assert response.status == 404


async def test_offline_resets_the_connection() -> None:
    """An offline camera gives no answer at all."""
    async with CameraServer(fleet(faults=[fault(FaultKind.OFFLINE)]), street) as server:
        with pytest.raises(aiohttp.ClientConnectionError):
            await fetch(server.url("cam-1"))


async def test_fault_ends_with_its_time() -> None:
    """A fault is there from its start to its end, by the script's clock."""
    second = 0.0
    broken = fault(FaultKind.HTTP_ERROR, start_s=10, end_s=20)
    async with CameraServer(fleet(faults=[broken], script_s=lambda: second), street) as server:
        seen = []
        for moment in (0.0, 10.0, 19.0, 20.0):
            second = moment
            seen.append((await fetch(server.url("cam-1")))[0])
    assert seen == [200, 503, 503, 200]


async def test_slow_answers_late_and_others_do_not_wait() -> None:
    """A slow camera delays nobody else."""
    cameras = fleet(device("cam-1"), device("cam-2"), faults=[fault(FaultKind.SLOW, figure=0.4)])
    async with CameraServer(cameras, street) as server:
        begun = time.perf_counter()
        slow = asyncio.create_task(fetch(server.url("cam-1")))
        assert (await fetch(server.url("cam-2")))[0] == 200
        assert time.perf_counter() - begun < 0.4
        assert (await slow)[0] == 200
        assert time.perf_counter() - begun >= 0.4


async def test_wrong_password_refuses_the_right_one() -> None:
    """Under this fault even the right login is refused, and not called stale."""
    async with CameraServer(fleet(faults=[fault(FaultKind.WRONG_PASSWORD)]), street) as server:
        status, _, response = await fetch(server.url("cam-1"))
    assert status == 401
    assert "stale" not in response.headers["WWW-Authenticate"]


async def test_truncated_picture() -> None:
    """Half a JPEG arrives as a complete HTTP answer without the end marker."""
    async with CameraServer(fleet(), street) as server:
        whole = (await fetch(server.url("cam-1")))[1]
        server.fleet.faults = Faults([fault(FaultKind.TRUNCATED)])
        status, body, _ = await fetch(server.url("cam-1"))
    assert status == 200
    assert len(body) == len(whole) // 2
    assert whole.endswith(b"\xff\xd9")
    assert not body.endswith(b"\xff\xd9")


async def test_cut_connection() -> None:
    """The connection breaks in the middle of the picture."""
    async with CameraServer(fleet(faults=[fault(FaultKind.CUT)]), street) as server:
        with pytest.raises(aiohttp.ClientError):
            await fetch(server.url("cam-1"))


async def test_not_a_picture() -> None:
    """A login page comes with status 200."""
    async with CameraServer(fleet(faults=[fault(FaultKind.NOT_A_PICTURE)]), street) as server:
        status, body, response = await fetch(server.url("cam-1"))
    assert (status, response.content_type) == (200, "text/html")
    assert body.startswith(b"<!DOCTYPE html")


async def test_giant_answer() -> None:
    """A giant answer begins as a JPEG and is as long as asked, without saying so beforehand."""
    async with CameraServer(fleet(faults=[fault(FaultKind.GIANT, figure=3_000_000)]), street) as server:
        status, body, response = await fetch(server.url("cam-1"))
    assert status == 200
    assert "Content-Length" not in response.headers
    assert body[:2] == b"\xff\xd8"
    assert len(body) == 3_000_000


async def test_giant_answer_may_be_left() -> None:
    """A client that hangs up in a giant answer leaves the server in order."""
    async with CameraServer(fleet(faults=[fault(FaultKind.GIANT)]), street) as server:
        async with aiohttp.ClientSession(middlewares=(digest(),)) as session:
            response = await session.get(server.url("cam-1"))
            await response.content.read(1000)
            response.close()
        server.fleet.faults = Faults()
        assert (await fetch(server.url("cam-1")))[0] == 200


async def test_giant_pixels() -> None:
    """The header claims 65,000 pixels a side."""
    async with CameraServer(fleet(faults=[fault(FaultKind.GIANT_PIXELS)]), street) as server:
        body = (await fetch(server.url("cam-1")))[1]
    at = body.index(b"\xff\xc0")
    assert body[at + 5 : at + 9] == (65000).to_bytes(2, "big") * 2


async def test_frozen_picture_stands_still() -> None:
    """Frozen, the bytes stay those of the fault's start; afterwards they move on."""
    second = 0.0
    frozen = fault(FaultKind.FROZEN, start_s=10, end_s=30)
    async with CameraServer(fleet(faults=[frozen], script_s=lambda: second), street) as server:
        seen = []
        for moment in (10.0, 20.0, 29.0, 30.0):
            second = moment
            seen.append((await fetch(server.url("cam-1")))[1])
    assert seen[0] == seen[1] == seen[2] != seen[3]


async def test_date_header_is_the_cameras_clock(clock: ManualClock) -> None:
    """A camera whose clock is an hour ahead says so in its Date."""
    camera = device(clock_offset_s=3600, login=None)
    async with CameraServer(fleet(camera, clock=clock), street) as server:
        _, _, response = await fetch(server.url("cam-1"))
    assert response.headers["Date"] == "Mon, 02 Nov 2026 09:00:00 GMT"


async def test_no_keep_alive() -> None:
    """A camera of this habit closes after every answer."""
    camera = device(login=None, quirks=frozenset({Quirk.NO_KEEP_ALIVE}))
    async with CameraServer(fleet(camera), street) as server:
        _, _, response = await fetch(server.url("cam-1"))
    assert response.headers["Connection"] == "close"


async def test_a_thousand_cameras_on_one_port() -> None:
    """Many cameras share one server, and each shows its own picture."""
    names = [f"cam-{number}" for number in range(1000)]
    jpeg = {name: name.encode() for name in names}
    cameras = fleet(*(device(name, login=None) for name in names))
    async with (
        CameraServer(cameras, lambda camera, _: jpeg[camera]) as server,
        aiohttp.ClientSession() as session,
    ):

        async def one(name: str) -> bytes:
            async with session.get(server.url(name)) as response:
                return await response.read()

        assert await asyncio.gather(*map(one, names[::5])) == [name.encode() for name in names[::5]]


async def test_cameras_come_and_go() -> None:
    """The fleet may change while it is served."""
    cameras = fleet(device(login=None))
    async with CameraServer(cameras, street) as server:
        cameras.add(device("cam-2", login=None))
        cameras.remove("cam-1")
        assert (await fetch(server.url("cam-1")))[0] == 404
        assert (await fetch(server.url("cam-2")))[0] == 200


async def test_pattern_takes_a_whole_owner_down() -> None:
    """One line of script takes every camera of an owner off the network."""
    cameras = fleet(device("police-1"), device("market-1"))
    cameras.faults = Faults([Fault(camera="police-*", kind=FaultKind.OFFLINE)])
    async with CameraServer(cameras, street) as server:
        assert (await fetch(server.url("market-1")))[0] == 200
        with pytest.raises(aiohttp.ClientConnectionError):
            await fetch(server.url("police-1"))
