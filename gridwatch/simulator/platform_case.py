"""A case as the city works on it, and the plan by which it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CaseStatus(StrEnum):
    """Where the city stands with a case."""

    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    HANDLED = "handled"
    RETURNED = "returned"  # the unit sent it back
    SUSPENDED = "suspended"  # put off
    RESUMED = "resumed"  # taken up again
    DELAYED = "delayed"  # the unit got more time
    CLOSED = "closed"  # Gridwatch showed that it is gone
    WITHDRAWN = "withdrawn"  # Gridwatch took it back


@dataclass(frozen=True, kw_only=True, slots=True)
class CityPlan:
    """How fast and how honestly the city works. Seconds."""

    dispatch_s: float = 5.0  # from filing to dispatch
    handling_s: float = 1.0  # from dispatch to the crew being at work
    handle_s: float = 10.0  # from there to done
    report_s: float = 0.0  # from done to told
    false_reports: int = 0  # so many first cases are called handled while nothing was done
    answers: bool = True  # False: cases are filed and nothing more happens
    files: bool = False  # True: that a case was filed is told as well
    returns: int = 0  # so many first cases are sent back by their first unit
    suspends: int = 0  # so many first cases are put off for a while
    rest_s: float = 1.0  # ... for so long
    delays: int = 0  # so many first cases get more time
    more_s: float = 86400.0  # ... until so long after that is told

    def steps(self, ordinal: int = 0, rounds: int = 1) -> Iterator[tuple[float, CaseStatus]]:
        """Yield `(seconds after the step before, status to reach)` of one round of the platform's n-th case.

        What goes wrong goes wrong in the first round.
        """
        first = rounds == 1 and ordinal > 0
        if self.files and rounds == 1:
            yield 0.0, CaseStatus.FILED
        yield self.dispatch_s, CaseStatus.DISPATCHED
        if first and ordinal <= self.returns:
            yield self.handling_s, CaseStatus.RETURNED
            yield self.dispatch_s, CaseStatus.DISPATCHED
        if first and ordinal <= self.delays:
            yield 0.0, CaseStatus.DELAYED
        yield self.handling_s, CaseStatus.HANDLING
        if first and ordinal <= self.suspends:
            yield 0.0, CaseStatus.SUSPENDED
            yield self.rest_s, CaseStatus.RESUMED
        yield self.handle_s, CaseStatus.HANDLED


@dataclass(kw_only=True, slots=True)
class Case:
    """One case. Mutable: it belongs to one event loop."""

    number: str
    incident_id: str
    ordinal: int  # 1 is the platform's first case
    feature: Mapping[str, Any]  # newest version that was told
    status: CaseStatus = CaseStatus.FILED
    rounds: int = 0  # times that a crew was sent
    history: list[str] = field(default_factory=list)  # "<event>" as told to us, "sent <status>" as we told

    @property
    def ended(self) -> bool:
        """Whether the city has nothing more to do."""
        return self.status in {CaseStatus.CLOSED, CaseStatus.WITHDRAWN}

    def lies(self, plan: CityPlan) -> bool:
        """Whether this round is reported as handled without being done: once, for the first cases."""
        return self.rounds == 1 and self.ordinal <= plan.false_reports

    def to_json(self) -> dict[str, Any]:
        """Return what the platform's case list shows."""
        return {
            "case_number": self.number,
            "incident_id": self.incident_id,
            "status": self.status.value,
            "rounds": self.rounds,
            "history": list(self.history),
        }
