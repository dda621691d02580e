"""Clips that are replayed one by one: what was finished is not seen again, and half of a clip is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ClipError
from gridwatch.workbench.runs import read_run
from tests.gridwatch.workbench.clips_made import Counted, clips, replayed

__all__ = ["clips"]


def test_an_interrupted_replay_goes_on_with_the_clip_it_was_at(clips: Path) -> None:
    """The finished clip is not seen again, and the run is that of an uninterrupted one."""
    told: list[str] = []
    with pytest.raises(ClipError, match="the power went"):
        replayed(clips, Counted(breaks_at=9), told)
    second = Counted()
    outcome = replayed(clips, second, told)
    assert second.pictures == 8
    assert "a.mp4: replayed before, not looked at again" in told
    assert (outcome.looked_s, outcome.again_s) == (8.0, 8.0)
    whole = replayed(clips, Counted(), [], out=clips.parent / "whole")
    assert outcome.run.alarms == whole.run.alarms
    assert outcome.run.sources == whole.run.sources
    lines = [(clips.parent / name / "sightings.jsonl").read_text() for name in ("out", "whole")]
    assert lines[0] == lines[1] != ""


def test_a_clip_that_is_added_in_front_takes_no_ids(clips: Path) -> None:
    """What was replayed before keeps its incidents and their pictures; the run can be read."""
    (clips / "a.mp4").rename(clips.parent / "a.mp4")
    first = replayed(clips, Counted(), [])
    (clips.parent / "a.mp4").rename(clips / "a.mp4")
    both = replayed(clips, Counted(), [])
    assert first.run.alarms[0] in both.run.alarms
    assert len({alarm.picture for alarm in both.run.alarms}) == len(both.run.alarms) == 2
    assert read_run(clips.parent / "out") == both.run


def test_another_profile_begins_anew_and_says_so(clips: Path) -> None:
    """What was found by other rules is not what was asked for."""
    replayed(clips, Counted(), [])
    told: list[str] = []
    again = Counted()
    outcome = replayed(clips, again, told, changes=("crowd.count=9",))
    assert again.pictures == 16
    assert any("begins anew: profile changed" in line for line in told)
    assert outcome.run.alarms == ()


def test_half_a_clip_is_not_taken_for_the_whole_that_was_there(clips: Path) -> None:
    """Seen again for its video and interrupted: the old result is not believed beside half of new sightings."""
    replayed(clips, Counted(), [])
    lines = (clips.parent / "out" / "sightings.jsonl").read_text()
    with pytest.raises(ClipError, match="the power went"):
        replayed(clips, Counted(breaks_at=8), [], video=True)
    third = Counted()
    outcome = replayed(clips, third, [])
    assert third.pictures == 8
    assert (clips.parent / "out" / "sightings.jsonl").read_text() == lines
    assert outcome.again_s == 8.0


def test_a_finished_clip_without_its_sightings_is_seen_again(clips: Path) -> None:
    """Somebody cleared the folder up."""
    replayed(clips, Counted(), [])
    (clips.parent / "out" / "parts" / "a.sightings.jsonl").unlink()
    second = Counted()
    replayed(clips, second, [])
    assert second.pictures == 8
