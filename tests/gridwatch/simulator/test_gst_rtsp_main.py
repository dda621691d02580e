from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gridwatch.simulator.clip_streams import prepare
from gridwatch.simulator.gst_rtsp_main import LoopingClip, main, missing
from tests.builders_servers import write_clip


def test_looping_clip(tmp_path: Path) -> None:
    """Numbers go on for ever, units repeat, and a start is always at a keyframe."""
    clip = LoopingClip(prepare(write_clip(tmp_path / "a.mp4", seconds=2.5), tmp_path))
    assert (clip.codec, clip.fps) == ("h264", 10)
    assert clip.unit(0) == clip.unit(25) == clip.unit(2500)
    assert clip.unit(0) != clip.unit(1)
    assert clip.unit(3).startswith(b"\0\0\0\1") or clip.unit(3).startswith(b"\0\0\1")
    assert [clip.start_at(second) for second in (0.0, 0.9, 1.0, 2.49, 2.5, 3.6)] == [0, 0, 10, 20, 25, 35]


def test_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the bindings the check fails with their name, and importing the module needed none."""
    monkeypatch.setitem(sys.modules, "gi", None)
    said = missing()
    assert said is not None
    assert said.startswith("GStreamer RTSP bindings")
    assert main(["--check"]) == 1
    assert capsys.readouterr().out.startswith("GStreamer RTSP bindings")
