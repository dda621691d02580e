"""Puts a candidate in the place of what is live, keeping the old one beside it; and back again.

A profile is one file and is replaced in one step; a running service takes it by its reload. A model is a folder:
it is copied beside the live one and takes its name by two renames, which a service reads at its next start. A
promotion that was broken off between the two is mended by the next command.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.config.profile import Profile
from core.errors import GridwatchError
from detectors.model import FILE, read_model
from gridwatch.configuration.loader import Trial, inspect, model_folder
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.reading import read_settings
from gridwatch.configuration.validate import validate
from gridwatch.configuration.yaml_file import read_yaml

PREVIOUS, NEW = ".previous", ".new"


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

    @property
    def previous(self) -> Path:
        """Where the old one is kept."""
        return self.live.with_name(self.live.name + PREVIOUS)


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


def carry_out(swap: Swap) -> None:
    """Make the candidate live."""
    new = swap.live.with_name(swap.live.name + NEW)
    if swap.kind == "profile":
        if swap.live.exists():
            shutil.copyfile(swap.live, swap.previous)
        else:
            swap.previous.unlink(missing_ok=True)
        shutil.copyfile(swap.candidate, new)
        new.replace(swap.live)
        return
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(swap.candidate, new)
    shutil.rmtree(
        swap.previous, ignore_errors=True
    )  # only now: a full disk must not cost what `undo` puts back
    swap.live.rename(swap.previous)
    new.rename(swap.live)


def undo(kind: str, live: Path, *, first: bool) -> None:
    """Change what is live and what is kept beside it. `first`: nothing was live before, so nothing is kept.

    Raises:
        NotPromoted: nothing is kept.
    """
    previous, new = live.with_name(live.name + PREVIOUS), live.with_name(live.name + NEW)
    if not previous.exists() and not first:
        raise NotPromoted(f"there is no {previous}: what was live before cannot be put back")
    if kind == "profile" and live.exists() and previous.exists():
        shutil.copyfile(live, new)  # so that there is a profile at every moment: the service reads it now
    elif live.exists():
        shutil.rmtree(new, ignore_errors=True)
        live.rename(new)
    if previous.exists():
        previous.replace(live)
    if new.exists():
        new.replace(previous)


def mend(live: Path) -> bool:
    """Finish a promotion of a model that was broken off half-way; return whether there was one."""
    previous, new = live.with_name(live.name + PREVIOUS), live.with_name(live.name + NEW)
    if live.exists() or not previous.exists():
        return False
    (new if new.exists() else previous).rename(live)
    return True


def live_model(configs: Path) -> Path:
    """Return the live model's folder."""
    return model_folder(configs, read_settings(configs))


def file_sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _model(candidate: Path, configs: Path) -> Swap:
    if not (candidate / FILE).is_file():
        raise NotPromoted(f"{candidate} holds no {FILE}; profiles are promoted one file at a time")
    live = live_model(configs)
    mend(live)
    new, old = read_model(candidate), read_model(live)
    if new.sha256 == old.sha256:
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
    )


def _profile(candidate: Path, configs: Path) -> Swap:
    if not candidate.is_file():
        raise NotPromoted(f"{candidate} is neither a profile's file nor a model's folder")
    new = _read(candidate)
    folder = configs / "profiles"
    known = {_read(path).name: path for path in sorted(folder.glob("*.y*ml"))}
    live = known.get(new.name)
    if live is None:
        target = folder / f"{new.name}.yaml"
        if target.exists():
            raise NotPromoted(f"{target} exists and holds another profile; rename one of them")
        return Swap(
            kind="profile", name=f"{new.name} v{new.version}", replaces="", candidate=candidate,
            live=target, sha256=file_sha256(candidate), live_sha256="",
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
    )  # fmt: skip


def _read(path: Path) -> Profile:
    file = read_yaml(path, str(path))
    profile, problems = validate(Profile, file.data, file=str(path), line_of=file.line_of)
    if profile is None or file.problems:
        raise NotPromoted("\n".join(map(str, [*file.problems, *problems])))
    return profile


def _identity(problem: Problem) -> tuple[str, str, str, str]:
    """Return what makes a problem the same before and after; its line moves when a file changes above it."""
    return (problem.level, problem.file, problem.key, problem.what)
