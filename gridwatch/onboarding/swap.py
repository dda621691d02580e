"""New camera files in the place of old ones: read by the real loader beside everything else, then swapped.

Each file is written beside its place and takes it in one step; what was there is kept as `.previous`. Where one
of several cannot be put in its place, those before it are put back. Files share no camera, so that a service that
reads between two steps reads a folder that is good; after `kill -9` there the same import goes on where it stopped.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from core.errors import ConfigError
from gridwatch.configuration.loader import inspect
from gridwatch.configuration.problem import Problem
from gridwatch.configuration.secrets_file import environment_name
from gridwatch.onboarding.changes import FileChange
from gridwatch.onboarding.logins import secrets_path, write_private

NEW, PREVIOUS = ".new", ".previous"


class Changed(ConfigError):
    """A file was changed by somebody else while the import was being prepared."""


def try_out(
    configs: Path, files: Sequence[FileChange], logins: Iterable[str], environment: Mapping[str, str]
) -> list[Problem]:
    """Return every mistake that the configuration would have with these files.

    Args:
        configs: the configs folder; nothing in it is touched.
        files: camera files as they would be.
        logins: names of logins that the secrets would hold besides; what they are is not needed, and no secret is
            written anywhere for a trial.
        environment: where secrets are looked for first.
    """
    configs = configs.resolve()
    environment = {**{environment_name("CREDENTIAL", name): "trial:trial" for name in logins}, **environment}
    with tempfile.TemporaryDirectory(prefix="gridwatch-import-") as name:
        root = Path(name)
        trial = root / configs.name
        trial.mkdir()
        for part in configs.iterdir():
            if part.name != "cameras":
                (trial / part.name).symlink_to(part)
        for part in configs.parent.iterdir():  # a model folder is named relative to them
            if part.name != configs.name:
                (root / part.name).symlink_to(part)
        _cameras(configs / "cameras", trial / "cameras", files)
        _, problems = inspect(trial, environment)
        return problems


def carry_out(
    configs: Path,
    files: Sequence[FileChange],
    before: Mapping[str, bytes | None],
    secrets: str | None,
    environment: Mapping[str, str],
) -> None:
    """Write the files that differ.

    Args:
        configs: the configs folder.
        files: camera files as they shall be.
        before: file name to what it held when the import was prepared; None: it was not there.
        secrets: the secrets file as it shall be; None: as it is.
        environment: where the secrets file may be named.

    Raises:
        Changed: a file is not what it was; nothing was written.
        OSError: a file could not be written; the others are as they were.
    """
    files = [file for file in files if file.differs]
    _check_unchanged(files, before)
    (configs / "cameras").mkdir(exist_ok=True)
    done: list[FileChange] = []
    try:
        for file in files:
            _write(_beside(file.path, NEW), file.text.text, like=file.path)
        if secrets is not None:  # first: a camera file that names a login is read only once it is known
            write_private(secrets_path(configs, environment), secrets)
        for file in files:
            _keep(file.path)
            done.append(file)
            _beside(file.path, NEW).replace(file.path)
    except BaseException:
        for file in done:
            _put_back(file.path, before.get(file.path.name))
        for file in files:
            _beside(file.path, NEW).unlink(missing_ok=True)
        raise
    sync_folder(configs / "cameras")


def contents(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _cameras(live: Path, trial: Path, files: Sequence[FileChange]) -> None:
    trial.mkdir()
    for part in live.iterdir() if live.is_dir() else ():
        (trial / part.name).symlink_to(part)
    for file in files:
        place = trial / file.path.name
        place.unlink(missing_ok=True)
        place.write_text(file.text.text, encoding="utf-8", newline="")


def _write(path: Path, text: str, like: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, path)


def _check_unchanged(files: Sequence[FileChange], before: Mapping[str, bytes | None]) -> None:
    for file in files:
        if contents(file.path) != before.get(file.path.name):
            raise Changed(f"{file.path} was changed meanwhile; nothing was written, import again")


def _keep(path: Path) -> None:
    """Keep what a file held; the file itself is there at every moment."""
    if not path.exists():
        return
    kept = _beside(path, PREVIOUS)
    shutil.copy2(path, _beside(kept, NEW))
    _beside(kept, NEW).replace(kept)


def _put_back(path: Path, held: bytes | None) -> None:
    if held is None:
        path.unlink(missing_ok=True)
        return
    new = _beside(path, NEW)
    new.write_bytes(held)
    shutil.copymode(path, new)
    new.replace(path)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk: a file that was put into its place stays there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
