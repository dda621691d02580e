"""What a probe has learnt so far, on disk, a line an answer: a probe that was killed goes on where it stopped.

JSON Lines of three kinds. `began` opens a round and may say that broken cameras are asked again; an answer holds when
it was given and what the camera's access looked like then; `ended` closes the round. The newest answer of a camera
counts. A line that cannot be read is passed over and counted, and its camera is asked again. Holds no secret.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from core.config.camera import Camera
from core.errors import GridwatchError
from ingest.onvif.probe import ProbeResult

_SHAPE = 1  # grows when the meaning of a line changes


class JournalError(GridwatchError):
    """The journal of a probe cannot be used; the message says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """The answer of one camera."""

    at: datetime  # UTC
    access: str  # fingerprint of how it was reached, without secrets
    result: ProbeResult


@dataclass(kw_only=True, slots=True)
class Told:
    """What a journal says."""

    configs: str | None = None  # the folder whose cameras were asked; None when nothing was begun
    owner: str | None = None  # the only owner whose cameras the round is about; None for all
    ended: bool = True  # whether the last round came to its end; true of an empty journal
    entries: dict[str, Entry] = field(default_factory=dict)
    damaged: int = 0  # lines


def read_lines(lines: Iterable[str]) -> Told:
    """Read a journal; never raises for what is in it."""
    told = Told()
    for line in filter(str.strip, lines):
        try:
            _take(told, json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            told.damaged += 1
    return told


def access_of(camera: Camera) -> str:
    """Return a fingerprint of how a camera is reached: another host, port, path or login is another camera."""
    access = camera.access
    parts = [access.host, access.onvif_port, access.onvif_path, access.credential]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()


class Journal:
    """An open journal, held by this process alone. Every answer is with the operating system when `add` returns."""

    def __init__(self, path: Path, file: TextIO, told: Told) -> None:
        self._path = path
        self._file = file
        self.told = told

    def begin(self, *, configs: Path, owner: str | None, at: datetime, again: bool) -> None:
        """Open a round; `again` forgets the cameras that could not be looked at."""
        self._write(
            {
                "began": at.isoformat(),
                "shape": _SHAPE,
                "configs": str(configs.resolve()),
                "owner": owner,
                "again": again,
            }
        )

    def add(self, result: ProbeResult, *, access: str, at: datetime) -> None:
        """Keep an answer."""
        self._write({"at": at.isoformat(), "access": access, "result": result.to_json()})

    def end(self, at: datetime) -> None:
        """Close the round."""
        self._write({"ended": at.isoformat()})

    def _write(self, what: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(what, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as wrong:
            raise _unwritable(self._path, wrong) from None
        _take(self.told, what)


@contextmanager
def open_journal(path: Path, *, keep: Callable[[Told], bool]) -> Iterator[Journal]:
    """Open the journal at `path`. What it says is put aside, as `<name>.previous`, unless `keep` says to go on with it.

    Raises:
        JournalError: another probe writes it, or the file cannot be written.
    """
    with ExitStack() as stack:
        try:
            journal = _opened(path, keep, stack)
        except OSError as wrong:
            raise _unwritable(path, wrong) from None
        yield journal


def _opened(path: Path, keep: Callable[[Told], bool], stack: ExitStack) -> Journal:
    if path.exists() and not path.is_file():  # a pipe or a device may give no end of it
        raise JournalError(f"{path} is no file; give another --journal")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = stack.enter_context(_held(path))
    file.seek(0)
    text = file.read()
    told = read_lines(text.split("\n"))
    if text and not keep(told):
        path.replace(path.with_name(f"{path.name}.previous"))
        return Journal(path, stack.enter_context(_held(path)), Told())
    if text and not text.endswith("\n"):
        file.write("\n")  # the last line was cut by a crash: what follows must not become part of it
    return Journal(path, file, told)


def _unwritable(path: Path, wrong: OSError) -> JournalError:
    return JournalError(f"{path} cannot be written ({wrong.strerror}); make room or give another --journal")


@contextmanager
def _held(path: Path) -> Iterator[TextIO]:
    with path.open("a+", encoding="utf-8", errors="replace", newline="\n") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JournalError(
                f"another probe writes {path}; wait for it, or give this one its own --journal"
            ) from None
        yield file


def _take(told: Told, line: dict[str, Any]) -> None:
    """Add one line to what is known. Raises ValueError, KeyError or TypeError when it is none."""
    if "began" in line:
        if line["shape"] != _SHAPE:
            raise ValueError("of another Gridwatch")
        datetime.fromisoformat(line["began"])
        told.configs, told.owner, told.ended = line["configs"], line["owner"], False
        if line["again"]:
            told.entries = {name: entry for name, entry in told.entries.items() if entry.result.ok}
    elif "ended" in line:
        told.ended = True
    else:
        at = datetime.fromisoformat(line["at"])
        if at.tzinfo is None:
            raise ValueError("a time without a zone")
        result = ProbeResult.from_json(line["result"])
        told.entries[result.camera_id] = Entry(at=at, access=str(line["access"]), result=result)
