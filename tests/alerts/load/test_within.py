"""What a part of the district adds to the load."""

from __future__ import annotations

import pytest

from alerts.load.within import within
from alerts.store.load import LoadMark, Marked
from alerts.store.memory import MemoryStore
from core.people.scope import EVERYTHING, Scope
from tests import builders_store as build
from tests.builders import at

_PLACES = {"a": "330109001002003", "b": "330109001005001", "c": "330109002001001"}


def _mark(name: str, street: str, owner: str) -> LoadMark:
    return LoadMark(at=at(0), incident_id=f"inc_{name}", what=Marked.SHOWN, owner=owner, street=street)


_MARKS = (
    _mark("a", "330109001", "police"),
    _mark("b", "330109001", "schools"),
    _mark("c", "330109002", "police"),
    _mark("gone", "330109001", "police"),
    _mark("nowhere", "", "police"),
)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (EVERYTHING, "a b c gone nowhere"),
        (Scope(owners=("police",)), "a c gone nowhere"),
        (Scope(grids=("330109001",)), "a b gone"),
        (Scope(grids=("3301",)), "a b c gone"),
        (Scope(grids=("330109001002",)), "a"),
        (Scope(grids=("330109001005", "330109002"), owners=("police", "schools")), "b c"),
        (Scope(grids=("330109001",), owners=("schools",)), "b"),
    ],
)
def test_marks_of_a_scope(scope: Scope, names: str) -> None:
    """By owner and street; a finer scope asks where the case lies, and one that is not kept lies in none."""
    store = MemoryStore()
    with store.write() as writer:
        for name, grid in _PLACES.items():
            owner = next(one.owner for one in _MARKS if one.incident_id == f"inc_{name}")
            writer.put_incident(
                build.incident(f"inc_{name}", owner=owner, place=build.place(grid=grid)), [build.step()]
            )
    with store.read() as reader:
        found = within(reader, scope, _MARKS)
    assert [one.incident_id.removeprefix("inc_") for one in found] == names.split()
