"""Cameras that show clips: encoded once, served to any number of readers, and able to die."""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from gridwatch.bench.cameras import names
from gridwatch.bench.peers_cameras import Film, FilmStreams, dead, film
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.h264 import IDR, nal_type
from ingest.rtsp import grab, with_login
from tests.builders_servers import LOGIN

SIZE = (320, 180)
FPS = 5


def shades(second: float) -> Image:
    """A picture whose grey level tells its second: 20 a second."""
    return np.full((360, 640, 3), 20 + int(second) * 20, np.uint8)


@pytest.fixture(scope="module")
def made() -> Film:
    """Six seconds of shades."""
    return film(shades, seconds=6, fps=FPS, size=SIZE)


def test_a_film_begins_with_a_keyframe_and_loops(made: Film) -> None:
    """Wherever a reader comes in, it starts at a keyframe not later than the present; after the end it goes on."""
    assert len(made.units) == 6 * FPS
    assert len(made.jpegs) == 6
    for second in (0.0, 1.9, 5.9, 6.0, 100.3):
        start = made.key_at(second)
        assert any(nal_type(unit) == IDR for unit in made.picture(start))
        assert 0 <= second * FPS - start < 2 * FPS + 1
    assert made.picture(6 * FPS) is made.picture(0)


def test_snapshots_show_the_second(made: Film) -> None:
    """A snapshot is the picture of its second, at the size of a main stream, and comes around again."""
    image = cv2.imdecode(np.frombuffer(made.jpeg(3.7), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (720, 1280, 3)
    assert abs(int(image.mean()) - 80) <= 2
    assert made.jpeg(9.2) == made.jpeg(3.2)


def test_the_dead_neither_answer_nor_send() -> None:
    """Two faults for each dead camera; a camera that is not named has none."""
    faults = dead(["a"])
    assert {fault.kind for fault in faults.active("a", 0)} == {FaultKind.SLOW, FaultKind.SILENT_RTSP}
    assert not faults.active("b", 0)
    assert not dead([]).active("a", 0)


async def test_streams_are_served_and_fall_silent(made: Film) -> None:
    """Our own reader and a plain one get the film's pictures over RTSP; a dead camera lets a look time out."""
    fleet = Fleet(Device(id=name, login=LOGIN, substream=SIZE, fps=FPS) for name in names(2))
    films = dict.fromkeys(names(2), made)
    looking = Looking(open_s=1.0, read_s=1.0)
    async with (
        CameraServer(fleet, lambda _, second: made.jpeg(second), streams=False) as server,
        FilmStreams(films, fleet, server) as streams,
    ):
        first, second = (streams.url(name, "sub") for name in names(2))
        image = await asyncio.to_thread(grab, first, LOGIN, looking=looking, clock=SystemClock())
        assert image.shape == (SIZE[1], SIZE[0], 3)
        assert await asyncio.to_thread(_pictures, first, 8) == 8
        fleet.faults = dead(names(1))
        with pytest.raises(LookError) as told:
            await asyncio.to_thread(grab, first, LOGIN, looking=looking, clock=SystemClock())
        assert told.value.kind is LookFailureKind.TIMEOUT
        await asyncio.to_thread(grab, second, LOGIN, looking=looking, clock=SystemClock())


def _pictures(url: str, count: int) -> int:
    """Decode so many pictures one after the other, as a reader does that holds the stream."""
    with av.open(with_login(url, LOGIN), options={"rtsp_transport": "tcp"}, timeout=5) as stream:
        for number, _ in enumerate(stream.decode(video=0), 1):
            if number == count:
                return number
    return 0


def test_it_needs_no_clip_of_ours(tmp_path: Path) -> None:
    """A clip that is no video is refused with its name, not shown as black."""
    from gridwatch.bench.peers_cameras import _shown

    path = tmp_path / "clip.avi"
    path.write_bytes(b"nothing")
    (shown,) = _shown([path], FPS)
    with pytest.raises(Exception, match=r"clip\.avi"):
        shown(0.0)
