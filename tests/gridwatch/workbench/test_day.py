"""A rendered day from beginning to end: made, replayed with a detector that knows the truth, found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.errors import GridwatchError
from gridwatch.simulator.day import day_script
from gridwatch.simulator.day_looks import day_looks
from gridwatch.workbench.day import Recipe, write_day
from gridwatch.workbench.looks import read_looks
from gridwatch.workbench.perfect import PerfectDetector
from gridwatch.workbench.runs import read_run
from gridwatch.workbench.session import Wanted, run_replay
from gridwatch.workbench.truth import read_truth

ROOT = Path(__file__).resolve().parents[3]
RECIPE = Recipe(seed=1, hours=6, every_s=600, width=96, height=54, cameras=2, events=3)
"""One street, two cameras, three events: small enough to be rendered in a test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day, rendered once."""
    path = tmp_path_factory.mktemp("days") / "day"
    made = write_day(
        path, RECIPE, matters=ROOT / "configs" / "matters", model=ROOT / "models" / "default", workers=1
    )
    assert (made.looks, made.rendered, made.events) == (72, 72, 3)
    return path


def test_the_folder_holds_looks_configs_and_truth(folder: Path) -> None:
    """Read by the very readers that an engineer's own folders go through."""
    assert len(read_looks(folder)) == 72
    events = read_truth(folder / "truth.jsonl")
    assert len(events) == 3
    assert all(event.cameras <= {"cam-01", "cam-02"} and event.place for event in events)
    assert {path.name for path in (folder / "configs").iterdir()} >= {"cameras", "profiles", "grid"}


def test_a_perfect_detector_finds_every_event_once_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    """Stored looks of all cameras through one pipeline: run.json holds an alarm an event, within the hour."""
    script = day_script(RECIPE.seed, hours=RECIPE.hours, cameras=RECIPE.cameras, events=RECIPE.events)
    perfect = PerfectDetector(script, day_looks(script, RECIPE.every_s))
    told: list[str] = []
    outcome = run_replay(
        Wanted(paths=(folder,), out=tmp_path), clock=SystemClock(), say=told.append, detector=perfect
    )
    run = read_run(tmp_path)
    assert run == outcome.run
    assert run.every_s == pytest.approx(600, abs=60)
    assert [source.looks for source in run.sources] == [36, 36]
    events = read_truth(folder / "truth.jsonl")
    assert sorted(alarm.matter for alarm in run.alarms) == sorted(event.matter for event in events)
    for alarm in run.alarms:
        (event,) = [
            event
            for event in events
            if event.matter == alarm.matter
            and event.start <= alarm.opened_at < (event.end or alarm.opened_at)
        ]
        assert (alarm.opened_at - event.start).total_seconds() < 3600
        assert set(alarm.cameras) <= event.cameras
        assert (tmp_path / str(alarm.picture)).read_bytes()[:2] == b"\xff\xd8"
    assert {path.name for path in tmp_path.iterdir()} >= {"report.html", "incidents.json", "sightings.jsonl"}


def test_a_day_is_gone_on_with_and_never_mixed(folder: Path, tmp_path: Path) -> None:
    """The same command adds what is missing; another seed, or a folder of something else, is refused."""
    kinds = {"matters": ROOT / "configs" / "matters", "model": ROOT / "models" / "default"}
    look = read_looks(folder)[5]
    look.path.unlink()
    assert write_day(folder, RECIPE, workers=1, **kinds).rendered == 1
    with pytest.raises(GridwatchError, match="holds a day made from"):
        write_day(folder, Recipe(seed=2), **kinds)
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(GridwatchError, match="not of a day"):
        write_day(tmp_path, RECIPE, **kinds)
    with pytest.raises(GridwatchError, match="give 4 h or more"):
        write_day(tmp_path / "new", Recipe(seed=0, hours=1), **kinds)
    assert not (tmp_path / "new").exists()
    assert json.loads((folder / "day.json").read_text())["seed"] == 1


def test_a_day_without_a_look_is_refused(tmp_path: Path) -> None:
    """More time between looks than the day has; nothing is written."""
    with pytest.raises(GridwatchError, match="no camera looks"):
        write_day(
            tmp_path / "day", Recipe(seed=0, hours=4, every_s=1e7), matters=tmp_path, model=tmp_path / "model"
        )
    assert not (tmp_path / "day").exists()
