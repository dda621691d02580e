"""Clips behind the real GStreamer server, read back by PyAV."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import av
import pytest

from core.errors import ClipError, GridwatchError
from gridwatch.simulator import gst_rtsp
from gridwatch.simulator.gst_rtsp import GstRtspServer, available
from tests.builders_servers import LOGIN, bar, grab, in_thread, write_clip
from tests.conftest import absent


@pytest.fixture(scope="module")
def gstreamer() -> None:
    """GStreamer's RTSP server, or a skip with its reason."""
    if (reason := available()) is not None:
        absent(reason)


@pytest.fixture(scope="module")
def clip_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of the moving bar in an AVI."""
    return write_clip(tmp_path_factory.mktemp("clips") / "street.avi", codec="mpeg4", seconds=2)


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_look_at_a_clip(
    gstreamer: None, clip_file: Path, tmp_path: Path, codec: gst_rtsp.Codec
) -> None:
    """With the digest login the first picture is a whole keyframe; a wrong login sees nothing."""
    async with GstRtspServer({"street": clip_file}, LOGIN, tmp_path, codec=codec) as server:
        image, key = (await in_thread(lambda: grab(server.url("street"))))[0]
        with pytest.raises(av.error.HTTPUnauthorizedError):
            await in_thread(lambda: grab(server.url("street"), login=False))
        with pytest.raises(av.error.HTTPNotFoundError):
            await in_thread(lambda: grab(server.url("plaza")))
    assert key
    assert image.shape == (180, 320, 3)
    assert 0 <= bar(image) <= 60


async def test_goes_round_and_ends_with_its_owner(gstreamer: None, clip_file: Path, tmp_path: Path) -> None:
    """Pictures go on past the clip's end, one for each unit; after closing, no process is left."""
    server = await GstRtspServer({"street": clip_file}, LOGIN, tmp_path).start()
    pid = server.pid
    assert pid is not None
    arguments = await asyncio.to_thread(Path(f"/proc/{pid}/cmdline").read_text)
    assert LOGIN.password not in arguments
    frames = await in_thread(lambda: grab(server.url("street"), count=28))
    keys = [number for number, (_, key) in enumerate(frames) if key]
    assert keys == [0, 10, 20]
    places = [bar(image) for image, _ in frames]
    assert abs(places[25] - places[5]) < 4  # the same second of the next round
    assert places[15] - places[5] > 10
    await server.close()
    await server.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_clip_that_cannot_be_read(tmp_path: Path) -> None:
    """The start fails with the clip's name, before any process."""
    server = GstRtspServer({"a": tmp_path / "missing.mp4"}, LOGIN, tmp_path)
    with pytest.raises(ClipError, match=r"missing\.mp4"):
        await server.start()
    assert server.pid is None


async def test_server_that_does_not_start(
    clip_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that fails tells what the program said, without the password."""
    broken = tmp_path / "broken.py"
    broken.write_text("import sys; sys.exit('no such plugin')")
    monkeypatch.setattr(gst_rtsp, "_PROGRAM", broken)
    with pytest.raises(GridwatchError, match="no such plugin") as failed:
        await asyncio.wait_for(GstRtspServer({"a": clip_file}, LOGIN, tmp_path).start(), 10)
    assert LOGIN.password not in str(failed.value)


def test_absence_has_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is absent is named, with the packages that bring it."""
    monkeypatch.setattr(gst_rtsp, "PYTHON", tmp_path / "python3")
    reason = available()
    assert reason is not None
    assert "gir1.2-gst-rtsp-server-1.0" in reason
