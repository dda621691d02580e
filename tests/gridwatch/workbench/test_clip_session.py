"""Clips that are replayed one by one: what was finished is not seen again, and half of a clip is nothing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.clock import SystemClock
from core.errors import ClipError
from gridwatch.workbench.runs import Run, read_run
from gridwatch.workbench.scoring.scorecard import score
from gridwatch.workbench.session import Wanted, run_replay
from tests.builders_promotion import good_configs
from tests.gridwatch.workbench.clips_made import Counted, clips, replayed

__all__ = ["clips"]


def test_an_interrupted_replay_goes_on_with_the_clip_it_was_at(clips: Path) -> None:
    """The finished clip is not seen again, and the run is that of an uninterrupted one."""
    told: list[str] = []
    with pytest.raises(RuntimeError, match="the power went"):
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


def test_a_model_that_is_run_otherwise_begins_anew(clips: Path, tmp_path: Path) -> None:
    """The same weights by other bounds tell other boxes; the run says how it was, and so does its scorecard."""
    configs = good_configs(tmp_path)
    settings, told = configs / "gridwatch.yaml", list[str]()
    wanted = Wanted(paths=(clips,), out=clips.parent / "out", configs=configs, profile="street", every_s=4.0)

    def run() -> Run:
        return run_replay(wanted, clock=SystemClock(), say=told.append).run

    assert run().model_told_by.startswith("320x192, at most 300 boxes")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("models/live", "models/live, max_boxes: 10"), encoding="utf-8")
    told.clear()
    again = run()
    assert any("begins anew: how the model is run changed" in line for line in told)
    assert again.model_told_by.startswith("320x192, at most 10 boxes")
    assert score(again, []).to_json()["of"]["model_told_by"] == again.model_told_by


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
    with pytest.raises(RuntimeError, match="the power went"):
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


def test_a_broken_clip_does_not_stop_the_others(clips: Path) -> None:
    """One is no video, one breaks off in the middle: what can be read counts, and what cannot is in the run."""
    (clips / "0-torn.mp4").write_bytes(b"no video at all")
    whole = (clips / "a.mp4").read_bytes()
    (clips / "a.mp4").write_bytes(whole[: whole.index(b"mdat")] + b"mdat")
    told: list[str] = []
    run = replayed(clips, Counted(), told).run
    assert [source.camera for source in run.sources] == ["b"]
    assert len(run.alarms) == 1
    assert [("0-torn.mp4" in what, "leave it out" in what) for what in run.unread] == [
        (True, True),
        (False, True),
    ]
    assert run.unread[1] in told
    assert read_run(clips.parent / "out") == run
    assert "0-torn.mp4" in (clips.parent / "out" / "report.html").read_text()


def test_what_came_before_a_clip_broke_off_counts(clips: Path) -> None:
    """A folder of pictures of which one is damaged: those before it were looked at, and it is tried again next time."""
    pictures = clips.parent / "pictures"
    pictures.mkdir()
    for second in range(6):
        cv2.imwrite(str(pictures / f"{second}.png"), np.full((90, 160, 3), 170, np.uint8))
    (pictures / "4.png").write_bytes(b"damaged")
    run = replayed(clips, Counted(), [], paths=(pictures,)).run
    assert run.sources[0].seconds == 4.0
    assert "4.png" in run.unread[0]
    assert "its first 4 s count" in run.unread[0]
    cv2.imwrite(str(pictures / "4.png"), np.full((90, 160, 3), 170, np.uint8))
    mended = replayed(clips, Counted(), [], paths=(pictures,)).run
    assert (mended.sources[0].seconds, mended.unread) == (6.0, ())


def test_nothing_that_can_be_read_is_an_error(clips: Path) -> None:
    """Every clip is broken: no run is written, and each is named."""
    for clip in clips.iterdir():
        clip.write_bytes(b"no video at all")
    with pytest.raises(ClipError, match=r"a\.mp4.*b\.mp4"):
        replayed(clips, Counted(), [])
    assert not (clips.parent / "out" / "run.json").exists()
