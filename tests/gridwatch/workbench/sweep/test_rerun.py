from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.clock import ManualClock
from gridwatch.workbench.district import read_district
from gridwatch.workbench.opening import TOLD_BY
from gridwatch.workbench.profiles import read_profile
from gridwatch.workbench.runs import Run, read_run
from gridwatch.workbench.session import Wanted, run_replay
from gridwatch.workbench.sweep.rerun import Rerun
from gridwatch.workbench.sweep.rolls import clip_rolls
from gridwatch.workbench.truth import CLIP_START

if TYPE_CHECKING:
    from tests.gridwatch.workbench.sweep.conftest import Magenta

FACTS = {"model": "Magenta", "model_sha256": "0" * 64}


def judged(rerun: Rerun, yards: Path, *changes: str) -> Run:
    """Judge every look by the yards' profile with some changes."""
    profile = read_profile(yards / "configs", "yard", changes)
    return rerun.run(dict.fromkeys(rerun.cameras, profile), changes)


def test_the_detector_sees_each_look_once(yards: Path, magenta: Magenta) -> None:
    """However many profiles are tried; other tiles are another way of seeing."""
    clips = sorted((yards / "clips").iterdir())
    rerun = Rerun(clip_rolls(clips, 1.0), read_district(yards / "configs"), magenta, FACTS)
    eager, calm = judged(rerun, yards), judged(rerun, yards, "waste.k=4")
    assert (len(eager.alarms), len(calm.alarms)) == (8, 4)
    assert magenta.seen == 4 * 40
    judged(rerun, yards, "waste.tiles={across: 2}")
    assert magenta.seen == 8 * 40


def test_a_sweep_says_what_a_replay_says(yards: Path, magenta: Magenta, tmp_path: Path) -> None:
    """The winner of a sweep, replayed, raises the very alarms that it was chosen for."""
    clips = sorted((yards / "clips").iterdir())
    rerun = Rerun(clip_rolls(clips, 1.0), read_district(yards / "configs"), magenta, FACTS)
    swept = judged(rerun, yards, "waste.k=4")
    wanted = Wanted(
        paths=tuple(clips), out=tmp_path, configs=yards / "configs", profile="yard", changes=("waste.k=4",)
    )
    run_replay(wanted, clock=ManualClock(CLIP_START), detector=magenta)
    replayed = read_run(tmp_path)
    assert [(one.id, one.opened_at, one.box) for one in swept.alarms] == [
        (one.id, one.opened_at, one.box) for one in replayed.alarms
    ]
    assert swept.sources == replayed.sources


def test_what_was_told_otherwise_is_another_sweep(yards: Path, magenta: Magenta) -> None:
    """The same looks and weights at another input: trials of one must not be read as the other's."""
    rolls, district = clip_rolls(sorted((yards / "clips").iterdir()), 1.0), read_district(yards / "configs")
    one, same, other = (
        Rerun(rolls, district, magenta, FACTS | {TOLD_BY: told}).identity()
        for told in ("512x512", "512x512", "320x192")
    )
    assert one == same != other
