"""What would take the place of what, and whether it may; and the acts themselves, under one lock.

A profile is one file and is replaced in one step; a running service takes it by its reload. A model is a folder and
takes the live one's name by two renames, which a service reads at its next start.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.config.profile import Profile
from core.config.settings.detecting import ModelChoice
from core.errors import GridwatchError, ModelError
from detectors.model import FILE, read_model
from detectors.network import as_run, read_as_run, told_by
from gridwatch.configuration.loader import Trial, inspect, model_folder
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.reading import read_settings
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import read_yaml
from gridwatch.promotion.moves import GONE, KEPT, NEW, PART, PREVIOUS, beside, bring_in, mend, put_back

UNUSABLE = "unusable"
"""Of a model folder that cannot be read: nothing is known to be it."""
_SHOWN = 300  # characters of what the operating system says


class NotPromoted(GridwatchError):
    """A candidate cannot take the place of what is live; nothing was changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """What goes where."""

    kind: Literal["profile", "model"]
    name: str  # and version
    replaces: str  # name and version of what is live; "" where there is none
    candidate: Path
    live: Path
    sha256: str  # of the profile's file or the model's weights
    live_sha256: str
    model_sha256: str  # of a profile: of the live model's weights that run, which judge both; "" of a model
    told_by: str  # how the model is run that judges by it, and its scorecard's (`detectors.network.told_by`)
    live_told_by: str

    @property
    def previous(self) -> Path:
        """Where the old one is kept."""
        return beside(self.live, PREVIOUS)


def plan(candidate: Path, configs: Path) -> Swap:
    """Say what would take the place of what.

    Args:
        candidate: a profile's YAML file, or a model folder.
        configs: the live configs folder.

    Raises:
        NotPromoted: it is neither, it is live already, or its version does not grow.
        ModelError: the model folder is none.
    """
    return _model(candidate, configs) if candidate.is_dir() else _profile(candidate, configs)


def check(swap: Swap, configs: Path) -> None:
    """Read the configuration as it would be.

    Raises:
        NotPromoted: it would have a mistake that it has not now.
    """
    _, now = inspect(configs)
    profile = swap.kind == "profile"
    trial = Trial(profiles={swap.live.name: swap.candidate}) if profile else Trial(model=swap.candidate)
    _, then = inspect(configs, trial=trial)
    known = {_identity(problem) for problem in now}
    new = [str(one) for one in then if one.level == "error" and _identity(one) not in known]
    if new:
        raise NotPromoted("the configuration would have mistakes:\n" + "\n".join(new))


