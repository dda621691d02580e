"""Migrations: forth and back, equal to the tables, and refused where the database is newer."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url

from alerts.store.base import DeliveryState, Head
from alerts.store.engine import open_engine, reading, writing
from alerts.store.migrate import configuration, to_head
from alerts.store.sql import SqlStore
from alerts.store.tables import metadata
from alerts.store.trail import Draft, Kind, bind, digest
from core.errors import StoreError
from core.incident import Status
from tests.builders import at
from tests.builders_store import attempt, changed, delivery, incident, place, step


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database in a folder whose name Alembic's own syntax would trip over."""
    folder = tmp_path / "100% %(here)s"
    folder.mkdir()
    made = open_engine(make_url("sqlite://").set(database=str(folder / "x.db")), durable=False)
    yield made
    made.dispose()


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_forth_and_back_and_forth(engine):
    """Every revision can be taken back, down to nothing."""
    to_head(engine)
    assert _tables(engine) == set(metadata.tables)
    command.downgrade(configuration(engine), "base")
    assert _tables(engine) == set()
    to_head(engine)
    to_head(engine)
    assert _tables(engine) == set(metadata.tables)


def test_migrations_make_exactly_the_tables(engine):
    """Alembic finds nothing to generate; indexes and checks included."""
    to_head(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        made = {r.name: r.sql for r in connection.execute(text("SELECT name, sql FROM sqlite_master"))}
    fresh = open_engine(make_url("sqlite://").set(database=engine.url.database + "2"), durable=False)
    with writing(fresh) as connection:
        metadata.create_all(connection)
        wanted = {r.name: r.sql for r in connection.execute(text("SELECT name, sql FROM sqlite_master"))}
    fresh.dispose()
    made = {name: sql for name, sql in made.items() if "alembic_version" not in name}
    assert made.keys() == wanted.keys()
    for name, sql in wanted.items():  # partial indexes are invisible to the comparison above
        if name.startswith("ix_"):
            assert made[name] == sql


def test_one_line_of_revisions():
    """No branches; each revision has one before it, and the first has none."""
    scripts = ScriptDirectory.from_config(configuration(open_engine(make_url("sqlite:///x"), durable=False)))
    assert len(scripts.get_heads()) == 1
    assert scripts.get_bases() == ["v0001"]


def test_newer_database_is_refused(engine):
    """What a newer Gridwatch wrote is not touched."""
    to_head(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    with pytest.raises(StoreError, match=r"v9999, which this Gridwatch does not know.*newer"):
        to_head(engine)


def test_cases_from_before_the_trail_are_bound_and_say_so(engine):
    """Steps, messages and how they ended; each row marked, candidates left out, the next row bound to the last."""
    store = SqlStore(str(engine.url), environment={})
    with store.write() as writer:
        writer.put_incident(incident("inc_0", status=Status.CANDIDATE), [step()])
        for name in ("inc_1", "inc_2"):
            writer.put_incident(incident(name), [step(1), step(2, "confirmed")])
        writer.enqueue(delivery())
        writer.enqueue(delivery("msg_2", incident_id="inc_2"))
        writer.settle(attempt(seconds=3), state=DeliveryState.ACCEPTED, next_at=None)
    with store.read() as reader:
        document = reader.case_files(["inc_1"])[0].document or ""
    command.downgrade(configuration(engine), "v0002")
    to_head(engine)
    with store.read() as reader:
        rows = reader.trail()
        assert [(row.incident_id, row.kind) for row in rows] == [
            *[("inc_1", "step"), ("inc_1", "step"), ("inc_2", "step"), ("inc_2", "step")],
            *[("inc_1", "queued"), ("inc_1", "settled"), ("inc_2", "queued")],
        ]
        assert all('"bound":"by migration v0003"' in row.record for row in rows)
        assert f'"state":"{digest(document)}"' in rows[1].record
        assert rows[5].at == at(3.25)
    with store.write() as writer:
        writer.put_incident(changed(incident("inc_2"), seconds=9), [step(3, "confirmed", seconds=9)])
    with store.read() as reader:
        rows = reader.trail()
        drafts = [
            Draft(incident_id=row.incident_id, at=row.at, kind=Kind(row.kind), record=row.record)
            for row in rows
        ]
        assert bind(drafts, Head(), {}) == (list(rows), reader.trail_head())
        assert [row.seq for row in reader.trail_of("inc_2")] == [1, 2, 3, 4]
    store.close()


def test_heads_of_an_older_database_are_found(engine):
    """What was waiting when it was updated goes out in order: the oldest pending row of each queue is marked."""
    command.upgrade(configuration(engine), "v0001")
    row = "INSERT INTO delivery (id, seq, incident_id, incident_version, receiver, type, body, created_at, next_at,"
    row += " state, attempts, spent) VALUES ('{0}', {1}, '{2}', 1, '{3}', 't', x'', 0, 0, '{4}', 0, 0)"
    rows = [
        ("a1", 1, "a", "r", "accepted"),
        ("a2", 2, "a", "r", "pending"),
        ("a3", 3, "a", "r", "pending"),
        ("b1", 1, "b", "r", "dead"),
        ("a4", 1, "a", "s", "pending"),
    ]
    with contextlib.closing(
        sqlite3.connect(engine.url.database)
    ) as raw:  # which does not ask for the incidents
        for values in rows:
            raw.execute(row.format(*values))
        raw.commit()
    to_head(engine)
    with reading(engine) as connection:
        found = connection.execute(text("SELECT id FROM delivery WHERE head = 1 ORDER BY id"))
        assert [one.id for one in found] == ["a2", "a4"]


def test_rows_of_figures_from_before_they_said_where_take_it_from_their_cases(engine):
    """Each its own place; nothing else of the row moves."""
    store = SqlStore(str(engine.url), environment={})
    with store.write() as writer:
        for number in range(3):
            writer.put_incident(incident(f"inc_{number}", place=place(lon=120 + number)), [step()])
    with store.read() as reader:
        before = reader.case_figures()
    assert [row.lon for row in before] == [120, 121, 122]
    command.downgrade(configuration(engine), "v0013")
    to_head(engine)
    with store.read() as reader:
        assert reader.case_figures() == before
    store.close()
