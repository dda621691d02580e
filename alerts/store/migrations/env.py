"""Run by Alembic: upgrades and downgrades in one transaction, on the engine that the store opened."""

from __future__ import annotations

from alembic import context

from alerts.store.engine import writing
from alerts.store.tables import metadata


def run() -> None:
    """Run what the command asks for."""
    # BEGIN IMMEDIATE: of two processes that open a new database at once, one waits for the other.
    with writing(context.config.attributes["engine"]) as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,  # SQLite changes a column only by copying its table
            transactional_ddl=False,  # this block is the transaction, on both databases
        )
        context.run_migrations()


run()
