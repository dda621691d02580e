"""What a shadow remembers: an SQLite file of its own, so that nothing of it can touch incidents or deliveries.

One transaction a look holds the candidate's rule state and the alarms of both sides; counts of looks go with it.
A killed process loses at most the counts of the last few quiet looks. Readers (the report) may look at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.sighting import Sighting
from gridwatch.shadow.trial import Side, Trial

MAX_ALARMS = 100_000  # of all trials; the oldest go first
MAX_PICTURES = 2_000
WHY_ZH = "why_zh"  # a column that files of earlier versions lack
CURE = "It is no shadow's file, or is damaged: move it away, and a new one is begun."

Pictures = Mapping[tuple[Side, str], bytes]
"""(side, subject) to JPEG."""

_TABLES = """
CREATE TABLE IF NOT EXISTS trials (
    id TEXT PRIMARY KEY, live_model TEXT, live_profile TEXT, candidate_model TEXT, candidate_profile TEXT,
    since REAL NOT NULL, until REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS looked (
    trial TEXT NOT NULL, camera TEXT NOT NULL, day TEXT NOT NULL,
    looks INTEGER NOT NULL, pictures INTEGER NOT NULL, seconds REAL NOT NULL,
    shed INTEGER NOT NULL, failed INTEGER NOT NULL,
    PRIMARY KEY (trial, camera, day)
);
CREATE TABLE IF NOT EXISTS alarms (
    trial TEXT NOT NULL, side TEXT NOT NULL, subject TEXT NOT NULL, camera TEXT NOT NULL, matter TEXT NOT NULL,
    rule TEXT NOT NULL, zone TEXT NOT NULL, opened REAL NOT NULL, last_seen REAL NOT NULL, ended REAL,
    confidence REAL NOT NULL, count INTEGER, box TEXT, why TEXT NOT NULL, picture BLOB, why_zh TEXT,
    PRIMARY KEY (trial, side, subject)
);
CREATE INDEX IF NOT EXISTS alarms_by_age ON alarms (last_seen);
CREATE TABLE IF NOT EXISTS states (
    trial TEXT NOT NULL, camera TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (trial, camera)
);
"""
_STAND = """
INSERT INTO alarms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)
ON CONFLICT (trial, side, subject) DO UPDATE SET
    last_seen = excluded.last_seen, confidence = max(confidence, excluded.confidence),
    count = max(coalesce(count, excluded.count), excluded.count)
