from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import ClipError
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.clips import Clip, ClipPictures, clip_names
from tests.builders_servers import bar, device, fleet, grab, in_thread, street, write_clip


def shown_at(t: float) -> float:
    """Return where the bar is in a 10 fps clip at `t`."""
    return bar(street("clip", int(t * 10 + 1e-6) / 10))


@pytest.fixture(scope="module")
def clip_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of the moving bar, in H.264 with pictures out of order."""
    return write_clip(tmp_path_factory.mktemp("clips") / "street.mp4", seconds=12)


@pytest.mark.parametrize(
    "times", [(0.0, 0.05, 0.31, 1.0, 4.5), (11.95, 0.0, 8.0, 7.9, 2.0), (5.0, 5.0, 5.05)], ids=str
)
def test_shows_the_picture_of_the_second(clip_file: Path, times: tuple[float, ...]) -> None:
    """Forward, backward and far jumps all end at the picture that the clip shows then."""
    clip = Clip(clip_file)
    for t in times:
        assert abs(bar(clip.picture(t)) - shown_at(t)) < 2.0, t
    clip.close()


def test_loops_or_stands(clip_file: Path) -> None:
    """A looped clip begins again; another one stands at its last picture."""
    looped, once = Clip(clip_file), Clip(clip_file, loop=False)
    assert abs(looped.seconds - 12.0) < 0.2
    assert abs(bar(looped.picture(12.0 + 3.0)) - shown_at(3.0)) < 3
    assert abs(bar(once.picture(99.0)) - shown_at(11.9)) < 3
    assert abs(bar(once.picture(-5.0)) - shown_at(0.0)) < 3
    looped.close()
    once.close()


def test_avi_of_another_codec(tmp_path: Path) -> None:
    """MPEG-4 in AVI, as old recorders write it."""
    clip = Clip(write_clip(tmp_path / "old.avi", codec="mpeg4", seconds=3))
    assert abs(bar(clip.picture(2.0)) - shown_at(2.0)) < 3
    clip.close()


def test_two_threads_share_a_clip(clip_file: Path) -> None:
    """Two cameras may show one file at different seconds."""
    clip = Clip(clip_file)
    times = [0.5, 9.0, 1.0, 8.0, 2.0, 6.0]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda t: bar(clip.picture(t)), times))
    assert all(abs(where - shown_at(t)) < 3 for where, t in zip(found, times, strict=True))
    clip.close()


def test_unreadable_clips_are_named(tmp_path: Path) -> None:
    """Missing, empty and cut files say which file it is."""
    text = tmp_path / "notes.avi"
    text.write_bytes(b"nothing to see" * 100)
    for path in (tmp_path / "missing.mp4", text):
        with pytest.raises(ClipError, match=path.name):
            Clip(path).picture(0)


def test_a_damaged_clip_shows_what_is_left(tmp_path: Path) -> None:
    """Broken packets in the middle are passed over."""
    path = write_clip(tmp_path / "damaged.avi", codec="mpeg4", seconds=3)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 400] = bytes(400)
    path.write_bytes(raw)
    clip = Clip(path)
    assert clip.picture(2.8).shape == (180, 320, 3)
    clip.close()


def test_names_are_ids_and_unique() -> None:
    """File names become camera ids."""
    paths = [Path("a/plaza 1.avi"), Path("b/plaza 1.mp4"), Path("广场.mp4"), Path("x.mkv")]
    assert list(clip_names(paths)) == ["plaza-1", "plaza-1-2", "clip", "x"]


async def test_served_as_a_camera(clip_file: Path) -> None:
    """A clip behind the camera server: what a look by RTSP sees is the clip at the script's second."""
    pictures = ClipPictures({"cam-1": clip_file, "cam-2": clip_file}, offset_s={"cam-2": 4.0})
    cameras = fleet(device("cam-1", login=None), device("cam-2", login=None), script_s=lambda: 3.0)
    async with CameraServer(cameras, pictures) as server:
        for name, t in (("cam-1", 3.0), ("cam-2", 7.0)):
            url = server.stream_url(name)
            frames = await in_thread(lambda url=url: grab(url, login=False))
            assert abs(bar(frames[0][0]) - shown_at(t)) < 3
    with pytest.raises(ClipError, match="no clip for camera cam-3"):
        pictures("cam-3", 0.0)
    pictures.close()
