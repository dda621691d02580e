from __future__ import annotations

import asyncio
import threading

import numpy as np
import pytest

from core.errors import ClipError
from core.frame import Image
from gridwatch.simulator.faults import FaultKind, Faults
from gridwatch.simulator.picture_desk import Busy, PictureDesk
from tests.builders_servers import decode, device, fault, fleet, street


async def test_one_picture_is_rendered_once_for_all() -> None:
    """Ten clients at the same second cost one rendering; the next second costs another."""
    second = 0.4
    desk = PictureDesk(street, fleet(script_s=lambda: second))
    pictures = await asyncio.gather(*(desk.jpeg("cam-1") for _ in range(10)))
    assert len(set(pictures)) == desk.rendered == 1
    second = 0.9
    await desk.jpeg("cam-1")
    assert desk.rendered == 1
    second = 1.1
    assert await desk.jpeg("cam-1") != pictures[0]
    assert desk.rendered == 2
    desk.close()


async def test_memory_is_bounded() -> None:
    """Old pictures leave when the room is used up."""
    cameras = fleet(*(device(f"c{number}") for number in range(20)), script_s=lambda: 0.0)
    desk = PictureDesk(lambda *_: bytes(1000), cameras, kept_bytes=5000)
    for number in range(20):
        await desk.jpeg(f"c{number}")
    assert desk._held <= 5000
    assert len(desk._kept) == 5
    desk.close()


async def test_too_many_waiting() -> None:
    """Beyond the bound a picture is refused, not queued."""
    gate = threading.Event()

    def slow(camera_id: str, t: float) -> Image:
        gate.wait(5)
        return street(camera_id, t)

    desk = PictureDesk(slow, fleet(), waiting=2, workers=1)
    waiting = [asyncio.create_task(desk.jpeg(name)) for name in ("a", "b")]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await desk.jpeg("c")
    gate.set()
    await asyncio.gather(*waiting)
    desk.close()


async def test_picture_faults_apply_to_jpegs_too() -> None:
    """A finished JPEG passes untouched, and is decoded only when it must be spoilt."""
    cameras = fleet(script_s=lambda: 0.0)
    first = PictureDesk(street, cameras)
    jpeg = await first.jpeg("cam-1")
    first.close()
    desk = PictureDesk(lambda *_: jpeg, cameras)
    assert await desk.jpeg("cam-1") is jpeg
    cameras.faults = Faults([fault(FaultKind.BLACK)])
    assert decode(await desk.jpeg("cam-1")).mean() < 10
    desk.close()


async def test_image_for_a_stream_has_the_stream_size() -> None:
    """A stream's picture is scaled to the stream; from a JPEG as well."""
    cameras = fleet(script_s=lambda: 0.0)
    desk = PictureDesk(street, cameras)
    assert (await desk.run(lambda: desk.render("cam-1", (160, 90), 0.2))).shape == (90, 160, 3)
    whole = desk.render("cam-1", (320, 180), 0.2)
    assert np.array_equal(whole, street("cam-1", 0.0))
    desk.close()


async def test_a_failing_renderer_is_not_kept() -> None:
    """An error reaches the one who asked, and the next one tries again."""
    answers: list[bytes] = []

    def fails_once(camera_id: str, t: float) -> bytes:
        if not answers:
            answers.append(b"jpeg")
            raise OSError("scripted")
        return answers[0]

    desk = PictureDesk(fails_once, fleet(script_s=lambda: 0.0))
    with pytest.raises(OSError, match="scripted"):
        await desk.jpeg("cam-1")
    assert await desk.jpeg("cam-1") == b"jpeg"
    desk.close()


async def test_bytes_that_are_no_jpeg_cannot_be_spoilt() -> None:
    """The error names the camera."""
    desk = PictureDesk(lambda *_: b"no", fleet(faults=[fault(FaultKind.BLACK)]))
    with pytest.raises(ClipError, match="cam-1"):
        await desk.jpeg("cam-1")
    desk.close()
