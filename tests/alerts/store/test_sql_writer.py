"""Records become rows. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.store.base import DeliveryState
from alerts.store.sql import SqlStore
from core.geo import Datum
from core.incident import Status
from tests.builders import at
from tests.builders_store import changed, delivery, incident, place, step, view


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty database."""
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def _all(store: SqlStore, statement: str) -> list[tuple]:
    with store.read() as reader:
        return [tuple(row) for row in reader._connection.execute(text(statement))]


def test_columns_follow_the_document(store):
    """What lists filter by is written anew with every version; coordinates in WGS-84."""
    one = incident()
    gcj = type(one.place)(point=one.place.point.to(Datum.GCJ02), radius_m=1.0, origin=one.place.origin)
    with store.write() as writer:
        writer.put_incident(incident(place=place(grid="330109001")), [step()])
        writer.put_incident(changed(incident(place=gcj), seconds=5, status=Status.CLOSED, owner="police"), [])
    rows = _all(store, "SELECT version, steps, status, live, owner, street, community, grid FROM incident")
    assert rows == [(2, 1, "closed", 0, "police", "", "", "")]
    ((lon, lat),) = _all(store, "SELECT lon, lat FROM incident")
    assert (lon, lat) == (pytest.approx(120.25, abs=1e-8), pytest.approx(30.45, abs=1e-8))


def test_side_rows_follow_the_views(store):
    """Cameras and live subjects that are gone leave no row behind."""
    one = incident(views=(view(subject="a"), view("cam-2", "b")))
    two = changed(one, seconds=1, views=(view("cam-2", "b"), view("cam-3", "c")))
    with store.write() as writer:
        writer.put_incident(one, [step()])
        writer.put_incident(two, [])
    assert _all(store, "SELECT camera_id FROM incident_camera ORDER BY 1") == [("cam-2",), ("cam-3",)]
    assert _all(store, "SELECT subject FROM live_subject ORDER BY 1") == [("b",), ("c",)]
    with store.write() as writer:
        writer.put_incident(changed(two, seconds=2, status=Status.REJECTED), [])
    assert _all(store, "SELECT subject FROM live_subject") == []
    assert len(_all(store, "SELECT camera_id FROM incident_camera")) == 2


def test_replay_of_very_many_ids(store, monkeypatch):
    """More ids than one statement takes are done in parts."""
    monkeypatch.setattr("alerts.store.sql_writer._ID_CHUNK", 2)
    with store.write() as writer:
        writer.put_incident(incident(), [step()])
        for n in range(5):
            writer.enqueue(delivery(f"msg_{n}", state=DeliveryState.DEAD))
        assert writer.requeue([f"msg_{n}" for n in range(5)], at(1)) == 5
