"""How files of the configs folder are changed while others read them: what is asked before, and one safe write."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from api.camera_book import ChangeRefused, Mistake
from gridwatch.camera_book.edit import refusal
from gridwatch.configuration.loader import Configuration, inspect
from gridwatch.configuration.problem import Problem
from gridwatch.onboarding.swap import contents

NEW = ".new"  # no suffix of a camera file: whoever reads the folder meanwhile passes it by


def held_by(path: Path, name: str) -> bytes | None:
    """Return what a file holds; a folder or a pipe in its place is refused, not waited for.

    Raises:
        ChangeRefused: it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():
            detail = f"{name} is there and is no file; move it away, then repeat your change"
            raise ChangeRefused(409, detail, file=name)
        return contents(path)
    except OSError as error:
        detail = f"{name} cannot be read: {error.strerror}; nothing was changed"
        raise ChangeRefused(503, detail) from error


def check_readable(problems: Sequence[Problem]) -> None:
    """A file of ours that cannot be read must not be replaced: what is in it would be lost."""
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ChangeRefused(
            409,
            f"the camera files have mistakes, correct them first: {errors[0]}",
            file=errors[0].file,
            line=errors[0].line,
        )


def check_lost(current: Configuration, configuration: Configuration, camera_id: str) -> None:
    """A change of one camera takes no other away: a folder that has vanished is not an empty district."""
    lost = sorted(current.cameras.keys() - configuration.cameras.keys() - {camera_id})
    if lost:
        named = ", ".join(lost[:5]) + (", ..." if len(lost) > 5 else "")
        raise ChangeRefused(
            409,
            f"{len(lost)} cameras that are looked at are no longer in the files on disk: {named}; nothing was changed. "
            "Put the files back; or, where they were taken out on purpose, reload (SIGHUP) and repeat your change",
        )


def refused_by(current: Configuration, problems: Sequence[Problem], own: Sequence[Mistake]) -> ChangeRefused:
    """Say what is wrong: with what is changed (`own`), with the rest because of it, or with the folder before it."""
    if own:
        return refusal(own)
    errors = [problem for problem in problems if problem.level == "error"]
    _, before = inspect(current.folder, cache=current.cache)
    known = {(one.file, one.key, one.what) for one in before}
    new = [one for one in errors if (one.file, one.key, one.what) not in known]
    if new:
        mistakes = [Mistake(where="", what=f"{one.file} {one.key} {one.what}", cure=one.cure) for one in new]
        return refusal(mistakes)
    first = errors[0]
    detail = f"the configuration has a mistake already, correct it first: {first}"
    return ChangeRefused(409, detail, file=first.file, line=first.line)


def write_through(path: Path, text: str, like: Path) -> None:
    """Write a new file so that it is on disk; with the permissions of `like`, where that is there."""
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)  # left by a crash; or a link to somewhere else
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, path)  # who closed it to others finds it closed
