"""A part of the district, asked of every store: lists by pages, and counts."""

from __future__ import annotations

import pytest

from alerts.ledger import Search, search
from alerts.store.base import IncidentQuery, Store
from core.incident import Status
from core.people.scope import EVERYTHING, Scope
from tests import builders_store as build

MINE, NEXT, OTHER = "330109001002003", "330109001002004", "330109002001001"


@pytest.fixture
def filled(store: Store) -> Store:
    """Four cases: two grids of one street, one of another street, one in no grid; of two owners."""
    with store.write() as writer:
        for number, (grid, owner) in enumerate(
            [(MINE, "police"), (NEXT, "schools"), (OTHER, "police"), (MINE, "schools")]
        ):
            one = build.incident(f"inc_{number}", seconds=number, owner=owner, place=build.place(grid=grid))
            writer.put_incident(one, [build.step()])
            writer.enqueue(build.delivery(f"msg_{number}", incident_id=one.id, seconds=number))
    return store


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (EVERYTHING, [3, 2, 1, 0]),
        (Scope(grids=("330109001",)), [3, 1, 0]),
        (Scope(grids=("3301",)), [3, 2, 1, 0]),
        (Scope(grids=(MINE, OTHER)), [3, 2, 0]),
        (Scope(owners=("police",)), [2, 0]),
        (Scope(grids=("330109001002",), owners=("schools",)), [3, 1]),
        (Scope(grids=("440305",)), []),
        (Scope(owners=("'; drop table incident; --",)), []),
    ],
)
def test_a_part_is_listed_counted_and_its_deliveries_found(
    filled: Store, scope: Scope, found: list[int]
) -> None:
    """Any of the prefixes, any of the owners, both where both are given; page by page the same."""
    with filled.read() as reader:
        assert [one.id for one in reader.find(IncidentQuery(scope=scope)).incidents] == [
            f"inc_{number}" for number in found
        ]
        assert reader.count_by_status(scope) == ({Status.OPEN: len(found)} if found else {})
        assert reader.count_waiting(scope) == {}
        paged: list[str] = []
        after = None
        while True:
            page = reader.find(IncidentQuery(scope=scope, limit=1, after=after))
            paged += [one.id for one in page.incidents]
            after = page.next
            if after is None:
                break
        assert paged == [f"inc_{number}" for number in found]
        sent = search(reader, Search(scope=scope)).deliveries
        assert [one.id for one in sent] == [f"msg_{number}" for number in sorted(found)]


def test_a_scope_and_a_filter_both_hold(filled: Store) -> None:
    """A filter narrows; it never widens what somebody may see."""
    with filled.read() as reader:
        query = IncidentQuery(scope=Scope(grids=("330109001",)), grid_prefix="330109002")
        assert reader.find(query).incidents == ()
        query = IncidentQuery(scope=Scope(owners=("police",)), owners=("schools", "police"))
        assert [one.id for one in reader.find(query).incidents] == ["inc_2", "inc_0"]
