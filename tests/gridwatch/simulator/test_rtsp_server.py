"""The stream server read back by PyAV, with the options that a look uses."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import av
import numpy as np
import pytest

from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.faults import FaultKind
from tests.builders_servers import device, fault, fleet, grab, in_thread, street


async def test_a_look_brings_the_picture_quickly() -> None:
    """With digest login, the first picture is a keyframe and comes within half a second."""
    async with CameraServer(fleet(script_s=lambda: 3.0), street) as server:
        await in_thread(lambda: grab(server.stream_url("cam-1")))  # the first one makes the parameter sets
        begun = time.perf_counter()
        frames = await in_thread(lambda: grab(server.stream_url("cam-1")))
        assert time.perf_counter() - begun < 0.5
    image, key = frames[0]
    assert key
    assert np.abs(image.astype(int) - street("cam-1", 3.0)).mean() < 12


async def test_substream_has_its_own_size() -> None:
    """The substream is the small one."""
    async with CameraServer(fleet(), street) as server:
        frames = await in_thread(lambda: grab(server.stream_url("cam-1", "sub")))
    assert frames[0][0].shape == (90, 160, 3)


async def test_stream_goes_on_and_moves() -> None:
    """Pictures follow at the camera's rate, with a keyframe every two seconds' worth, and they change."""
    camera = device(login=None, fps=25)
    async with CameraServer(fleet(camera), street) as server:
        frames = await in_thread(lambda: grab(server.stream_url("cam-1"), count=53, login=False))
    keys = [index for index, (_, key) in enumerate(frames) if key]
    assert keys == [0, 50]
    assert np.abs(frames[0][0].astype(int) - frames[-1][0]).max() > 100


async def test_big_pictures_travel_in_fragments() -> None:
    """A noisy 1080p keyframe needs hundreds of packets and arrives whole."""
    noise = np.random.default_rng(1).integers(0, 255, (135, 240, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    camera = device(size=(1920, 1080))
    async with CameraServer(fleet(camera), lambda *_: noise) as server:
        frames = await in_thread(lambda: grab(server.stream_url("cam-1")))
    assert np.abs(frames[0][0].astype(int) - noise).mean() < 25


async def test_udp_client_falls_back_to_tcp() -> None:
    """A client that begins with UDP is told to come by TCP, and does."""
    async with CameraServer(fleet(), street) as server:
        assert await in_thread(lambda: grab(server.stream_url("cam-1"), rtsp_transport="udp+tcp"))


async def test_wrong_login() -> None:
    """Without the right login there is no stream."""
    cameras = fleet(faults=[fault(FaultKind.WRONG_PASSWORD)])
    async with CameraServer(cameras, street) as server:
        with pytest.raises(av.error.HTTPUnauthorizedError):
            await in_thread(lambda: grab(server.stream_url("cam-1")))
        with pytest.raises(av.error.HTTPUnauthorizedError):
            await in_thread(lambda: grab(server.stream_url("cam-1"), login=False))


async def test_silent_stream_opens_and_sends_nothing() -> None:
    """The fault that fools naive readers: PLAY is fine, no picture ever comes."""
    async with CameraServer(fleet(faults=[fault(FaultKind.SILENT_RTSP)]), street) as server:
        begun = time.perf_counter()
        with pytest.raises(av.error.FFmpegError):
            await in_thread(lambda: grab(server.stream_url("cam-1")))
        assert time.perf_counter() - begun >= 1.0
        assert server.desk.rendered == 0


async def test_offline() -> None:
    """An offline camera resets the connection."""
    async with CameraServer(fleet(faults=[fault(FaultKind.OFFLINE)]), street) as server:
        with pytest.raises((av.error.FFmpegError, OSError)):
            await in_thread(lambda: grab(server.stream_url("cam-1")))


async def test_black_stream() -> None:
    """Picture faults reach the stream too."""
    async with CameraServer(fleet(faults=[fault(FaultKind.BLACK)]), street) as server:
        frames = await in_thread(lambda: grab(server.stream_url("cam-1")))
    assert frames[0][0].mean() < 20


async def test_too_many_sessions() -> None:
    """A camera for one client refuses the second with 453, and is free again after the first."""
    camera = device(login=None, stream_sessions=1)
    async with CameraServer(fleet(camera), street) as server:
        assert server.streams is not None
        first = asyncio.create_task(in_thread(lambda: grab(server.stream_url("cam-1"), count=6, login=False)))
        async with asyncio.timeout(5):
            while not server.streams.held:
                await asyncio.sleep(0.005)
        with pytest.raises(av.error.FFmpegError):
            await in_thread(lambda: grab(server.stream_url("cam-1"), login=False))
        await first
        async with asyncio.timeout(5):
            while server.streams.held:
                await asyncio.sleep(0.005)
        assert await in_thread(lambda: grab(server.stream_url("cam-1"), login=False))


@pytest.mark.parametrize(
    "said",
    [b"GET / HTTP/1.1\r\n\r\n", b"x" * 20_000, b"PLAY a RTSP/1.0\r\nContent-Length: -9\r\n\r\n", b"$\x00"],
)
async def test_nonsense_ends_the_connection(said: bytes) -> None:
    """Whatever is said, the server answers 400 or hangs up, and goes on serving others."""
    async with CameraServer(fleet(device(login=None)), street) as server:
        assert server.streams is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", server.streams.port)
        writer.write(said)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        assert answer == b"" or answer.startswith(b"RTSP/1.0 4")
        assert await in_thread(lambda: grab(server.stream_url("cam-1"), login=False))


async def test_close_cuts_streams_off() -> None:
    """The server closes at once while a client is reading."""
    server = await CameraServer(fleet(device(login=None)), street).start()
    reading: asyncio.Task[Any] = asyncio.create_task(
        in_thread(lambda: grab(server.stream_url("cam-1"), count=10_000, login=False))
    )
    await asyncio.sleep(0.3)
    await asyncio.wait_for(server.close(), 3)
    await asyncio.gather(reading, return_exceptions=True)
    assert reading.done()
