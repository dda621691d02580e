"""Reads the files of a configs folder, one kind after the other, and collects what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from core.config.receiver import Receiver
from core.config.settings.root import Settings
from core.errors import GridwatchError
from core.secrets import Secrets
from detectors.model import Model, read_model
from gridwatch.configuration.camera_cache import CameraCache
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.overlay_files import ENDING, FOLDER, OverlayAt, doubts, laid_over
from gridwatch.configuration.problem import BadConfiguration, Level, Problem, dotted
from gridwatch.configuration.secrets_file import read_secrets
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import YamlFile, read_yaml

M = TypeVar("M", bound=BaseModel)
_RECEIVERS_MOVED = (
    "receivers are files of their own",
    "Move each entry to receivers/<name>.yaml, without the dash and the list.",
)


class Reading:
    """One pass over a folder: what could be read, and every problem met on the way."""

    def __init__(self, folder: Path, cache: CameraCache | None = None) -> None:
        self.folder = folder
        self._cache = cache or CameraCache()
        self.problems: list[Problem] = []
        self.file_of: dict[str, str] = {}  # profile, table or crosswalk name -> file
        self.receiver_files: dict[str, str] = {}  # receiver name -> file
        self.secrets_read = True  # False: what is missing may stand in the file that could not be read
        self._files: dict[str, YamlFile] = {}

    def settings(self) -> Settings | None:
        """Read gridwatch.yaml."""
        name = "gridwatch.yaml"
        path = self.folder / name
        if not path.exists():
            self.add(name, None, "", "is missing", "Copy it from the configs/ that comes with Gridwatch.")
            return None
        return self._model_of(path, name, Settings, moved={"receivers": _RECEIVERS_MOVED})

    def receivers(self) -> dict[str, Receiver]:
        """Read receivers/: one receiver a file, which is called by its name."""
        found: dict[str, Receiver] = {}
        for path in sorted((self.folder / "receivers").glob("*.y*ml")):
            name = f"receivers/{path.name}"
            receiver = self._model_of(path, name, Receiver, given={"name": path.stem})
            if receiver is None:
                continue
            if receiver.name != path.stem:
                what = f"is not the name of its file, {path.stem}"
                self.at(name, ("name",), what, "Take `name` out, or rename the file.")
            elif receiver.name in found:
                self.add(name, 1, "", f"{receiver.name} is already defined", "Remove one of the two files.")
            found[receiver.name] = receiver
            self.receiver_files[receiver.name] = name
        return found

    def cameras(self, instead: Mapping[str, Path] | None = None) -> list[CameraAt]:
        """Read every camera file; an id used twice is an error.

        `instead`: file name to the file that is read in its place, or in addition.
        """
        found: list[CameraAt] = []
        files = {path.name: path for path in (self.folder / "cameras").glob("*")} | dict(instead or {})
        files = {name: path for name, path in files.items() if Path(name).suffix in {".yaml", ".yml", ".csv"}}
        for file_name, path in sorted(files.items()):
            cameras, problems = self._cache.read(path, f"cameras/{file_name}")
            found += cameras
            self.problems += problems
        self._cache.keep({f"cameras/{file_name}" for file_name in files})
        first: dict[str, CameraAt] = {}
        for at in found:
            other = first.setdefault(at.camera.id, at)
            if other is not at:
                where = f"{other.file}:{other.line}"
                self.add(at.file, at.line, "id", f"{at.camera.id} is already used in {where}", "Rename one.")
        if not found and not self.problems:
            self.add("cameras", None, "", "holds no camera", "Add a YAML or CSV file.", level="warning")
        return found

    def overlays(self, instead: Mapping[str, Path | None] | None = None) -> dict[str, OverlayAt]:
        """Read what the console has set, by camera id.

        `instead`: file name to the file that is read in its place, or in addition; None: as if it were not there.
        """
        files: dict[str, Path | None] = {
            path.name: path for path in (self.folder / FOLDER).glob(f"*{ENDING}")
        }
        found: dict[str, OverlayAt] = {}
        for file_name, path in sorted((files | dict(instead or {})).items()):
            if path is not None:
                over, problems = self._cache.overlay(path, f"{FOLDER}/{file_name}")
                self.problems += problems
                if over is not None:
                    found[over.camera_id] = over
        self._cache.keep_overlays({over.file for over in found.values()})
        return found

    def tuned(self, cameras: Sequence[CameraAt], overlays: Mapping[str, OverlayAt]) -> list[CameraAt]:
        """Return the cameras with what lies over them; what is doubtful about it is a warning."""
        if not any(problem.level == "error" for problem in self.problems):  # else cameras may be missing
            self.problems += doubts(cameras, overlays)
        found = laid_over(cameras, overlays, self._cache.tuned)
        self._cache.tuned = {at.camera.id: at for at in found if at.over is not None}
        return found

    def many(
        self,
        sub: str,
        model: type[M],
        name_of: Callable[[M], str],
        instead: Mapping[str, Path] | None = None,
        *,
        needed: bool = True,
    ) -> dict[str, M]:
        """Read every YAML file of a sub-folder into one kind of model, by name.

        `instead`: file name to the file that is read in its place, or in addition. `needed`: none is a mistake.
        `file_of` knows every name alone and as `sub/name`.
        """
        found: dict[str, M] = {}
        files = {path.name: path for path in (self.folder / sub).glob("*.y*ml")} | dict(instead or {})
        for file_name, path in sorted(files.items()):
            name = f"{sub}/{file_name}"
            item = self._model_of(path, name, model)
            if item is None:
                continue
            key = name_of(item)
            known_as = f"{sub}/{key}"
            if key in found:
                self.add(name, 1, "", f"{key} is already defined in {self.file_of[known_as]}", "Rename one.")
            found[key] = item
            self.file_of[key] = self.file_of[known_as] = name
        if not found and needed:
            self.add(
                sub, None, "", "holds no usable file", "Copy one from the configs/ that comes with Gridwatch."
            )
        return found

    def secrets(
        self,
        settings: Settings | None,
        cameras: Iterable[CameraAt],
        receivers: Iterable[Receiver],
        environment: Mapping[str, str],
    ) -> Secrets:
        """Read the secrets that the configuration names."""
        path = Path(environment.get("GRIDWATCH_SECRETS") or self.folder / "secrets.yaml")
        logins = {at.camera.access.credential for at in cameras} - {None}
        if settings is not None and settings.mqtt.on:
            logins.add(settings.mqtt.credential)
        secrets, problems = read_secrets(
            path,
            environment,
            credential_names=[name for name in logins if name],
            value_names=value_names(settings, receivers),
        )
        self.problems += problems
        self.secrets_read = not any(problem.level == "error" for problem in problems)
        return secrets

    def model(self, folder: Path, key: tuple[str, ...] = ("model", "folder")) -> Model | None:
        """Read a model folder that `key` of the settings points to."""
        try:
            return read_model(folder)
        except GridwatchError as error:
            self.at("gridwatch.yaml", key, str(error).rstrip("."), f"Point {dotted(key)} to a model folder.")
            return None

    def _model_of(
        self,
        path: Path,
        name: str,
        model: type[M],
        *,
        given: Mapping[str, str] | None = None,
        moved: Mapping[str, tuple[str, str]] | None = None,
    ) -> M | None:
        """Read one file. `given`: what its name says. `moved`: keys that belong elsewhere, with what to say."""
        file = read_yaml(path, name)
        self._files[name] = file
        self.problems += file.problems
        if file.problems and file.data is None:
            return None
        data = file.data
        if isinstance(data, dict):
            elsewhere = [key for key in moved or {} if key in data]
            for key in elsewhere:
                self.at(name, (key,), *(moved or {})[key])
            data = {**(given or {}), **{key: value for key, value in data.items() if key not in elsewhere}}
        item, problems = validate(model, data, file=name, line_of=file.line_of)
        self.problems += problems
        return item

    def at(
        self, file: str, path: tuple[str | int, ...], what: str, cure: str, *, level: Level = "error"
    ) -> None:
        """Add a problem at a key of a YAML file that was read."""
        known = self._files.get(file)
        self.add(file, known.line_of(path) if known else None, dotted(path), what, cure, level=level)

    def add(
        self, file: str, line: int | None, key: str, what: str, cure: str, *, level: Level = "error"
    ) -> None:
        """Add a problem."""
        self.problems.append(Problem(file=file, line=line, key=key, what=what, cure=cure, level=level))


def value_names(settings: Settings | None, receivers: Iterable[Receiver]) -> list[str]:
    """Return the names of the secrets that settings and receivers ask for."""
    named = [name for one in receivers for name in (one.secret, one.next_secret) if name is not None]
    if settings is None:
        return named
    names = [settings.api.token, *named]
    if settings.api.admin_token is not None:
        names.append(settings.api.admin_token)
    if settings.api.people.key is not None:
        names.append(settings.api.people.key)
    if named:
        names.append(settings.delivery.callback_secret)
    endpoint = settings.opinion.endpoint if settings.opinion.kind == "endpoint" else None
    if endpoint is not None and endpoint.key is not None:
        names.append(endpoint.key)
    return [*names, *settings.digest.to]


def read_settings(configs: Path) -> Settings:
    """Return the settings of a configs folder, for what needs nothing else of it.

    Raises:
        BadConfiguration: with every mistake in gridwatch.yaml.
    """
    reading = Reading(configs)
    settings = reading.settings()
    if settings is None:
        raise BadConfiguration(reading.problems)
    return settings


def beside(folder: Path, given: str) -> Path:
    """Return a path that the settings name: absolute, or relative to the parent of the configs `folder`."""
    path = Path(given)
    return path if path.is_absolute() else folder.resolve().parent / path
