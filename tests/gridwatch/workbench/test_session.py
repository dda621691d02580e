"""A replay from beginning to end, by function: clips that go on where they stopped, folders that fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.clock import SystemClock
from core.detection import Detections
from core.errors import ClipError, ConfigError
from gridwatch.workbench.looks import StoredLook, write_looks
from gridwatch.workbench.runs import read_run
from gridwatch.workbench.session import Outcome, Wanted, run_replay, usual_gap_s
from gridwatch.workbench.video import VideoWriter
from tests.builders import at
from tests.gridwatch.workbench.test_clip_replay import Scripted

ROOT = Path(__file__).resolve().parents[3]


class Counted(Scripted):
    """Counts pictures; breaks at the one that is told."""

    def __init__(self, breaks_at: int = 1 << 30) -> None:
        self.pictures = 0
        self.breaks_at = breaks_at

    def detect(self, images: Sequence[Any], plans: Sequence[Any] = ()) -> list[Detections]:
        """See, or break."""
        self.pictures += len(images)
        if self.pictures >= self.breaks_at:
            raise ClipError("the power went")
        return super().detect(images, plans)


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Two clips of eight seconds; in each, eight persons from second 2 on."""
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in ("a.mp4", "b.mp4"):
        with VideoWriter(folder / name, 1) as film:
            for second in range(8):
                film.add(np.full((90, 160, 3), 170 if second >= 2 else 50, np.uint8))
    return folder


def replayed(clips: Path, detector: Counted, told: list[str], **changes: Any) -> Outcome:
    """Replay the clips into `out` beside them."""
    wanted = {"paths": (clips,), "out": clips.parent / "out", "configs": ROOT / "configs", "profile": "crowd",
              "changes": ("crowd.count=5",)}  # fmt: skip
    return run_replay(Wanted(**(wanted | changes)), clock=SystemClock(), say=told.append, detector=detector)


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


def test_the_run_names_each_clip_its_alarms_and_their_pictures(clips: Path) -> None:
    """Two clips, two alarms, two ids; no video unless it is asked for."""
    replayed(clips, Counted(), [])
    run = read_run(clips.parent / "out")
    assert [source.camera for source in run.sources] == ["a", "b"]
    assert len({alarm.id for alarm in run.alarms}) == 2
    assert all((clips.parent / "out" / str(alarm.picture)).exists() for alarm in run.alarms)
    assert run.facts["pictures"] == 16
    assert list((clips.parent / "out").glob("*.mp4")) == []
    replayed(clips, Counted(), [], video=True)
    assert len(list((clips.parent / "out").glob("*.annotated.mp4"))) == 2


def test_what_does_not_fit_together_is_told(clips: Path, tmp_path: Path) -> None:
    """Clips without a profile, stored looks beside clips, looks of a camera that nobody configured."""
    with pytest.raises(ConfigError, match="--profile"):
        replayed(clips, Counted(), [], profile=None)
    (tmp_path / "looks").mkdir()
    picture = tmp_path / "looks" / "a.jpg"
    picture.write_bytes(b"x")
    write_looks(tmp_path / "looks", [StoredLook(camera="cam-77", taken_at=at(0), path=picture)])
    with pytest.raises(ClipError, match="give it alone"):
        replayed(clips, Counted(), [], paths=(clips, tmp_path / "looks"))
    with pytest.raises(ConfigError, match=r"not configured: cam-77"):
        replayed(clips, Counted(), [], paths=(tmp_path / "looks",), profile=None, changes=())


def test_the_usual_gap_is_that_of_one_camera() -> None:
    """Twenty cameras that are looked at in turn are each looked at rarely."""
    rows = [
        StoredLook(camera=c, taken_at=at(s), path=Path())
        for s, c in ((0, "a"), (5, "b"), (60, "a"), (66, "b"))
    ]
    assert usual_gap_s(rows) in {60.0, 61.0}
    assert usual_gap_s(rows[:1]) == 60.0
