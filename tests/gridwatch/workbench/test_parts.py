"""Going on where a replay stopped, and beginning anew when something else was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gridwatch.workbench.parts import Parts
from tests.gridwatch.workbench.test_report import result

SETTINGS = {"model": "ab" * 32, "profile": {"name": "crowd"}, "every": 1.0}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A file that stands for a clip."""
    path = tmp_path / "plaza.mp4"
    path.write_bytes(b"pictures")
    return path


def test_a_finished_clip_is_known_to_the_next_run(clip: Path, tmp_path: Path) -> None:
    """Every value survives, incidents and their pictures included."""
    Parts(tmp_path, SETTINGS).keep(result(), clip)
    again = Parts(tmp_path, SETTINGS)
    assert again.news == ""
    assert again.load("plaza", clip, result().profile) == result()


def test_a_clip_that_was_changed_or_never_finished_is_seen_anew(clip: Path, tmp_path: Path) -> None:
    """Size, time and name tell; so does a half-written part."""
    parts = Parts(tmp_path, SETTINGS)
    assert parts.load("plaza", clip, result().profile) is None
    parts.keep(result(), clip)
    clip.write_bytes(b"other pictures")
    assert parts.load("plaza", clip, result().profile) is None
    parts.keep(result(), clip)
    (tmp_path / "parts" / "plaza.json").write_text('{"clip": ', encoding="utf-8")
    assert parts.load("plaza", clip, result().profile) is None


@pytest.mark.parametrize("key", ["model", "profile", "every"])
def test_other_settings_begin_anew_and_say_which(clip: Path, tmp_path: Path, key: str) -> None:
    """A part by another model would be a lie."""
    Parts(tmp_path, SETTINGS).keep(result(), clip)
    other = Parts(tmp_path, SETTINGS | {key: "other"})
    assert f"begins anew: {key} changed" in other.news
    assert other.load("plaza", clip, result().profile) is None


def test_a_fresh_start_can_be_asked_for(clip: Path, tmp_path: Path) -> None:
    """And is no surprise: it is said."""
    Parts(tmp_path, SETTINGS).keep(replace(result(), notes=("x",)), clip)
    assert "as asked for" in Parts(tmp_path, SETTINGS, fresh=True).news
    assert Parts(tmp_path, SETTINGS).load("plaza", clip, result().profile) is None
