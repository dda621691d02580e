"""A sweep from beginning to end, as a plain function: what to look at, what to try, where to write it down.

    swept = run_sweep(Asked(paths=(Path("day"),), truth=(Path("day/truth.jsonl"),),
                            grid=("waste.k=2..4",), out=Path("var/sweep")))
    swept.study.best, swept.diffs

Into the folder go sweep.json, sweep.html, trials.jsonl (a sweep that was broken off goes on), and the changed
profiles below profiles/.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import ConfigError
from detectors.model import read_model
from gridwatch.workbench.cache import least_of
from gridwatch.workbench.clips import find_clips
from gridwatch.workbench.district import District, read_district
from gridwatch.workbench.looks import read_looks
from gridwatch.workbench.opening import opened
from gridwatch.workbench.profiles import read_profile
from gridwatch.workbench.scoring.belonging import OtherTruth, check_belongs
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.seeing import Detects
from gridwatch.workbench.sources import check_known, configs_of, stored_folder
from gridwatch.workbench.sweep.grid import Axis, axes_of
from gridwatch.workbench.sweep.journal import Journal
from gridwatch.workbench.sweep.objective import Objective
from gridwatch.workbench.sweep.page import write_page
from gridwatch.workbench.sweep.rerun import Rerun
from gridwatch.workbench.sweep.rolls import Roll, StoredRoll, clip_rolls
from gridwatch.workbench.sweep.study import Plan, Study, study
from gridwatch.workbench.sweep.swept import SweptProfiles
from gridwatch.workbench.truth import read_truths
from gridwatch.workbench.wanted import Track


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a sweep is asked for."""

    paths: tuple[Path, ...]  # clips, folders of clips or pictures, or one folder of stored looks
    truth: tuple[Path, ...]  # complete for these looks
    grid: tuple[str, ...]  # `<rule>.<key>=<values>`
    out: Path
    configs: Path | None = None  # None: those of the stored looks, else `configs`
    profile: str | None = None  # for all cameras; needed for clips
    model: Path | None = None  # model folder; None: as gridwatch.yaml says
    every_s: float = 1.0  # between looks at a clip
    trials: int | None = None
    optuna: bool = False
    seed: int = 0
    most_false_per_day: float | None = None  # None: F1 decides
    within: tuple[str, ...] = ()  # `matter=45m`
    cache: Path | None = None  # folder of remembered detections; None: in the sweep's own folder
    threads: int = 0  # cores of the detector; 0: as gridwatch.yaml says
    command: str = "gridwatch sweep"  # what repeats it


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """What came of it."""

    study: Study
    diffs: Mapping[str, str]  # changed profiles: name → unified diff
    page: Path
    figures: Path  # sweep.json


def run_sweep(
    asked: Asked,
    *,
    say: Callable[[str], None] = lambda _text: None,
    track: Track = lambda _what, _total: contextlib.nullcontext(lambda _done: None),
    detector: Detects | None = None,
) -> Swept:
    """Sweep what is asked for and write it down.

    Args:
        asked: what.
        say: told in words what is worth knowing on the way.
        track: progress.
        detector: instead of the model's, e.g. one that knows the truth.

    Raises:
        GridwatchError: something cannot be read, no such rule or setting, or nothing fulfils the objective.
    """
    axes = axes_of(asked.grid)
    district, rolls, configs = _looked_at(asked)
    profiles = SweptProfiles(district, configs, asked.profile, axes)
    plan = Plan(
        axes=axes,
        objective=Objective(most_false_per_day=asked.most_false_per_day),
        trials=asked.trials,
        optuna=asked.optuna,
        seed=asked.seed,
        within=Within().changed(asked.within),
    )
    profiles.check(plan)
    events = read_truths(list(asked.truth))
    if not events:
        raise OtherTruth(
            f"{', '.join(map(str, asked.truth))}: holds no event, so nothing tells a good profile from one that raises "
            "no alarm at all; give the events of these recordings by --truth"
        )
    note = check_belongs(events, [span for roll in rolls for span in roll.spans()])
    if note:
        say(note)
    model, cache = asked.model or district.model, asked.cache or asked.out / "detections"
    if detector is None:
        for note in _without_effect(axes, district, model):
            say(note)
    choice = district.settings.model
    with opened(model, choice, cache, threads=asked.threads, instead=detector, say=say) as (detects, facts):
        rerun = Rerun(rolls, district, detects, facts, progress=_seen(say))
        made_of = {
            "looks or model": rerun.identity(),
            "truth": _hash(*(path.read_bytes() for path in asked.truth)),
            "profile": profiles.identity(),
            "within": list(asked.within),
        }
        with track("trials", plan.total) as progress:
            found = study(
                lambda values: rerun.run(profiles.of(values)),
                rerun.cameras,
                events,
                plan,
                present=profiles.present,
                journal=Journal(asked.out, made_of),
                progress=progress,
            )
    diffs = profiles.write(asked.out, found.best.values)
    figures = asked.out / "sweep.json"
    told = {"command": asked.command, "model": facts["model"], "profiles": profiles.names, **found.to_json()}
    figures.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    page = asked.out / "sweep.html"
    write_page(
        page,
        found,
        profile=", ".join(profiles.names),
        model=facts["model"],
        command=asked.command,
        diff="\n".join(diffs.values()),
    )
    return Swept(study=found, diffs=diffs, page=page, figures=figures)


def _looked_at(asked: Asked) -> tuple[District, tuple[Roll, ...], Path]:
    folder = stored_folder(asked.paths)
    configs = configs_of(folder, asked.configs)
    if folder is None:
        if asked.profile is None:
            raise ConfigError("name the profile to sweep: --profile crowd, or a profile's YAML file")
        rolls = clip_rolls(find_clips(list(asked.paths)), asked.every_s)
        profile = read_profile(configs, asked.profile)
        cameras = {camera_id: camera for roll in rolls for camera_id, camera in roll.cameras.items()}
        district = replace(read_district(configs), cameras=cameras, profile_of={})
        return district.checked_by(profile), rolls, configs
    district = read_district(configs)
    if asked.profile is not None:
        district = district.checked_by(read_profile(configs, asked.profile))
    looks = read_looks(folder)
    check_known(district, folder, looks)
    looked = sorted({look.camera for look in looks})
    cameras = {camera_id: district.cameras[camera_id] for camera_id in looked}
    profile_of = {camera_id: district.profile_of[camera_id] for camera_id in looked}
    district = replace(district, cameras=cameras, profile_of=profile_of)
    return district, (StoredRoll(folder=folder, stored=looks, cameras=cameras),), configs


def _without_effect(axes: Sequence[Axis], district: District, model: Path) -> Iterator[str]:
    """Yield which values of a confidence lie below what the model tells at all."""
    told = least_of(read_model(model))
    for axis in axes:
        rule_id, _, key = axis.place.partition(".")
        rules = [rule for one in district.profiles.values() for rule in one.rules if rule.id == rule_id]
        if key != "min_confidence" or not rules:
            continue
        least = min((told.get(label, 1.0) for rule in rules for label in rule.classes), default=0.0)
        if any(isinstance(value, int | float) and value < least for value in axis.values):
            yield f"{axis.place}: below {least:g} nothing changes; the model's own threshold keeps such boxes back"


def _seen(say: Callable[[str], None], every: int = 1000) -> Callable[[str, int], None]:
    def told(name: str, done: int) -> None:
        if done % every == 0:
            say(f"{name}: {done} looks seen")

    return told


def _hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]
