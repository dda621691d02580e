"""What a shadow's book holds, read beside the process that writes it: trials with their alarms and counts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.geometry import Box
from gridwatch.shadow.agreement import WouldBe
from gridwatch.shadow.book import CURE, WHY_ZH, Looked, has_chinese, instant_of, telling
from gridwatch.shadow.trial import Side, Trial

_ALARMS = (
    "SELECT side, camera, matter, rule, zone, subject, opened, last_seen, ended, confidence, count, box, why, why_zh "
    "FROM alarms WHERE trial = ? ORDER BY opened, subject"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One trial as the book holds it."""

    trial: Trial
    since: datetime
    until: datetime  # last look
    cameras: int
    looked: Looked
    alarms: tuple[WouldBe, ...]


def read_book(path: Path) -> tuple[Kept, ...]:
    """Return every trial, the latest first.

    Raises:
        StoreError: there is no such book, or it cannot be read.
    """
    if not path.is_file():
        raise StoreError(
            f"no shadow has kept anything in {path}: set `shadow` in gridwatch.yaml and run the service"
        )
    try:
        with telling(path), closing(_reader(path)) as db:
            trials = db.execute("SELECT * FROM trials ORDER BY until DESC, id").fetchall()
            return tuple(_kept(db, row) for row in trials)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise StoreError(
            f"{path} holds a row that was not written like this ({type(error).__name__}: {error}). {CURE}"
        ) from error


def read_picture(path: Path, trial_id: str, side: Side, subject: str) -> bytes | None:
    """Return the masked picture of an alarm, where one was kept."""
    with telling(path), closing(_reader(path)) as db:
        row = db.execute(
            "SELECT picture FROM alarms WHERE trial = ? AND side = ? AND subject = ?",
            (trial_id, side.value, subject),
        ).fetchone()
    return None if row is None else row[0]


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)


def _kept(db: sqlite3.Connection, row: tuple[Any, ...]) -> Kept:
    trial = Trial(
        id=row[0], live_model=row[1], live_profile=row[2], candidate_model=row[3], candidate_profile=row[4]
    )
    cameras, *sums = db.execute(
        "SELECT count(DISTINCT camera), sum(looks), sum(pictures), sum(seconds), sum(shed), sum(failed) "
        "FROM looked WHERE trial = ?",
        (trial.id,),
    ).fetchone()
    looks, pictures, seconds, shed, failed = (value or 0 for value in sums)
    alarms = db.execute(
        _ALARMS if has_chinese(db) else _ALARMS.replace(WHY_ZH, "''"),
        (trial.id,),
    )
    return Kept(
        trial=trial,
        since=instant_of(row[5]),
        until=instant_of(row[6]),
        cameras=cameras,
        looked=Looked(looks=looks, pictures=pictures, seconds=seconds, shed=shed, failed=failed),
        alarms=tuple(_alarm(one) for one in alarms),
    )


def _alarm(row: tuple[Any, ...]) -> WouldBe:
    (
        side,
        camera,
        matter,
        rule,
        zone,
        subject,
        opened,
        last_seen,
        ended,
        confidence,
        count,
        box,
        why,
        why_zh,
    ) = row
    return WouldBe(
        side=Side(side),
        camera_id=camera,
        matter=matter,
        rule=rule,
        zone=zone,
        subject=subject,
        opened=instant_of(opened),
        last_seen=instant_of(last_seen),
        ended=None if ended is None else instant_of(ended),
        confidence=confidence,
        count=count,
        box=None if box is None else Box.of(json.loads(box)),
        why=why,
        why_zh=why_zh or "",
    )
