"""The moves of files by which a candidate takes the place of what is live, and by which it goes back.

Everything that takes long (copying) is done beside what is live, under names of its own; what is live changes by
renames alone, so that a full disk or a `kill -9` at any point leaves the old or the new one, whole. `mend` tells from
the names that are left which it was, and tidies up:

    NAME.part      a copy that is being made
    NAME.new       the candidate, copied
    NAME.kept      what was live, on its way to be kept
    NAME.gone      what was kept, on its way to be removed
    NAME.previous  what `undo` puts back
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

PREVIOUS, NEW, PART, KEPT, GONE = ".previous", ".new", ".part", ".kept", ".gone"


def beside(live: Path, suffix: str) -> Path:
    """Return one of the names above for what is live at `live`."""
    return live.with_name(live.name + suffix)


def bring_in(candidate: Path, live: Path) -> None:
    """Make `candidate` live and keep what was.

    Raises:
        OSError: it could not be done, and nothing is changed.
    """
    with _tidied(live):
        _copied(candidate, beside(live, NEW))
        if candidate.is_dir():
            _bring_folder(live)
        else:
            _bring_file(live)


def put_back(live: Path, *, first: bool) -> None:
    """Change what is live and what is kept beside it. `first`: nothing was live before, so nothing is put back.

    Raises:
        OSError: it could not be done, and nothing is changed.
    """
    previous, kept = beside(live, PREVIOUS), beside(live, KEPT)
    with _tidied(live):
        if live.is_dir():
            live.rename(kept)
        elif live.exists():
            _copied(live, kept)  # so that there is a profile at every moment: the service reads it now
        if first:
            live.unlink(missing_ok=True)
        else:
            previous.rename(live)
        if kept.exists():
            kept.replace(previous)


def mend(live: Path) -> bool:
    """Finish or take back what was broken off half-way; return whether anything was."""
    previous, new, kept, gone = (beside(live, suffix) for suffix in (PREVIOUS, NEW, KEPT, GONE))
    left = [path for path in (new, kept, gone, beside(live, PART)) if path.exists()]
    folder = previous.is_dir() or kept.is_dir()
    if folder and not live.exists():
        # the last rename is missing, of a promotion, of an `undo`, or of one that lost its candidate
        next(path for path in (new, kept, previous) if path.exists()).rename(live)
        left.append(live)
    if gone.exists() and not previous.exists():
        gone.rename(previous)
    if kept.exists() and (kept.is_dir() or not _same(kept, live)):
        kept.replace(previous)
    elif new.is_file() and not live.exists():
        new.replace(live)
    for suffix in (PART, NEW, KEPT, GONE):
        _remove(beside(live, suffix))
    return bool(left)


def _bring_file(live: Path) -> None:
    previous, kept = beside(live, PREVIOUS), beside(live, KEPT)
    if live.exists():
        _copied(live, kept)
    beside(live, NEW).replace(live)
    if kept.exists():
        kept.replace(previous)
    else:
        previous.unlink(missing_ok=True)


def _bring_folder(live: Path) -> None:
    previous, gone = beside(live, PREVIOUS), beside(live, GONE)
    if previous.exists():
        previous.rename(gone)  # removed at the end only: a full disk must not cost what `undo` puts back
    live.rename(previous)
    beside(live, NEW).rename(live)
    _remove(gone)


@contextlib.contextmanager
def _tidied(live: Path) -> Iterator[None]:
    """Leave the old or the new one whole, whatever happens; then sync the folder that the names stand in."""
    try:
        yield
        folder = os.open(live.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        with contextlib.suppress(OSError):  # the next command tries again
            mend(live)
        raise


def _copied(source: Path, target: Path) -> None:
    """Copy a file or a folder so that `target` is there whole or not at all."""
    part = target.with_suffix(PART)
    _remove(part)
    _remove(target)
    if source.is_dir():
        shutil.copytree(source, part, copy_function=_copy_file)
    else:
        _copy_file(source, part)
    part.rename(target)


def _copy_file(source: str | Path, target: str | Path) -> str | Path:
    shutil.copyfile(source, target)
    with open(target, "rb") as file:  # noqa: PTH123 - shutil hands in text
        os.fsync(file.fileno())
    return target


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
