"""Migrations: forth and back, equal to the tables, and refused where the database is newer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url

from alerts.store.engine import open_engine, reading, writing
from alerts.store.migrate import configuration, to_head
from alerts.store.tables import metadata
from core.errors import StoreError


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
