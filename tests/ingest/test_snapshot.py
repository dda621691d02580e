"""Snapshots from a real socket, and every way in which a camera can spoil them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from core.clock import ManualClock, SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind as Kind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.snapshot import KEEP_ALIVE_S, Snapshots
from tests.builders import START
from tests.fakes.http_camera import Fault, HttpCamera

SCENE = cv2.resize(np.random.default_rng(2).integers(0, 255, (30, 40, 3), np.uint8), (640, 480))
JPEG = cv2.imencode(".jpg", SCENE)[1].tobytes()
LOGIN = Credential(user="viewer", password="p@ss: wörd")
LOOKING = Looking(open_s=0.5, read_s=0.4, max_bytes=600_000, max_pixels=1_000_000)


def size(image: Image) -> tuple[int, int]:
    """What is made of a picture here: its height and width."""
    return image.shape[0], image.shape[1]


@pytest.fixture
async def snapshots() -> AsyncIterator[Snapshots]:
    """A client with short deadlines."""
    numbers = iter(range(10**6))
    with ThreadPoolExecutor(1) as pool:
        client = Snapshots(LOOKING, cnonce=lambda: f"c{next(numbers)}", decoder=pool, clock=SystemClock())
        yield client
        await client.close()


async def test_a_picture_with_its_own_bytes(snapshots: Snapshots):
    """Decoded, and the camera's bytes kept as evidence; a PNG has no JPEG bytes."""
    async with HttpCamera(JPEG) as camera:
        taken = await snapshots.take(camera.url("/a b?x=1"), None, judge=size)
        assert taken.image.shape == (480, 640, 3)
        assert taken.judged == (480, 640)
        assert taken.jpeg == JPEG
        camera.picture = cv2.imencode(".png", SCENE)[1].tobytes()
        assert (await snapshots.take(camera.url(), None, judge=size)).jpeg is None


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", None])
async def test_digest_costs_a_second_request_only_once(snapshots: Snapshots, algorithm: str | None):
    """Five looks are six requests on one connection."""
    async with HttpCamera(JPEG, credential=LOGIN, schemes=("basic", "digest"), algorithm=algorithm) as camera:
        for i in range(5):
            await snapshots.take(camera.url(f"/cam/{i}.jpg?channel=1&name=%E8%A1%97"), LOGIN, judge=size)
        assert len(camera.seen) == 6
        assert camera.connections == 1
        assert camera.refused == 0


@pytest.mark.parametrize("says_stale", [True, False])
async def test_a_stale_nonce_is_renewed(snapshots: Snapshots, says_stale: bool):
    """Every nonce lives for two looks: the third look is two requests, and none is a refusal."""
    async with HttpCamera(JPEG, credential=LOGIN, nonce_uses=2, says_stale=says_stale) as camera:
        for _ in range(6):
            await snapshots.take(camera.url(), LOGIN, judge=size)
        assert camera.refused == 0
        assert len(camera.seen) == 6 + 3


async def test_basic_where_nothing_better_is_offered(snapshots: Snapshots):
    """Shown at once from the second look on."""
    async with HttpCamera(JPEG, credential=LOGIN, schemes=("basic",)) as camera:
        for _ in range(3):
            await snapshots.take(camera.url(), LOGIN, judge=size)
        assert len(camera.seen) == 4


async def test_a_wrong_password_is_shown_once_a_look(snapshots: Snapshots):
    """Cameras lock accounts: one refused login a look, named, and the password nowhere."""
    async with HttpCamera(JPEG, credential=Credential(user="viewer", password="other")) as camera:
        with pytest.raises(LoginRefused) as raised:
            await snapshots.take(camera.url(), LOGIN, judge=size)
        assert (raised.value.attempts, camera.refused) == (1, 1)
        assert "wörd" not in repr(raised.value)


async def test_no_credential_and_unknown_scheme(snapshots: Snapshots):
    """Named apart, without a login shown."""
    async with HttpCamera(JPEG, credential=LOGIN) as camera:
        assert (await failing(snapshots, camera.url())).kind is Kind.NO_CREDENTIAL
        camera.schemes = ("ntlm",)
        assert (await failing(snapshots, camera.url(), LOGIN)).kind is Kind.BAD_ANSWER
        assert camera.refused == 0


