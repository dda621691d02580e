from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from core.errors import ClipError
from gridwatch.simulator.clip_streams import prepare
from tests.builders_servers import bar, street, write_clip


def test_even_rate_and_a_keyframe_every_second(tmp_path: Path) -> None:
    """30 pictures a second become 15, none is lost in time, and every second begins with a keyframe."""
    clip = write_clip(tmp_path / "a.mp4", seconds=4, fps=30)
    index = prepare(clip, tmp_path / "streams")
    about = json.loads(index.read_text())
    assert (about["fps"], about["width"], about["height"]) == (15, 320, 180)
    assert abs(len(about["units"]) - 60) <= 1
    assert [number for number, unit in enumerate(about["units"]) if unit[2]] == [0, 15, 30, 45]


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_units_decode_to_the_clip(tmp_path: Path, codec: str) -> None:
    """The data is one stream that any decoder reads, one picture a unit, in order of time."""
    clip = write_clip(tmp_path / "a.avi", seconds=1.2, codec="mpeg4")
    index = prepare(clip, tmp_path, codec=codec)
    about = json.loads(index.read_text())
    data = (tmp_path / about["data"]).read_bytes()
    decoder = av.CodecContext.create("hevc" if codec == "h265" else "h264", "r")
    assert isinstance(decoder, av.VideoCodecContext)
    frames = []
    for offset, length, _ in about["units"]:
        frames += decoder.decode(av.Packet(data[offset : offset + length]))
    frames += decoder.decode(None)
    assert len(frames) == len(about["units"]) == 12
    middle = frames[6].to_ndarray(format="bgr24")
    assert abs(bar(middle) - bar(street("clip", 0.6))) < 3


def test_made_once_and_again_when_the_clip_changes(tmp_path: Path) -> None:
    """What is there is used again; a changed clip or a broken attempt is not."""
    clip = write_clip(tmp_path / "a.mp4", seconds=1)
    first = prepare(clip, tmp_path / "s")
    stamp = first.stat().st_mtime_ns
    assert prepare(clip, tmp_path / "s") == first
    assert first.stat().st_mtime_ns == stamp
    write_clip(clip, seconds=2)
    assert prepare(clip, tmp_path / "s") != first


def test_unreadable_clips(tmp_path: Path) -> None:
    """The message names the file, and nothing half-made stays."""
    bad = tmp_path / "bad.avi"
    bad.write_bytes(b"no video" * 50)
    for path in (bad, tmp_path / "missing.avi"):
        with pytest.raises(ClipError, match=path.name):
            prepare(path, tmp_path / "s")
    assert not list((tmp_path / "s").glob("*.json"))


def test_length_is_bounded(tmp_path: Path) -> None:
    """A long recording is cut."""
    clip = write_clip(tmp_path / "a.mp4", seconds=3)
    about = json.loads(prepare(clip, tmp_path, most_s=1).read_text())
    assert len(about["units"]) == 10
