from __future__ import annotations

from alerts.store import people_tables
from alerts.store.tables import metadata


def test_they_are_among_the_tables() -> None:
    """What the migrations are held against."""
    names = {"person", "person_session", "person_lock", "person_audit"}
    assert names <= set(metadata.tables)
    assert people_tables.person_audit.c.number.autoincrement is False
