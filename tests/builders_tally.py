"""Builders of facts: plain values in, a narrow row out."""

from __future__ import annotations

from typing import Any

from alerts.store.facts import Fact
from alerts.tally.columns import Columns

NOON = 1_793_600_000_000_000  # microseconds since 1970
HOUR = 3_600_000_000
DAY = 24 * HOUR


def fact(name: str = "inc_1", **changes: Any) -> Fact:
    """Build an open incident of the first grid."""
    made = Fact(
        id=name,
        status="open",
        matter="waste",
        owner="police",
        grid="330109001002003",
        lon=120.25,
        lat=30.45,
        created_at=NOON,
        held="",
        overdue=0,
    )
    return made._replace(**changes)


def columns_of(*facts: Fact) -> Columns:
    """Build columns of some incidents."""
    columns = Columns()
    columns.put(facts)
    return columns
