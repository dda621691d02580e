"""Bring a database to the newest revision of `migrations/`, or say why that cannot be."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from alerts.store.engine import reading
from core.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def configuration(engine: Engine) -> Config:
    """Return what Alembic's commands need; `migrations/env.py` takes the engine from it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))  # "%" is its own syntax
    config.attributes["engine"] = engine
    return config


def to_head(engine: Engine) -> None:
    """Upgrade to the newest revision; nothing happens where that is reached.

    Raises:
        StoreError: the database was written by a newer Gridwatch, or does not take the changes.
    """
    config = configuration(engine)
    scripts = ScriptDirectory.from_config(config)
    with reading(engine) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"the database is at revision {current}, which this Gridwatch does not know: "
            "it was written by a newer one; update Gridwatch, or open a copy from before"
        )
    command.upgrade(config, "head")
