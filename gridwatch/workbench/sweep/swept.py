"""The profiles that a sweep changes: what they say now, with other values, and written down as a diff."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from core.config.profile import Profile
from core.errors import ConfigError
from gridwatch.workbench.district import District
from gridwatch.workbench.profiles import profile_file, read_profile_with, value_at
from gridwatch.workbench.sweep.grid import Axis, Values
from gridwatch.workbench.sweep.profile_text import changed, diff
from gridwatch.workbench.sweep.search import planned
from gridwatch.workbench.sweep.study import Plan

_CHECKED = 300  # points of the grid that are looked at for one that can be


class SweptProfiles:
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
        told = [
            f"{camera}{profile.model_dump_json()}" for camera, profile in self._district.profile_of.items()
        ]
        return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]

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
