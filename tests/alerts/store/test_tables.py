"""The tables as such."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from alerts.store.tables import metadata


def test_tables_can_be_made_on_postgresql():
    """Every statement compiles for it; row numbers have eight bytes there."""
    dialect = postgresql.dialect()
    texts = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    texts += [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]
    assert any("number BIGSERIAL" in text for text in texts)
    assert any("ix_delivery_queue" in text and "WHERE state = 'pending'" in text for text in texts)


def test_every_reference_is_led_by_an_index():
    """Else deleting or joining what is pointed at would read whole tables."""
    for table in metadata.sorted_tables:
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading |= {next(iter(table.primary_key.columns)).name}
        leading |= {next(iter(c.columns)).name for c in table.constraints if len(c.columns) > 1}
        for key in table.foreign_keys:
            assert key.parent.name in leading, f"{table.name}.{key.parent.name}"