async def failing(snapshots: Snapshots, url: str, credential: Credential | None = None) -> LookError:
    """The failure of a look, which must come within the deadlines."""
    async with asyncio.timeout(1.5):
        with pytest.raises(LookError) as raised:
            await snapshots.take(url, credential, judge=size)
    assert raised.value.__cause__ is None
    assert "hush" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.DROP, Kind.UNREACHABLE),
        (Fault.SILENT, Kind.TIMEOUT),
        (Fault.STALL, Kind.TIMEOUT),
        (Fault.DRIP, Kind.TIMEOUT),
        (Fault.CUT, Kind.TRUNCATED),
        (Fault.SHORT, Kind.TRUNCATED),
        (Fault.HTML, Kind.NOT_A_PICTURE),
        (Fault.EMPTY, Kind.NOT_A_PICTURE),
        (Fault.MJPEG, Kind.NOT_A_PICTURE),
        (Fault.ENDLESS, Kind.TOO_LARGE),
        (Fault.BOAST, Kind.TOO_LARGE),
        (Fault.ERROR, Kind.BAD_ANSWER),
        (Fault.FORBIDDEN, Kind.LOGIN_REFUSED),
        (Fault.AWAY, Kind.BAD_ANSWER),
        (Fault.ROUND, Kind.BAD_ANSWER),
        (Fault.GARBAGE, Kind.BAD_ANSWER),
    ],
)
async def test_every_fault_has_its_name(snapshots: Snapshots, fault: Fault, kind: Kind):
    """And the look after it works again."""
    async with HttpCamera(JPEG, always=fault) as camera:
        assert (await failing(snapshots, camera.url("/s.jpg?pwd=hush"))).kind is kind
        camera.always = None
        assert (await snapshots.take(camera.url(), None, judge=size)).jpeg == JPEG


@pytest.mark.parametrize("fault", [Fault.LIE, Fault.CLOSE, Fault.HERE])
async def test_oddities_that_are_no_fault(snapshots: Snapshots, fault: Fault):
    """A wrong content type, an answer without length, a redirect on the same host."""
    async with HttpCamera(JPEG) as camera:
        camera.script.append(fault)
        assert (await snapshots.take(camera.url(), None, judge=size)).jpeg == JPEG


async def test_connections_beyond_the_bound_are_not_kept():
    """One origin's connection stays open, a second one's is closed after each picture, until the first is gone."""
    clock = ManualClock(START)
    with ThreadPoolExecutor(1) as pool:
        client = Snapshots(LOOKING, cnonce=lambda: "c", decoder=pool, clock=clock, keep=1)
        async with HttpCamera(JPEG) as kept, HttpCamera(JPEG) as other:
            for _ in range(3):
                for camera in (kept, other):
                    assert (await client.take(camera.url(), None, judge=size)).jpeg == JPEG
            assert (kept.connections, other.connections) == (1, 3)
            clock.advance(KEEP_ALIVE_S + 1)
            for _ in range(2):
                await client.take(other.url(), None, judge=size)
            assert other.connections == 4
        await client.close()


async def test_a_dead_keep_alive_connection_is_replaced(snapshots: Snapshots):
    """The camera closed the connection between two looks: the second look does not fail for it."""
    async with HttpCamera(JPEG) as camera:
        await snapshots.take(camera.url(), None, judge=size)
        camera.script.append(Fault.DROP)  # the old connection dies at its next use
        await snapshots.take(camera.url(), None, judge=size)
        assert camera.connections == 2


async def test_nobody_there(snapshots: Snapshots):
    """Refused connection, unknown name, nonsense address."""
    async with HttpCamera(JPEG) as camera:
        url = camera.url()
    assert (await failing(snapshots, url)).kind is Kind.UNREACHABLE
    assert (await failing(snapshots, "http://no-such-camera.invalid/x")).kind is Kind.UNREACHABLE
    assert (await failing(snapshots, "ftp://127.0.0.1/x")).kind is Kind.NO_ADDRESS
    assert (await failing(snapshots, "http://:99999/x")).kind is Kind.NO_ADDRESS
    assert (await failing(snapshots, f"http://{'a' * 80}.example/x")).kind is Kind.NO_ADDRESS


async def test_nothing_secret_is_logged(snapshots: Snapshots, caplog: pytest.LogCaptureFixture):
    """Neither ours nor aiohttp's log lines hold a password or a query."""
    caplog.set_level(logging.DEBUG)
    async with HttpCamera(JPEG, credential=LOGIN, always=Fault.CUT) as camera:
        await failing(snapshots, camera.url("/s.jpg?pwd=hush"), LOGIN)
    assert "hush" not in caplog.text
    assert "wörd" not in caplog.text


@pytest.mark.parametrize(
    "location", ["http://[::1", "//127.0.0.1:99999/x", "javascript:alert(1)", "ftp://127.0.0.1/"]
)
async def test_a_redirect_to_no_address(snapshots: Snapshots, location: str):
    """Named as the camera's, and not as what was configured."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert (await failing(snapshots, f"http://127.0.0.1:{port}/")).kind is Kind.BAD_ANSWER
