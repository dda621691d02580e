"""The marks of a part of the district: by owner and street as they are marked, by the case where a scope is finer."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.store.base import Reader
from alerts.store.load import LoadMark
from core.people.scope import Scope

_AT_ONCE = 500  # cases


def within(reader: Reader, scope: Scope, marks: Sequence[LoadMark]) -> tuple[LoadMark, ...]:
    """Return the marks of cases that a scope holds, in order."""
    if scope.everything:
        return tuple(marks)
    kept = [mark for mark in marks if _may_lie(scope, mark)]
    unsure = {mark.incident_id for mark in kept if scope.grids and not mark.street.startswith(scope.grids)}
    inside = _inside(reader, scope, sorted(unsure))
    return tuple(mark for mark in kept if mark.incident_id not in unsure or mark.incident_id in inside)


def _may_lie(scope: Scope, mark: LoadMark) -> bool:
    """Return whether it lies in the scope as far as its street says: a scope may be one community of it."""
    if scope.owners and mark.owner not in scope.owners:
        return False
    if not scope.grids:
        return True
    return bool(mark.street) and any(
        mark.street.startswith(one) or one.startswith(mark.street) for one in scope.grids
    )


def _inside(reader: Reader, scope: Scope, incident_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(incident_ids), _AT_ONCE):
        cases = reader.incidents(incident_ids[start : start + _AT_ONCE])
        found |= {
            one.id for one in cases.values() if scope.holds(grid=one.place.grid_code, owners=(one.owner,))
        }
    return found
