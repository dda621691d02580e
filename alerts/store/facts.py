"""Incidents as figures count them: the narrow row of each without its document. The store's part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from core.incident import Status

# Nobody was told of these, and no figure counts them.
UNCOUNTED = frozenset({Status.CANDIDATE, Status.EXPIRED})


class Fact(NamedTuple):
    """One incident as it stands. A tuple, not a record: a million of them are read at a start."""

    id: str
    status: str
    matter: str  # key
    owner: str
    grid: str  # deepest code known; "" outside of the district
    lon: float  # degrees, WGS-84
    lat: float
    created_at: int  # microseconds since 1970, UTC
    held: str  # why it waits for an operator; "" when it does not
    overdue: int  # 1: a unit has had it for longer than its limit


class FactReader(Protocol):
    """What can be asked."""

    def facts(self, after: str = "", limit: int = 50_000) -> Sequence[Fact]:
        """Return incidents that are more than candidates, in the order of ids, after this one."""
        ...

    def facts_of(self, incident_ids: Sequence[str]) -> Sequence[Fact]:
        """Return those of these incidents that are kept, whatever their status, in no order."""
        ...

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of incidents that are more than candidates and begin so, in order."""
        ...
