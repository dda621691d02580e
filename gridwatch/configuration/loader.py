"""The whole configuration: read, checked against itself, and only then handed out.

A reload calls `load` again and swaps the result; a folder with one error changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel

from alerts.grid import GridIndex, load_grid
from core.config.camera import Camera
from core.config.matter import MatterTable
from core.config.profile import Profile
from core.config.settings import Settings
from core.errors import GridwatchError
from core.secrets import Secrets
from detectors.model import Model, read_model
from gridwatch.configuration.camera_files import CameraAt, read_cameras
from gridwatch.configuration.problem import BadConfiguration, Problem, did_you_mean, dotted
from gridwatch.configuration.secrets_file import environment_name, read_secrets
from gridwatch.configuration.selection import select
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import YamlFile, read_yaml

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """A valid configuration, frozen."""

    folder: Path
    settings: Settings
    cameras: Mapping[str, Camera]
    profiles: Mapping[str, Profile]
    profile_of: Mapping[str, Profile]  # camera id -> profile
    tables: Mapping[str, MatterTable]  # by name
    grid: GridIndex
    secrets: Secrets
    warnings: tuple[Problem, ...]

    @property
    def matter_table(self) -> MatterTable:
        """The city's code table."""
        return self.tables[self.settings.matter_table]

    def model_folder(self) -> Path:
        """The folder of the model; a relative one is looked for beside the configs folder."""
        return model_folder(self.folder, self.settings)


def model_folder(folder: Path, settings: Settings) -> Path:
    """Return where `settings.model.folder` points: absolute, or relative to the parent of configs/."""
    given = Path(settings.model.folder)
    return given if given.is_absolute() else folder.resolve().parent / given


def load(folder: Path, environment: Mapping[str, str] | None = None) -> Configuration:
    """Read and check the folder.

    Raises:
        BadConfiguration: with every error found, never only the first.
    """
    configuration, problems = inspect(folder, environment)
    if configuration is None:
        raise BadConfiguration(problems)
    return configuration


