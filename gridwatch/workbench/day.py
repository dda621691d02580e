"""A scripted day of the simulator as an engineer's folder: stored looks, configs, and the truth of it.

out/
  looks.jsonl, cam-01/...    stored looks, see `workbench.looks`
  configs/                   cameras with pose and zones, profiles, matters, grid
  truth.jsonl                what really happened, see `workbench.truth`
  day.json                   what it was made from; a folder is never made from two scripts
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.config.camera import Access
from core.errors import GridwatchError
from gridwatch.simulator.day import DAY_START, day_script, tags_of
from gridwatch.simulator.day_looks import day_looks, render_looks
from gridwatch.simulator.district import write_district
from gridwatch.simulator.profiles import DAY_PROFILES
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.truth import Truth
from gridwatch.simulator.world import World
from gridwatch.workbench.looks import StoredLook, write_looks
from gridwatch.workbench.truth import TrueEvent, write_truth

FILE = "day.json"
VERSION = 2
"""Grows when the same seed gives other pictures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What a day is made from."""

    seed: int
    hours: float = 24.0
    every_s: float = 300.0  # seconds between two looks of a camera
    width: int = 960  # pixels
    height: int = 540
    cameras: int = 20
    events: int = 60
    version: int = VERSION


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """What was written."""

    folder: Path
    looks: int
    rendered: int  # of these, made just now
    events: int
    distractions: Mapping[str, int]  # by kind


def write_day(
    folder: Path,
    recipe: Recipe,
    *,
    matters: Path,
    model: Path,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Day:
    """Write a day into `folder`, or what is missing of it.

    Args:
        folder: made if absent.
        recipe: what it is made from.
        matters: the folder of code tables that its configs get.
        model: the model folder that its configs name.
        workers: processes that render; 0 is one for every core.
        progress: called with (looks that are there, looks).

    Raises:
        GridwatchError: the folder holds another day, or the recipe cannot be followed.
    """
    _check(folder, recipe)
    if recipe.every_s > recipe.hours * 3600:
        raise GridwatchError(f"no camera looks: {recipe.every_s:g} s between looks are longer than the day")
    try:
        script = day_script(recipe.seed, hours=recipe.hours, cameras=recipe.cameras, events=recipe.events)
    except ValueError as error:
        raise GridwatchError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")
    write_district(
        folder / "configs",
        script,
        access=lambda _: Access(host="127.0.0.1", onvif=False, snapshot_url="http://127.0.0.1/recorded"),
        matters=matters,
        profiles=DAY_PROFILES,
        settings={"model": {"folder": str(model.resolve())}},
        seed=recipe.seed,
    )
    events = true_events(script)
    write_truth(folder / "truth.jsonl", events)
    looks = day_looks(script, recipe.every_s)
    rendered = render_looks(
        script,
        looks,
        folder,
        size=(recipe.width, recipe.height),
        workers=workers,
        progress=lambda done: progress(done, len(looks)),
    )
    write_looks(
        folder,
        (
            StoredLook(camera=look.camera_id, taken_at=look.taken_at, path=folder / look.file)
            for look in looks
        ),
    )
    kinds: dict[str, int] = {}
    for one in script.distractions:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return Day(folder=folder, looks=len(looks), rendered=rendered, events=len(events), distractions=kinds)


def true_events(script: SceneScript) -> list[TrueEvent]:
    """Return a script's events as truth: cameras, times and places."""
    planned = {one.id: one for one in script.planned}
    return [
        TrueEvent(
            id=event.id,
            matter=event.matter,
            cameras=frozenset(event.camera_ids),
            start=_at(event.start),
            end=_at(event.end),
            place=event.place,
            tags=tags_of(planned[event.id], script, len(event.camera_ids)),
        )
        for event in Truth(World(script), script).events()
    ]


def _at(seconds: float) -> datetime:
    return DAY_START + timedelta(seconds=round(seconds))


def _check(folder: Path, recipe: Recipe) -> None:
    """Refuse to mix two days, or a day with anything else."""
    path = folder / FILE
    if path.exists():
        try:
            found: Any = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GridwatchError(f"{path}: cannot be read ({error}); give another folder") from error
        if found != asdict(recipe):
            raise GridwatchError(f"{folder}: holds a day made from {found}; give an empty or new folder")
    elif folder.exists() and any(folder.iterdir()):
        raise GridwatchError(f"{folder}: holds something that is not of a day; give an empty or new folder")
