"""The file behind `cache.py`: bytes by key in SQLite, bounded, and never a reason to fail.

A file that turns out to be damaged is set aside as `<name>.damaged` (an earlier one makes room), with its journal,
and a new one is begun: nothing but time is lost. What the file says no more is seen again.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from core.errors import GridwatchError

MAX_ENTRIES = 1_000_000
"""About one gigabyte."""
_ROOM = 100  # pruning makes room for this part of the bound, so that it is rare
_ASK_AT_ONCE = 500
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BESIDE = (
    "-wal",
    "-shm",
    "-journal",
)  # SQLite's own, of no use without their file, and harmful to another one
T = TypeVar("T")


class BadCache(GridwatchError):
    """A file cannot be used as a memory of detections; deleting it costs nothing but time."""


class Memory:
    """Entries of one file. One caller at a time; other processes may have the same file open."""

    def __init__(
        self, file: Path, *, max_entries: int = MAX_ENTRIES, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Open the file; it is made if absent.

        Args:
            file: of SQLite.
            max_entries: bound; beyond it the oldest entries go.
            say: told in words when a damaged file was set aside.

        Raises:
            BadCache: the file cannot be used, and is not merely damaged.
        """
        self._file, self._max, self._say = file, max_entries, say
        self._db: sqlite3.Connection | None = None
        self._count = 0  # at least as many as this process knows of
        self.pruned = 0
        """Oldest entries that went."""
        self.set_aside = 0
        """Files that were damaged."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._carried_out(self._counted)

    def known(self, keys: Sequence[bytes]) -> dict[bytes, object]:
        """Return what is kept under these keys.

        Raises:
            BadCache: the file cannot be read.
        """
        unique = list(dict.fromkeys(keys))

        def read(db: sqlite3.Connection) -> dict[bytes, object]:
            found: dict[bytes, object] = {}
            for start in range(0, len(unique), _ASK_AT_ONCE):
                part = unique[start : start + _ASK_AT_ONCE]
                marks = ",".join("?" * len(part))
                found.update(db.execute(f"SELECT key, entry FROM seen WHERE key IN ({marks})", part))  # noqa: S608 - marks only
            return found

        return self._carried_out(read)

    def keep(self, entries: Mapping[bytes, bytes]) -> None:
        """Write entries down, in place of those under the same keys.

        Raises:
            BadCache: the file cannot be written.
        """

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", entries.items())
                self._count += len(entries)
                if self._count > self._max:
                    self._prune(db)

        self._carried_out(write)

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _prune(self, db: sqlite3.Connection) -> None:
        self._counted(db)
        gone = self._count - self._max
        if gone <= 0:
            return
        gone += self._max // _ROOM
        oldest = "DELETE FROM seen WHERE rowid IN (SELECT rowid FROM seen ORDER BY rowid LIMIT ?)"
        gone = db.execute(oldest, (gone,)).rowcount
        self._count -= gone
        self.pruned += gone

    def _counted(self, db: sqlite3.Connection) -> None:
        (self._count,) = db.execute("SELECT COUNT(*) FROM seen").fetchone()

    def _carried_out(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Act on the file; where it is damaged, on a new one."""
        try:
            try:
                return act(self._opened())
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                    raise
                self._begin_anew(error)
                return act(self._opened())
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise BadCache(
                f"{self._file}: cannot be used ({error}); it is only a memory of detections: delete it, and they "
                "are made again, or name another folder by --cache"
            ) from error

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(self._file, timeout=30.0, check_same_thread=False)
            self._db.text_factory = bytes  # an entry that is text was damaged; its checksum tells
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=OFF")  # what is lost is seen again
            self._db.execute("CREATE TABLE IF NOT EXISTS seen (key BLOB PRIMARY KEY, entry BLOB NOT NULL)")
        return self._db

    def _begin_anew(self, error: sqlite3.Error) -> None:
        self.close()
        aside = self._file.with_name(f"{self._file.name}.damaged")
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            self._file.replace(aside)
        for ending in _BESIDE:
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        self.set_aside += 1
        self._count = 0
        self._say(
            f"{self._file}: this memory of detections is damaged ({error}); it is set aside as {aside.name}, which can "
            "be deleted, and its pictures are seen again"
        )
