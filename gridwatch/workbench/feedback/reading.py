"""Reads incidents and their verdicts out of the service's store, without changing a byte of it.

`SqlStore` brings a database to the newest revision when it is opened; an export must not do that to a service that
may be running. Here SQLite is opened with `mode=ro`, and PostgreSQL in a read-only transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from alerts.store.address import read_address
from alerts.store.base import IncidentQuery, Reader
from alerts.store.engine import BUSY_MS, open_engine, reading
from alerts.store.sql_reader import SqlReader
from core.errors import StoreError
from core.incident import Incident, Status
from gridwatch.workbench.feedback.verdicts import By, Verdict, proven_gone, verdict_of

_RAISED = tuple(status for status in Status if status not in {Status.CANDIDATE, Status.EXPIRED})
_PAGE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """An incident with what is known of it."""

    incident: Incident
    verdict: Verdict | None  # None: nobody has said anything yet
    gone: bool = False  # looks have shown that it is gone


@contextmanager
def reading_only(url: str, environment: Mapping[str, str]) -> Iterator[SqlReader]:
    """Open one consistent view of the store at `url` that cannot write.

    Raises:
        StoreError: there is no database, or it was never used by Gridwatch.
    """
    address = read_address(url, environment)
    engine = _engine(address)
    try:
        with reading(engine) as connection:
            yield SqlReader(connection)
    finally:
        engine.dispose()


def read_cases(
    reader: Reader, since: datetime | None, trusted: Collection[By] = tuple(By)
) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """Return the cases with a verdict since then, first seen first, and everything their cameras ever raised.

    Args:
        reader: one view of the store.
        since: verdicts before do not count; None takes all.
        trusted: what a verdict may rest on; another one counts as none.
    """
    told = [
        case
        for incident in _all(reader, IncidentQuery(statuses=_RAISED, since=since, limit=_PAGE))
        if (case := _case(reader, incident, trusted)).verdict is not None
        and (since is None or case.verdict.at >= since)
    ]
    around: dict[str, Case] = {case.incident.id: case for case in told}
    for camera in sorted({camera for case in told for camera in case.incident.cameras}):
        for incident in _all(reader, IncidentQuery(statuses=_RAISED, camera_id=camera, limit=_PAGE)):
            if incident.id not in around:
                around[incident.id] = _case(reader, incident, trusted)
    return _in_order(told), _in_order(around.values())


def _case(reader: Reader, incident: Incident, trusted: Collection[By]) -> Case:
    history = reader.history(incident.id)
    verdict = verdict_of(incident, history)
    if verdict is not None and verdict.by not in trusted:
        verdict = None
    return Case(incident=incident, verdict=verdict, gone=proven_gone(incident, history))


def _in_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: (case.incident.created_at, case.incident.id)))


def _all(reader: Reader, query: IncidentQuery) -> Iterator[Incident]:
    while True:
        page = reader.find(query)
        yield from page.incidents
        if page.next is None:
            return
        query = replace(query, after=page.next)


def _engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite" or not address.database:
        return open_engine(address, durable=True)
    path = Path(address.database).absolute()
    if not path.is_file():
        raise StoreError(f"{path}: no such database; start the service once, or correct storage.url")

    def opened() -> sqlite3.Connection:
        found = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=BUSY_MS / 1000)
        found.isolation_level = None
        return found

    engine = create_engine("sqlite://", creator=opened, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")  # one snapshot for all pages

    return engine
