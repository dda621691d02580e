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

    def steps(self) -> Iterator[tuple[float, CaseStatus]]:
        """Yield `(seconds after the step before, status to reach)`."""
        yield self.dispatch_s, CaseStatus.DISPATCHED
        yield self.handling_s, CaseStatus.HANDLING
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
