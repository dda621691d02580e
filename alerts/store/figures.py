"""What a store keeps to count by: a narrow row a case, deliveries by hour and receiver, looks by hour and owner.

Each is written in the transaction that it counts, so that a figure never tells another story than the list of cases.
A row of a case says all that any figure asks of it; whoever counts keeps the rows in memory (alerts/figures/) and reads
only those that have changed since, by `changed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from core.people.scope import EVERYTHING, Scope

HOUR_US = 3_600_000_000  # microseconds
LATE_US = 300_000_000  # a delivery accepted later than five minutes after it was queued is late
FILLED = "figures.filled"
"""Bookmark: up to which incident older ones have been given their rows."""


class CaseFigure(NamedTuple):
    """One case as figures see it. A tuple, not a record: a million are read at a start.

    Times are microseconds since 1970 UTC, 0 where it has not come to that.
    """

    number: int  # 1, 2, 3 ... without a gap, in order of entering; stays
    changed: int  # 1, 2, 3 ... the newest change has the highest; no two rows have the same
    incident_id: str
    found_at: int  # first seen
    opened_at: int  # became an incident
    handled_at: int  # called done, by the last word about it
    verified_at: int  # looks have shown that it is gone
    due_at: int  # the unit's limit in the present or last round
    status: str
    stage: str  # of the city's case
    held: str  # why it waits for an operator
    overdue: int  # 1: a unit has it for longer than its limit
    merged: int  # 1: went into another, which is counted
    proof: str  # strongest that speaks for it: "operator" | "handled" | "looks" | ""
    verdict: str  # the same, or "rejected" by an operator, or ""
    matter: str
    severity: str
    owner: str
    unit: str  # code of who has to handle it
    grid: str  # deepest code known
    camera: str  # that saw it first
    lon: float  # degrees, WGS-84
    lat: float


class MarkFigure(NamedTuple):
    """One alarm shown to operators, as figures see it."""

    number: int
    at: int  # microseconds
    group: str  # of alike ones told as one; "" for a line of its own
    matter: str
    severity: str
    owner: str
    street: str
    source: str
    case: int  # number of its case; 0 where it has none


class DeliveryFigure(NamedTuple):
    """What became of what was queued in one hour for one receiver."""

    hour: int  # since 1970 UTC
    receiver: str
    queued: int
    accepted: int
    late: int  # of the accepted
    dead: int
    held: int  # its receiver is disabled


class LookFigure(NamedTuple):
    """The patrol periods that ended in one hour, of one owner's cameras."""

    hour: int  # since 1970 UTC
    owner: str
    due: int
    on_time: int
    late: int
    kinds: str  # JSON: "failed.<kind>" and "missed.<kind>" to how many


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """Patrol periods to be added to an hour."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)  # "failed.<kind>" | "missed.<kind>"


class FigureReader(Protocol):
    """What can be asked."""

    def last_figure(self) -> int:
        """Return the highest `changed`, 0 where there is no case."""
        ...

    def case_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[CaseFigure]:
        """Return cases that were changed after this `changed`, in the order of their changes."""
        ...

    def figure_ids(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the incidents behind numbers of cases."""
        ...

    def ids_starting(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Return ids of cases that begin so, in order."""
        ...

    def figure_numbers(self, incident_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the numbers of those of these incidents that are cases."""
        ...

    def mark_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[MarkFigure]:
        """Return alarms shown, alone or in a group, after this number, in order."""
        ...

    def delivery_figures(self, since: int, until: int, scope: Scope = EVERYTHING) -> Sequence[DeliveryFigure]:
        """Return hours from `since` on and before `until`, in order of hour and receiver.

        Of a scope that does not hold everything they are counted row by row: messages about its cases.
        """
        ...

    def look_figures(self, since: int, until: int) -> Sequence[LookFigure]:
        """Return hours from `since` on and before `until`, in order of hour and owner."""
        ...

    def first_hour(self) -> int | None:
        """Return the first hour since 1970 UTC of which looks or alarms are kept; None where nothing is.

        Before it nobody was shown anything: its seat hours are none of the load's.
        """
        ...


class FigureWriter(FigureReader, Protocol):
    """What can be changed within one transaction. Cases and deliveries are counted by the store itself."""

    def add_looks(self, hour: int, owner: str, looks: Looks) -> None:
        """Add patrol periods to an hour."""
        ...

    def fill_figures(self, limit: int = 500) -> int:
        """Give older incidents their rows, some at a time; return how many were looked at, 0 when all are done."""
        ...
