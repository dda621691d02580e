"""A SQLite store filled with a year of a district's cases, a million in a minute or three.

Each life of each matter is led once by the real filing into a small store; its rows, with blanks (blank.py), are
written over and over into the large one. Indexes are taken away meanwhile and made anew at the end. What a case has
no rows of here: deliveries, their ledger, the trail (an audit says so), and pictures of what has ended.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.schema import CreateIndex, DropIndex

from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.evidence import EvidenceStore
from alerts.store import figures
from alerts.store.figure_tables import case_figure
from alerts.store.sql import SqlStore
from alerts.store.tables import metadata
from core.errors import GridwatchError
from core.ids import CountingIds
from gridwatch.bench.console.blank import Blank, Marks, blank_of
from gridwatch.bench.console.casting import Role, cast
from gridwatch.bench.console.district import Spot
from gridwatch.bench.console.lives import ENDED, LIVE, Life, lead

TABLES = (
    "incident",
    "incident_document",
    "incident_camera",
    "live_subject",
    "step",
    "load_mark",
    "case_figure",
)
"""What is filled, each after those that it refers to."""
_GIVEN_BY_DATABASE = frozenset({("load_mark", "number")})
_NUMBERED = {"number": "number", "changed": "number"}  # columns of case_figure: 1, 2, 3 ... of this store
_AT_ONCE = 2_000  # cases in one round of inserts


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """What cases are made with."""

    cameras: Sequence[Spot]
    codes: CodeTable
    work: Casework
    matters: Mapping[str, float]  # matter -> how often, against the others


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What was done."""

    incidents: int
    live: int
    cameras: int
    seconds: float
    bytes: int  # of the database


