"""A replay from beginning to end, by function: what it writes, and that a folder never holds two runs at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ClipError, ConfigError
from gridwatch.workbench.looks import StoredLook, write_looks
from gridwatch.workbench.runs import BadRun, read_run
from tests.builders import at
from tests.gridwatch.workbench.clips_made import Counted, clips, replayed

__all__ = ["clips"]


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


def test_an_interrupted_replay_leaves_no_run_beside_the_pictures_of_another(clips: Path) -> None:
    """The old run goes before the first new picture is written, and the new one comes last."""
    replayed(clips, Counted(), [])
    with pytest.raises(RuntimeError, match="the power went"):
        replayed(clips, Counted(breaks_at=9), [], changes=("crowd.count=4",))
    with pytest.raises(BadRun, match="when it has come to its end"):
        read_run(clips.parent / "out")
    again = replayed(clips, Counted(), [], changes=("crowd.count=4",))
    assert read_run(clips.parent / "out") == again.run


def test_a_mistake_that_is_found_before_anything_is_written_costs_no_run(clips: Path) -> None:
    """A profile that is not there, a folder without clips: the run that lies there stays, and no folder is made."""
    run = replayed(clips, Counted(), []).run
    (clips.parent / "none").mkdir()
    for wrong in (
        {"profile": "nobody"},
        {"changes": ("crowd.colour=5",)},
        {"paths": (clips.parent / "none",)},
    ):
        with pytest.raises((ConfigError, ClipError)):
            replayed(clips, Counted(), [], **wrong)
        with pytest.raises((ConfigError, ClipError)):
            replayed(clips, Counted(), [], out=clips.parent / "new", **wrong)
    assert not (clips.parent / "new").exists()
    assert read_run(clips.parent / "out") == run


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
