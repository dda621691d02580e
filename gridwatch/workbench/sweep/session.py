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
from itertools import islice
from pathlib import Path

from core.config.profile import Profile
from core.errors import ConfigError
from detectors.model import read_model
from gridwatch.workbench.cache import least_of, opened_cached
from gridwatch.workbench.clips import find_clips
from gridwatch.workbench.district import District, read_district
from gridwatch.workbench.looks import read_looks
from gridwatch.workbench.profiles import profile_file, read_profile, read_profile_with, value_at
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.seeing import Detects
from gridwatch.workbench.session import Track
from gridwatch.workbench.sources import check_known, configs_of, stored_folder
from gridwatch.workbench.sweep.grid import Axis, Values, axes_of
from gridwatch.workbench.sweep.journal import Journal
from gridwatch.workbench.sweep.objective import Objective
from gridwatch.workbench.sweep.page import write_page
from gridwatch.workbench.sweep.profile_text import changed, diff
from gridwatch.workbench.sweep.rerun import Rerun, Roll, StoredRoll, clip_rolls
from gridwatch.workbench.sweep.search import planned
from gridwatch.workbench.sweep.study import Plan, Study, study
from gridwatch.workbench.truth import read_truths

_CHECKED = 300  # points of the grid that are looked at for one that can be


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
    threads: int = 0  # cores of the detector; 0: all
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
    profiles = _Profiles(district, configs, asked.profile, axes)
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
    if detector is None:
        for note in _without_effect(axes, district, asked.model or district.model):
            say(note)
    with _detector(asked, district, detector) as (detects, facts):
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


class _Profiles:
    """The profiles that are swept: every one in use that has one of the rules."""

    def __init__(self, district: District, configs: Path, chosen: str | None, axes: Sequence[Axis]) -> None:
        self._district = district
        self._configs = configs
        used = district.profiles
        self._source = {name: chosen or name for name in used}  # a name, or a file
        self._mine: dict[str, list[str]] = {name: [] for name in used}
        for axis in axes:
            self._claim(axis, used)
        self.present: Values = tuple((axis.place, self._now(axis.place)) for axis in axes)
        """What is set now, defaults included; where two profiles differ, what the first says."""

    @property
    def names(self) -> list[str]:
        """Those that are changed."""
        return [name for name, places in self._mine.items() if places]

    def of(self, values: Values) -> dict[str, Profile]:
        """Return camera id → profile with these values set.

        Raises:
            ConfigError: there can be no such profile.
        """
        if values == self.present:
            return dict(self._district.profile_of)
        made = {
            name: read_profile_with(self._configs, self._source[name], self._part(name, values))
            for name in self.names
        }
        return dict(self._district.with_profiles(made).profile_of)

    def check(self, plan: Plan) -> None:
        """Look for one profile that can be, before anything is seen.

        Raises:
            ConfigError: none of the first few hundred; with what is wrong with the first.
        """
        wrong: ConfigError | None = None
        tried = plan.trials or (_CHECKED if plan.optuna else None)
        for values in islice(planned(plan.axes, tried, plan.seed), _CHECKED):
            try:
                self.of(values)
            except ConfigError as error:
                wrong = wrong or error
            else:
                return
        if wrong is not None:
            raise wrong

    def identity(self) -> str:
        """Return a hash of the profiles as they are, of all cameras."""
        return _hash(
            *(
                f"{camera}{profile.model_dump_json()}".encode()
                for camera, profile in sorted(self._district.profile_of.items())
            )
        )

    def write(self, out: Path, values: Values) -> dict[str, str]:
        """Write the changed profiles below `out`/profiles and return their diffs; unchanged ones are not written."""
        diffs: dict[str, str] = {}
        for name in self.names:
            path = profile_file(self._configs, self._source[name])
            before = path.read_bytes().decode("utf-8")
            now = self._district.profiles[name]
            news = [
                (place, value) for place, value in self._part(name, values) if value_at(now, place) != value
            ]
            after = changed(before, tuple(news), name=str(path))
            if after != before:
                target = out / "profiles" / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(after.encode())
                diffs[name] = diff(before, after, path.name)
        return diffs

    def _now(self, place: str) -> object:
        name = next(name for name in self.names if place in self._mine[name])
        return value_at(self._district.profiles[name], place)

    def _part(self, name: str, values: Values) -> Values:
        return tuple((place, value) for place, value in values if place in self._mine[name])

    def _claim(self, axis: Axis, used: Mapping[str, Profile]) -> None:
        """Note whose setting it is; told with the nearest one where it is nobody's."""
        problems = []
        for name, profile in used.items():
            try:
                value_at(profile, axis.place)
            except ConfigError as error:
                problems.append(str(error))
            else:
                self._mine[name].append(axis.place)
        if len(problems) == len(used):
            raise ConfigError("\n".join(f"--grid {problem}" for problem in dict.fromkeys(problems)))


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


@contextlib.contextmanager
def _detector(
    asked: Asked, district: District, given: Detects | None
) -> Iterator[tuple[Detects, Mapping[str, str]]]:
    if given is not None:
        yield given, {"model": type(given).__name__, "model_sha256": "0" * 64}
        return
    cache = asked.cache or asked.out / "detections"
    with opened_cached(asked.model or district.model, cache, threads=asked.threads) as opened:
        yield opened


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
