"""Going on where a replay stopped, and beginning anew when something else was asked for."""

from __future__ import annotations

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


def kept(parts: Parts, clip: Path) -> None:
    """Finish a clip."""
    parts.sightings("plaza").write_text("", encoding="utf-8")
    parts.keep(result(), clip)


def test_a_finished_clip_is_known_to_the_next_run(clip: Path, tmp_path: Path) -> None:
    """Every value survives, incidents and their pictures included."""
    kept(Parts(tmp_path, SETTINGS), clip)
    again = Parts(tmp_path, SETTINGS)
    assert again.news == ""
    assert again.load("plaza", clip, result().profile) == result()
    again.sightings("plaza").unlink()
    assert again.load("plaza", clip, result().profile) is None


def test_a_clip_that_is_about_to_be_seen_again_is_forgotten_first(clip: Path, tmp_path: Path) -> None:
    """An interruption must not leave the old result beside new sightings."""
    parts = Parts(tmp_path, SETTINGS)
    kept(parts, clip)
    parts.drop("plaza")
    parts.drop("never there")
    assert parts.load("plaza", clip, result().profile) is None


def test_a_clip_that_was_changed_or_never_finished_is_seen_anew(clip: Path, tmp_path: Path) -> None:
    """Size, time and name tell; so does a half-written part."""
    parts = Parts(tmp_path, SETTINGS)
    assert parts.load("plaza", clip, result().profile) is None
    kept(parts, clip)
    clip.write_bytes(b"other pictures")
    assert parts.load("plaza", clip, result().profile) is None
    kept(parts, clip)
    (tmp_path / "parts" / "plaza.json").write_text('{"clip": ', encoding="utf-8")
    assert parts.load("plaza", clip, result().profile) is None


@pytest.mark.parametrize("key", ["model", "profile", "every"])
def test_other_settings_begin_anew_and_say_which(clip: Path, tmp_path: Path, key: str) -> None:
    """A part by another model would be a lie."""
    kept(Parts(tmp_path, SETTINGS), clip)
    other = Parts(tmp_path, SETTINGS | {key: "other"})
    assert f"begins anew: {key} changed" in other.news
    assert other.load("plaza", clip, result().profile) is None


def test_a_fresh_start_can_be_asked_for(clip: Path, tmp_path: Path) -> None:
    """And is no surprise: it is said."""
    kept(Parts(tmp_path, SETTINGS), clip)
    assert "as asked for" in Parts(tmp_path, SETTINGS, fresh=True).news
    assert Parts(tmp_path, SETTINGS).load("plaza", clip, result().profile) is None