@contextlib.contextmanager
def alone(configs: Path) -> Iterator[None]:
    """Hold the configs folder for one promotion; the lock goes with the process, also by `kill -9`.

    Raises:
        NotPromoted: another promotion is under way, or there is no such folder.
    """
    try:
        folder = os.open(configs, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise NotPromoted(f"{configs} is no configs folder ({error.strerror})") from None
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotPromoted(f"another promotion works on {configs}; try again when it is done") from None
        yield
    finally:
        os.close(folder)


def carry_out(swap: Swap) -> None:
    """Make the candidate live.

    Raises:
        NotPromoted: a copy or a rename failed.
    """
    with _told(swap.live):
        bring_in(swap.candidate, swap.live)


def undo(live: Path, *, first: bool) -> None:
    """Change what is live and what is kept beside it. `first`: nothing was live before, so nothing is put back.

    Raises:
        NotPromoted: nothing is kept, or a copy or a rename failed.
    """
    previous = beside(live, PREVIOUS)
    if not previous.exists() and not first:
        raise NotPromoted(f"there is no {previous}: what was live before cannot be put back")
    with _told(live):
        put_back(live, first=first)


def named(path: Path) -> Path:
    """Return where something lies, links on the way followed and its own name kept: that is what is renamed."""
    return path.parent.resolve() / path.name


def hash_of(path: Path) -> str:
    """Return the hash of a profile's file, or of what runs of a model by default; "" where none is."""
    if not path.is_dir():
        return file_sha256(path) if path.exists() else ""
    try:
        return as_run(read_model(path), ModelChoice()).sha256
    except ModelError:
        return ""


def identity_of(path: Path) -> str:
    """Return what tells a profile's file or a model's folder from every other; "" where there is none.

    Of a model that is the hash of its model.yaml, which names its weights and their INT8 twin by theirs; `UNUSABLE`,
    which is like no other and not like itself, where its weights are not what the file says.
    """
    if not path.is_dir():
        return file_sha256(path) if path.exists() else ""
    try:
        read_model(path)
    except ModelError:
        return UNUSABLE
    return file_sha256(path / FILE)


def file_sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _model(candidate: Path, configs: Path) -> Swap:
    if not (candidate / FILE).is_file():
        raise NotPromoted(f"{candidate} holds no {FILE}; profiles are promoted one file at a time")
    settings = read_settings(configs)
    live = model_folder(configs, settings)
    if named(candidate) in {beside(named(live), suffix) for suffix in (NEW, PART, KEPT, GONE)}:
        raise NotPromoted(f"{candidate} has a name that a promotion works with: rename it")
    mend(live)
    new, old = (read_as_run(folder, settings.model) for folder in (candidate, live))
    if identity_of(candidate) == identity_of(live):
        raise NotPromoted(
            f"{candidate} holds the weights that are live already ({old.spec.name} {old.spec.version})"
        )
    return Swap(
        kind="model",
        name=f"{new.spec.name} {new.spec.version}",
        replaces=f"{old.spec.name} {old.spec.version}",
        candidate=candidate,
        live=live,
        sha256=new.sha256,
        live_sha256=old.sha256,
        model_sha256="",
        told_by=told_by(new, settings.model),
        live_told_by=told_by(old, settings.model),
    )


def _live_model(configs: Path) -> tuple[str, str]:
    """Return the hash of what runs of the live model, and how; "" where it cannot be read: a profile goes on."""
    try:
        settings = read_settings(configs)
        model = read_as_run(model_folder(configs, settings), settings.model)
    except GridwatchError:
        return "", ""
    return model.sha256, told_by(model, settings.model)


def _profile(candidate: Path, configs: Path) -> Swap:
    if not candidate.is_file():
        raise NotPromoted(f"{candidate} is neither a profile's file nor a model's folder")
    new = _read(candidate)
    folder, (model, told) = configs / "profiles", _live_model(configs)
    known = {_read(path).name: path for path in sorted(folder.glob("*.y*ml"))}
    live = known.get(new.name)
    if live is None:
        target = folder / f"{new.name}.yaml"
        if target.exists():
            raise NotPromoted(f"{target} exists and holds another profile; rename one of them")
        return Swap(
            kind="profile", name=f"{new.name} v{new.version}", replaces="", candidate=candidate,
            live=target, sha256=file_sha256(candidate), live_sha256="",
            model_sha256=model, told_by=told, live_told_by=told,
        )  # fmt: skip
    old = _read(live)
    if new == old:
        raise NotPromoted(f"{candidate} says what {live} says already")
    if new.version <= old.version:
        raise NotPromoted(
            f"{candidate} has version {new.version} and {live} has {old.version}: every incident records the version "
            f"that raised it, so set `version: {old.version + 1}`"
        )
    return Swap(
        kind="profile", name=f"{new.name} v{new.version}", replaces=f"{old.name} v{old.version}",
        candidate=candidate, live=live, sha256=file_sha256(candidate), live_sha256=file_sha256(live),
        model_sha256=model, told_by=told, live_told_by=told,
    )  # fmt: skip


@contextlib.contextmanager
def _told(live: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a sentence; `moves` has left the old one whole."""
    try:
        yield
    except OSError as error:
        raise NotPromoted(f"{live} stays as it is: {_reason(error)[:_SHOWN]} ({live.parent})") from error


def _reason(error: OSError) -> str:
    """Return what the operating system says; a copy of a folder says it of every file, the first one will do."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return str(error.strerror or error)


def _read(path: Path) -> Profile:
    file = read_yaml(path, str(path))
    profile, problems = validate(Profile, file.data, file=str(path), line_of=file.line_of)
    if profile is None or file.problems:
        raise NotPromoted("\n".join(map(str, [*file.problems, *problems])))
    return profile


def _identity(problem: Problem) -> tuple[str, str, str, str]:
    """Return what makes a problem the same before and after; its line moves when a file changes above it."""
    return (problem.level, problem.file, problem.key, problem.what)
