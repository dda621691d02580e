"""Evidence pictures in a folder: written once, whole or not at all, found by a key that tells nothing.

`raw/` holds the camera's own bytes and stays inside; `out/` holds masked copies, which may be linked.
Below: the day, the incident, and a name that begins with the hash of the content. A picture is written
before the transaction that names it: a file without a row is swept later, a row without a file never is.
`film/` beside them is kept by `film_folder.py`, `gate/` by `gridwatch/gate_memory.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from core.errors import EvidenceError, NotFound

Kind = Literal["raw", "out"]
_KEY = re.compile(
    r"(raw|out)/\d{4}-\d{2}-\d{2}/[A-Za-z0-9][A-Za-z0-9_-]{0,63}/[0-9a-f]{16}-[a-z_]{1,16}\.jpg"
)
_PART = ".part"  # a file being written


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One file of the store."""

    key: str
    incident_id: str
    size: int  # bytes
    written_at: float  # unix seconds, by the file system


class EvidenceStore:
    """Keeps pictures below one folder. `max_bytes` is a hard limit; `keeping.sweep` stays below it.

    Safe for threads: a sweep may take minutes, and pictures are kept meanwhile.
    """

    def __init__(self, folder: Path, *, max_bytes: int, durable: bool = False) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._durable = durable
        self._used: int | None = None
        self._changing = threading.RLock()  # held for one file at a time: the folder and what it holds agree

    @property
    def max_bytes(self) -> int:
        """The most that is kept."""
        return self._max_bytes

    def keep(self, jpeg: bytes, *, kind: Kind, incident_id: str, role: str, taken_at: datetime) -> str:
        """Write a picture and return its key; the same picture again gives the same key.

        Raises:
            EvidenceError: the disk is full or refuses, or `max_bytes` is reached.
        """
        digest = hashlib.sha256(jpeg).hexdigest()[:16]
        key = f"{kind}/{taken_at:%Y-%m-%d}/{incident_id}/{digest}-{role}.jpg"
        with self._changing:
            self._keep(self._path(key), jpeg)
        return key

    def read(self, key: str) -> bytes:
        """Return a picture.

        Raises:
            NotFound: no such key, or no longer kept.
            EvidenceError: the disk does not give it.
        """
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound(f"picture {key} is not kept (any more)") from None
        except OSError as error:
            raise EvidenceError(f"picture {key} cannot be read: {error.strerror or error}") from error

    def remove(self, keys: Iterable[str]) -> int:
        """Remove pictures and return how many bytes that freed."""
        return sum(map(self._remove, keys))

    def files(self) -> Iterator[Kept]:
        """Yield every picture, oldest day first; remains of a broken write are yielded under their own key."""
        for kind in ("raw", "out"):
            for path in sorted((self._folder / kind).glob("*/*/*")):
                try:
                    stat = path.stat()
                except FileNotFoundError:
                    continue
                key = path.relative_to(self._folder).as_posix()
                yield Kept(key=key, incident_id=path.parent.name, size=stat.st_size, written_at=stat.st_mtime)

    def used_bytes(self) -> int:
        """Return how much is kept; counted once, then carried on."""
        with self._changing:
            if self._used is None:
                self._used = sum(kept.size for kept in self.files())
            return self._used

    def _keep(self, path: Path, jpeg: bytes) -> None:
        if path.exists():
            return
        if self.used_bytes() + len(jpeg) > self._max_bytes:
            raise EvidenceError(
                f"evidence is full ({self._max_bytes} bytes in {self._folder}); raise storage.max_gb"
            )
        part = path.with_name(path.name + _PART)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(jpeg)
                if self._durable:
                    file.flush()
                    os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise EvidenceError(f"{path} cannot be written: {error.strerror or error}") from error
        self._used = self.used_bytes() if self._used is None else self._used + len(jpeg)

    def _remove(self, key: str) -> int:
        path = self._path(key)
        with self._changing:
            try:
                size = path.stat().st_size
                path.unlink()
            except FileNotFoundError:
                return 0
            except OSError as error:
                raise EvidenceError(f"picture {key} cannot be removed: {error.strerror or error}") from error
            if self._used is not None:
                self._used -= size
            _prune(path.parent, self._folder)
        return size

    def _path(self, key: str) -> Path:
        # A key comes from outside: nothing that is not shaped like one of ours becomes a path.
        if not _KEY.fullmatch(key.removesuffix(_PART)):
            raise NotFound(f"{key[:100]!r} is not the key of a picture")
        return self._folder / key


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that have become empty."""
    while folder != root and not any(folder.iterdir()):
        try:
            folder.rmdir()
        except OSError:
            return  # somebody has just written into it
        folder = folder.parent
