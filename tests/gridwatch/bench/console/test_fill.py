"""A filled store is one that the store itself might have written."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy

from alerts.store import codec, rows
from alerts.store.base import IncidentQuery
from alerts.store.figures import FILLED
from alerts.store.figuring import figure_of
from alerts.store.sql import SqlStore
from alerts.store.tables import metadata
from core.errors import GridwatchError
from core.incident import Status
from gridwatch.bench.console.fill import TABLES
from gridwatch.bench.console.folder import DATABASE, PICTURES, Wanted, make_folder
from tests.gridwatch.bench.console.conftest import NOW


def _all(store: SqlStore, table: str) -> list[dict]:
    with store.read() as reader:
        found = reader._connection.execute(sqlalchemy.select(metadata.tables[table]))
        return [dict(row._mapping) for row in found]


def test_documents_and_columns_agree(store: SqlStore) -> None:
    """Each is read by the codec, written as it lies there, and lists filter by what it says."""
    columns = {row["id"]: row for row in _all(store, "incident")}
    assert len(columns) == 400
    with store.read() as reader:
        for row in _all(store, "incident_document"):
            one = codec.decode_incident(row["document"])
            history = reader.history(one.id)
            assert codec.encode_incident(one) == row["document"]
            assert rows.incident_row(one, steps=len(history)) == columns[one.id]
            assert [entry.seq for entry in history] == list(range(1, len(history) + 1))
            assert history[-1].after is one.status
            assert history[0].at == one.created_at
            assert one.updated_at <= NOW
            assert one.title.endswith(one.place.grid[-1].name)


def test_side_tables_follow(store: SqlStore) -> None:
    """Cameras, live subjects and the row of figures, as they would come of the documents."""
    with store.read() as reader:
        kept = [codec.decode_incident(row["document"]) for row in _all(store, "incident_document")]
        figures = [
            figure_of(None, one, reader.history(one.id))._replace(number=n, changed=n)
            for n, one in enumerate(sorted(kept, key=lambda one: one.id), start=1)
        ]
        assert list(reader.case_figures()) == figures
        assert reader.bookmark(FILLED) == {"id": None}
    seen = {(row["camera_id"], row["incident_id"]) for row in _all(store, "incident_camera")}
    assert seen == {(camera, one.id) for one in kept for camera in one.cameras}
    live = {row["incident_id"] for row in _all(store, "live_subject")}
    assert live == {one.id for one in kept if not one.status.ended}
    assert len(live) == 1
    assert {row["incident_id"] for row in _all(store, "load_mark")} == {one.id for one in kept}


def test_a_case_goes_on_where_the_filler_left_it(store: SqlStore) -> None:
    """The store takes its next version, and finds it by every filter."""
    with store.read() as reader:
        one = reader.find(IncidentQuery(statuses=(Status.CLOSED,), limit=1)).incidents[0]
        query = IncidentQuery(
            owners=(one.owner,),
            matters=(one.matter.key,),
            grid_prefix=one.place.grid_code,
            camera_id=one.cameras[0],
        )
        assert one in reader.find(query).incidents
        assert sum(reader.count_by_status().values()) == 400


def test_nothing_of_the_schema_is_lost(store: SqlStore) -> None:
    """Every index that was taken away is there again."""
    wanted = {index.name for name in TABLES for index in metadata.tables[name].indexes}
    with store.read() as reader:
        found = reader._connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert wanted <= {row[0] for row in found}


def test_what_lives_has_pictures(filled: Path, store: SqlStore) -> None:
    """They can be looked at; those of what has ended were dropped long ago."""
    with store.read() as reader:
        (one,) = reader.live_incidents()
    for picture in one.pictures:
        assert (filled / PICTURES / picture.raw_key).is_file()
        assert (filled / PICTURES / picture.masked_key).is_file()


def test_no_database_is_written_over(filled: Path) -> None:
    """It might be somebody's."""
    with pytest.raises(GridwatchError, match="is there already"):
        make_folder(filled, Wanted(incidents=1, cameras=10), now=NOW)
    assert (filled / DATABASE).stat().st_size > 100_000