"""
_LOOKED = """
INSERT INTO looked VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (trial, camera, day) DO UPDATE SET
    looks = looks + excluded.looks, pictures = pictures + excluded.pictures, seconds = seconds + excluded.seconds,
    shed = shed + excluded.shed, failed = failed + excluded.failed
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What looks of one camera on one day came to."""

    looks: int = 0  # that both sides have judged
    pictures: int = 0  # given to the candidate's detector, tiles included
    seconds: float = 0.0  # of the candidate's detector
    shed: int = 0  # looks that found no room
    failed: int = 0  # looks on which the candidate broke

    @property
    def row(self) -> tuple[int, int, float, int, int]:
        """As the table has them."""
        return (self.looks, self.pictures, self.seconds, self.shed, self.failed)

    def __add__(self, other: Looked) -> Looked:
        return Looked(
            looks=self.looks + other.looks,
            pictures=self.pictures + other.pictures,
            seconds=self.seconds + other.seconds,
            shed=self.shed + other.shed,
            failed=self.failed + other.failed,
        )


class Book:
    """Writes for one process; every call blocks and raises StoreError when the file does not take it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with telling(path):
            # the caller's one thread at a time: SQLite itself does not mind which
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_TABLES)
            if not has_chinese(self._db):
                self._db.execute(f"ALTER TABLE alarms ADD COLUMN {WHY_ZH} TEXT")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def state(self, trial: Trial, camera_id: str) -> dict[str, Any] | None:
        """Return the candidate's rule state of a camera; None: there is none, or none that can be read."""
        with telling(self._path):
            row = self._db.execute(
                "SELECT state FROM states WHERE trial = ? AND camera = ?", (trial.id, camera_id)
            ).fetchone()
        try:
            return None if row is None else dict(json.loads(row[0]))
        except (ValueError, TypeError, RecursionError):
            return None  # it begins afresh, as a rule book does

    def keep(
        self,
        trial: Trial,
        camera_id: str,
        *,
        at: datetime,
        looked: Looked,
        state: Mapping[str, Any] | None = None,
        standing: Mapping[Side, Iterable[Sighting]] | None = None,
        ended: Mapping[Side, Iterable[Sighting]] | None = None,
        pictures: Pictures | None = None,
    ) -> None:
        """Write one look, and the counts gathered since the last one.

        Args:
            trial: whose look it was.
            camera_id: of which camera.
            at: when it was taken, UTC.
            looked: counts to add.
            state: the candidate's rule state after it; None leaves the one that is kept.
            standing: what stands open, by side.
            ended: what is over, by side.
            pictures: small masked JPEGs, kept with an alarm when it opens.
        """
        with telling(self._path), _transaction(self._db):
            now = at.timestamp()
            self._db.execute(
                "INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET until = max(until, excluded.until)",
                (*_names(trial), now, now),
            )
            self._db.execute(
                _LOOKED,
                (trial.id, camera_id, f"{at:%Y-%m-%d}", *looked.row),
            )
            if state is not None:
                self._db.execute(
                    "INSERT OR REPLACE INTO states VALUES (?, ?, ?)",
                    (trial.id, camera_id, json.dumps(state, sort_keys=True)),
                )
            for side, sightings in (standing or {}).items():
                self._db.executemany(
                    _STAND,
                    [_row(trial, side, one, (pictures or {}).get((side, one.subject))) for one in sightings],
                )
            for side, sightings in (ended or {}).items():
                self._db.executemany(
                    "UPDATE alarms SET ended = ? WHERE trial = ? AND side = ? AND subject = ? AND ended IS NULL",
                    [(now, trial.id, side.value, one.subject) for one in sightings],
                )

    def prune(self, now: datetime, keep_days: float) -> None:
        """Drop what is older, then what is more than the bounds."""
        before = (now - timedelta(days=keep_days)).timestamp()
        with telling(self._path), _transaction(self._db):
            self._db.execute("DELETE FROM alarms WHERE last_seen < ?", (before,))
            self._db.execute(
                "DELETE FROM alarms WHERE rowid IN "
                "(SELECT rowid FROM alarms ORDER BY last_seen DESC LIMIT -1 OFFSET ?)",
                (MAX_ALARMS,),
            )
            self._db.execute(
                "UPDATE alarms SET picture = NULL WHERE rowid IN (SELECT rowid FROM alarms "
                "WHERE picture IS NOT NULL ORDER BY last_seen DESC LIMIT -1 OFFSET ?)",
                (MAX_PICTURES,),
            )
            self._db.execute("DELETE FROM looked WHERE day < ?", (f"{instant_of(before):%Y-%m-%d}",))
            self._db.execute(
                "DELETE FROM states WHERE trial IN (SELECT id FROM trials WHERE until < ?)", (before,)
            )
            self._db.execute("DELETE FROM trials WHERE until < ?", (before,))


def _names(trial: Trial) -> tuple[str, ...]:
    return (
        trial.id,
        trial.live_model,
        trial.live_profile,
        trial.candidate_model,
        trial.candidate_profile,
    )


def _row(trial: Trial, side: Side, one: Sighting, picture: bytes | None) -> tuple[Any, ...]:
    at = one.at.timestamp()
    box = None if one.box is None else json.dumps([round(edge, 5) for edge in one.box.row])
    return (
        trial.id, side.value, one.subject, one.camera_id, one.matter, one.rule, one.zone, at, at,
        one.confidence, one.count, box, one.reason.tell("en"), picture, one.reason.tell("zh"),
    )  # fmt: skip


def has_chinese(db: sqlite3.Connection) -> bool:
    """Return whether a file keeps the reasons of alarms in Chinese too."""
    return any(row[1] == WHY_ZH for row in db.execute("PRAGMA table_info(alarms)"))


def instant_of(seconds: float) -> datetime:
    """Return the instant, UTC, of a column in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE ... COMMIT, or ROLLBACK."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:  # a full disk has rolled it back already; a refused COMMIT has not
            db.execute("ROLLBACK")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that names the file and, where it is damaged, what to do."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        damaged = "malformed" in str(error) or "no such" in str(error) or "decode" in str(error)
        raise StoreError(f"{path}: {error}" + (f". {CURE}" if damaged else "")) from error
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}. {CURE}") from error