def inspect(
    folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[Configuration | None, list[Problem]]:
    """Return the configuration (None when there is an error) and every problem, warnings included."""
    environment = os.environ if environment is None else environment
    if not folder.is_dir():
        what = "is not a folder"
        return None, [
            Problem(file=str(folder), line=None, key="", what=what, cure="Give the configs folder.")
        ]
    reading = _Reading(folder)
    settings = reading.settings()
    cameras = reading.cameras()
    profiles = reading.many("profiles", Profile, lambda profile: profile.name)
    tables = reading.many("matters", MatterTable, lambda table: table.table)
    grid, grid_problems = load_grid(sorted((folder / "grid").glob("*.geojson")))
    reading.problems += [
        Problem(file=f"grid/{p.file}", line=None, key=p.where, what=p.what, cure=p.cure, level=p.level)
        for p in grid_problems
    ]
    secrets = reading.secrets(settings, cameras, environment)
    model = reading.model(settings)
    reading.cross_check(settings, cameras, profiles, tables, secrets, model)
    profile_of = reading.select(cameras, profiles)
    problems = sorted(reading.problems, key=lambda p: (p.level != "error", p.file, p.line or 0))
    if settings is None or any(problem.level == "error" for problem in problems):
        return None, problems
    configuration = Configuration(
        folder=folder,
        settings=settings,
        cameras={at.camera.id: at.camera for at in cameras},
        profiles=profiles,
        profile_of=profile_of,
        tables=tables,
        grid=grid,
        secrets=secrets,
        warnings=tuple(problems),
    )
    return configuration, problems


class _Reading:
    """One pass over a folder, collecting problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._files: dict[str, YamlFile] = {}
        self._file_of: dict[str, str] = {}  # profile or table name -> file
        self._secrets_read = True  # False: what is missing may stand in the file that could not be read

    def settings(self) -> Settings | None:
        name = "gridwatch.yaml"
        path = self.folder / name
        if not path.exists():
            self._add(name, None, "", "is missing", "Copy it from the configs/ that comes with Gridwatch.")
            return None
        return self._model_of(path, name, Settings)

    def cameras(self) -> list[CameraAt]:
        found: list[CameraAt] = []
        for path in sorted((self.folder / "cameras").glob("*")):
            if path.suffix in {".yaml", ".yml", ".csv"}:
                cameras, problems = read_cameras(path, f"cameras/{path.name}")
                found += cameras
                self.problems += problems
        first: dict[str, CameraAt] = {}
        for at in found:
            other = first.setdefault(at.camera.id, at)
            if other is not at:
                where = f"{other.file}:{other.line}"
                self._add(at.file, at.line, "id", f"{at.camera.id} is already used in {where}", "Rename one.")
        if not found and not self.problems:
            self._add("cameras", None, "", "holds no camera", "Add a YAML or CSV file.", level="warning")
        return found

    def many(self, sub: str, model: type[M], name_of: object) -> dict[str, M]:
        found: dict[str, M] = {}
        for path in sorted((self.folder / sub).glob("*.y*ml")):
            name = f"{sub}/{path.name}"
            item = self._model_of(path, name, model)
            if item is None:
                continue
            key = name_of(item)  # type: ignore[operator] # a lambda over M; callable TypeVars need a Protocol each
            if key in found:
                self._add(name, 1, "", f"{key} is already defined in {self._file_of[key]}", "Rename one.")
            found[key] = item
            self._file_of[key] = name
        if not found:
            self._add(
                sub, None, "", "holds no usable file", "Copy one from the configs/ that comes with Gridwatch."
            )
        return found

    def secrets(
        self, settings: Settings | None, cameras: Iterable[CameraAt], environment: Mapping[str, str]
    ) -> Secrets:
        path = Path(environment.get("GRIDWATCH_SECRETS", self.folder / "secrets.yaml"))
        logins = {at.camera.access.credential for at in cameras} - {None}
        secrets, problems = read_secrets(
            path,
            environment,
            credential_names=[name for name in logins if name],
            value_names=_value_names(settings),
        )
        self.problems += problems
        self._secrets_read = not any(problem.level == "error" for problem in problems)
        return secrets

    def model(self, settings: Settings | None) -> Model | None:
        if settings is None:
            return None
        try:
            return read_model(model_folder(self.folder, settings))
        except GridwatchError as error:
            self._at(
                "gridwatch.yaml", ("model", "folder"), str(error).rstrip("."), "Point it to a model folder."
            )
            return None

    def cross_check(
        self,
        settings: Settings | None,
        cameras: list[CameraAt],
        profiles: Mapping[str, Profile],
        tables: Mapping[str, MatterTable],
        secrets: Secrets,
        model: Model | None,
    ) -> None:
        logins, values = secrets.names
        for at in cameras:
            name = at.camera.access.credential
            if name and name not in logins and self._secrets_read:
                variable = environment_name("CREDENTIAL", name)
                self._add(
                    at.file,
                    at.line,
                    "credential",
                    f"no login is known by the name {name}",
                    f"Set {variable}=user:password or add it to the secrets file.",
                )
        for profile in profiles.values():
            self._check_profile(profile, settings, tables, model)
        if settings is None:
            return
        if settings.matter_table not in tables and tables:
            cure = did_you_mean(settings.matter_table, tables, f"Known: {', '.join(tables)}.")
            self._at("gridwatch.yaml", ("matter_table",), f"no table {settings.matter_table}", cure)
        for name in sorted(set(_value_names(settings)) - values) if self._secrets_read else ():
            variable = environment_name("SECRET", name)
            self._add(
                "gridwatch.yaml",
                None,
                name,
                "this secret is named but not known",
                f"Set {variable} or add it to the secrets file; `gridwatch secrets new` makes one.",
            )
        try:
            ZoneInfo(settings.district.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            self._at(
                "gridwatch.yaml",
                ("district", "timezone"),
                "is not a known time zone",
                "Use e.g. Asia/Shanghai.",
            )

    def _check_profile(
        self,
        profile: Profile,
        settings: Settings | None,
        tables: Mapping[str, MatterTable],
        model: Model | None,
    ) -> None:
        name = self._file_of[profile.name]
        table = tables.get(settings.matter_table) if settings else None
        matters = {row.matter for row in table.rows} if table else None
        for i, rule in enumerate(profile.rules):
            if matters is not None and rule.matter not in matters and settings:
                cure = did_you_mean(rule.matter, matters, "Add a row for it to the table.")
                what = f"no code for {rule.matter} in {settings.matter_table}"
                self._at(name, ("rules", i, "matter"), what, cure)
            for j, label in enumerate(rule.classes):
                if model is not None and label not in model.spec.classes:
                    cure = did_you_mean(
                        label, model.spec.classes, f"It sees {', '.join(model.spec.classes)}."
                    )
                    self._at(name, ("rules", i, "classes", j), f"the model does not see {label}", cure)

    def select(self, cameras: list[CameraAt], profiles: Mapping[str, Profile]) -> dict[str, Profile]:
        chosen: dict[str, Profile] = {}
        for at in cameras:
            profile, why = select(at.camera, profiles)
            if profile is not None:
                chosen[at.camera.id] = profile
            elif profiles and at.camera.enabled:
                self._add(at.file, at.line, at.camera.id, why, "Name a profile or widen a selector.")
        return chosen

    def _model_of(self, path: Path, name: str, model: type[M]) -> M | None:
        file = read_yaml(path, name)
        self._files[name] = file
        self.problems += file.problems
        if file.problems and file.data is None:
            return None
        item, problems = validate(model, file.data, file=name, line_of=file.line_of)
        self.problems += problems
        return item

    def _at(self, name: str, path: tuple[str | int, ...], what: str, cure: str) -> None:
        file = self._files.get(name)
        self._add(name, file.line_of(path) if file else None, dotted(path), what, cure)

    def _add(
        self, file: str, line: int | None, key: str, what: str, cure: str, *, level: str = "error"
    ) -> None:
        self.problems.append(
            Problem(
                file=file,
                line=line,
                key=key,
                what=what,
                cure=cure,
                level="warning" if level == "warning" else "error",
            )
        )


def _value_names(settings: Settings | None) -> list[str]:
    if settings is None:
        return []
    names = [settings.api.token, *(receiver.secret for receiver in settings.receivers)]
    if settings.receivers:
        names.append(settings.delivery.callback_secret)
    return names
