"""The load of a time, as the API tells it. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from alerts.load.measure import Figures, verdicts
from api.models.base import Told
from core.reason import Reason


class VerdictOut(Told):
    """One figure against its target."""

    name: str
    """per_seat_hour, p95_hour, flood, standing, chattering or top_ten."""
    title: str
    """Chinese."""
    title_en: str
    """English."""
    value: float
    """As measured; shares are 0..1."""
    target: float
    """At most (standing: below)."""
    good: bool
    """Whether it is met."""


class LoadOut(Told):
    """The operators' load of a time."""

    since: datetime
    """From."""
    until: datetime
    """To."""
    alarms: int
    """Shown; a group is one in each ten minutes in which it grew."""
    seat_hours: float
    """Staffed."""
    verdicts: list[VerdictOut]
    """Every figure that has a target."""
    max_hour: float
    """Busiest hour's alarms per seat."""
    mix: dict[str, float]
    """Severity to its share of the alarms; 80/15/5 is the usual aim."""
    grouped: int
    """Incidents told within a group."""
    held: dict[str, int]
    """Incidents held back, by what."""
    top_ten: dict[str, int]
    """Most frequent sources and their alarms."""
    chattering: list[str]
    """Sources that raised alarm after alarm."""

    @classmethod
    def of(cls, figures: Figures) -> LoadOut:
        """Tell the load."""
        made = []
        for one in verdicts(figures):
            words = Reason(code=f"load.measure.{one.name}")
            made.append(
                VerdictOut(
                    name=one.name,
                    title=words.tell("zh"),
                    title_en=words.tell("en"),
                    value=round(one.value, 4),
                    target=one.target,
                    good=one.good,
                )
            )
        return cls(
            since=figures.since,
            until=figures.until,
            alarms=figures.rates.alarms,
            seat_hours=round(figures.rates.seat_hours, 2),
            verdicts=made,
            max_hour=round(figures.rates.max_hour, 2),
            mix={severity: round(share, 4) for severity, share in figures.mix.items()},
            grouped=figures.grouped,
            held=dict(figures.held),
            top_ten=dict(figures.top_ten),
            chattering=list(figures.chattering),
        )