def fill(
    path: Path,
    city: City,
    *,
    incidents: int,
    now: datetime,
    seed: int = 0,
    evidence: EvidenceStore | None = None,
    picture: Callable[[int], bytes] | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Filled:
    """Make a database at `path` with so many cases up to `now`.

    `evidence` and `picture` (a JPEG for a number): give what is alive a picture that can be looked at.

    Raises:
        GridwatchError: there is a database already.
    """
    if path.exists():
        raise GridwatchError(f"{path} is there already; name a file that is not there")
    began = time.monotonic()
    roles = _roles(city)
    SqlStore(f"sqlite:///{path}", environment={}).close()  # the tables, as a migration makes them
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        live = _Filler(raw, evidence, picture, progress).run(
            cast(roles, city.matters, city.cameras, count=incidents, now=now, seed=seed)
        )
    finally:
        raw.close()
    return Filled(
        incidents=incidents,
        live=live,
        cameras=len(city.cameras),
        seconds=time.monotonic() - began,
        bytes=path.stat().st_size,
    )


def _roles(city: City) -> dict[tuple[Life, str], Role]:
    made: dict[tuple[Life, str], Role] = {}
    with tempfile.TemporaryDirectory(prefix="gridwatch-fill-") as folder:
        store = SqlStore(f"sqlite:///{Path(folder) / 'led.db'}", environment={})
        ids = CountingIds()
        try:
            for life in (*ENDED, *LIVE):
                led = lead(store, life, tuple(city.matters), city.codes, city.work, ids)
                for matter, case in led.ids.items():
                    blanks = _blanks(store, case, led.marks[matter])
                    offsets = frozenset[tuple[int, bool]]().union(
                        *(b.offsets for rows in blanks.values() for b in rows)
                    )
                    made[life, matter] = Role(life, led.minutes, blanks, offsets)
        finally:
            store.close()
    return made


def _blanks(store: SqlStore, case: str, marks: Marks) -> dict[str, tuple[Blank, ...]]:
    """Return the rows that the store has written for one case."""
    found: dict[str, tuple[Blank, ...]] = {}
    with store.read() as reader:
        for name in TABLES:
            table = metadata.tables[name]
            key = table.c.id if name == "incident" else table.c.incident_id
            columns = [c for c in table.c if (name, c.name) not in _GIVEN_BY_DATABASE]
            rows = reader._connection.execute(sqlalchemy.select(*columns).where(key == case))  # noqa: SLF001 - as they lie there
            given = _NUMBERED if table is case_figure else None
            found[name] = tuple(blank_of(name, dict(row._mapping), marks, given) for row in rows)  # noqa: SLF001 - its public name
    return found


class _Filler:
    """Writes rows, many at a time, into a database that nobody else has open."""

    def __init__(
        self,
        raw: sqlite3.Connection,
        evidence: EvidenceStore | None,
        picture: Callable[[int], bytes] | None,
        progress: Callable[[int], None],
    ) -> None:
        self._raw = raw
        self._evidence = evidence
        self._picture = picture
        self._progress = progress
        self._rows: dict[str, list[list[Any]]] = defaultdict(list)
        self._inserts: dict[str, str] = {}

    def run(self, cases: Any) -> int:
        """Write all; return how many live."""
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -400000"):
            self._raw.execute(f"PRAGMA {pragma}")
        indexes = [
            i for name in TABLES for i in sorted(metadata.tables[name].indexes, key=lambda i: i.name or "")
        ]
        for index in indexes:
            self._raw.execute(_sql(DropIndex(index)))
        self._raw.execute("BEGIN")
        live = self._write(cases)
        for index in indexes:
            self._raw.execute(_sql(CreateIndex(index)))
        filled = '{"id":null}'  # every case has its row of figures
        self._raw.execute("DELETE FROM bookmark WHERE name = ?", (figures.FILLED,))
        self._raw.execute("INSERT INTO bookmark (name, document) VALUES (?, ?)", (figures.FILLED, filled))
        self._raw.execute("COMMIT")
        self._raw.execute("PRAGMA journal_mode = WAL")
        return live

    def _write(self, cases: Any) -> int:
        live = 0
        for number, (role, values, start) in enumerate(cases, start=1):
            if role.life in LIVE:
                live += 1
                self._show(values, start, number)
            for name, blanks in role.blanks.items():
                if blanks and name not in self._inserts:
                    self._inserts[name] = _insert(name, blanks[0].columns)
                self._rows[name] += [blank.filled(values) for blank in blanks]
            if number % _AT_ONCE == 0:
                self._flush()
                self._progress(number)
        self._flush()
        return live

    def _flush(self) -> None:
        for name in TABLES:
            if rows := self._rows.pop(name, None):
                self._raw.executemany(self._inserts[name], rows)

    def _show(self, values: dict[str, Any], start: datetime, number: int) -> None:
        if self._evidence is None or self._picture is None:
            return
        jpeg = self._picture(number)
        told: dict[str, Any] = {"incident_id": values["id"], "role": "before", "taken_at": start}
        values["raw"] = self._evidence.keep(jpeg, kind="raw", **told)
        values["masked"] = self._evidence.keep(jpeg, kind="out", **told)
        values["sha"] = hashlib.sha256(jpeg).hexdigest()


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names


def _sql(statement: Any) -> str:
    from sqlalchemy.dialects import sqlite

    return str(statement.compile(dialect=sqlite.dialect()))


def small_pictures(seed: int = 0, kinds: int = 12) -> Callable[[int], bytes]:
    """Return what gives one of a few grey street scenes as JPEG."""
    import cv2
    import numpy as np

    rng = random.Random(f"pictures {seed}")  # noqa: S311 - the same each time
    made = []
    for _ in range(kinds):
        picture = np.full((360, 640, 3), rng.randrange(90, 170), np.uint8)
        cv2.rectangle(picture, (0, 200), (639, 359), (rng.randrange(60, 110),) * 3, -1)
        for _ in range(18):
            x, y = rng.randrange(640), rng.randrange(150, 360)
            colour = tuple(rng.randrange(40, 220) for _ in range(3))
            cv2.rectangle(picture, (x, y), (x + rng.randrange(10, 80), y + rng.randrange(8, 40)), colour, -1)
        made.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes())
    return lambda number: made[number % kinds]
