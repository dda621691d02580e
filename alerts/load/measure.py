"""How heavy the load is: alarms per seat and hour, floods, standing and chattering alarms, against known targets. Pure.

Targets after ISA-18.2, IEC 62682 and EEMUA 191, as commonly told: about one alarm in ten minutes for an operator is
acceptable (6 an hour), two the most that can be handled (12); at most 1 % of ten-minute periods in flood; fewer than 5
standing, none chattering; the ten most frequent sources together at most 5 %; severities about 80/15/5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.load.flood import CALM, WINDOW, step
from alerts.store.load import LoadMark, Marked
from core.config.settings.load import Load
from core.matter import SEVERITIES

ACCEPTABLE, MANAGEABLE = 6.0, 12.0  # alarms per seat and hour
IN_FLOOD, STANDING, CHATTERING, TOP_TEN = 0.01, 5, 0, 0.05
PERIODS_AN_HOUR = 6
Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """Alarms by time: of whole ten-minute periods, and of the hours that they make."""

    alarms: int
    seat_hours: float
    per_seat_hour: float  # mean
    p95_hour: float  # per seat: of every 20 hours one is busier
    max_hour: float  # per seat
    p95_ten_minutes: float  # per seat
    flood_share: float  # of ten-minute periods, 0..1

    @classmethod
    def of(cls, counts: Counts, seats: Counts, rule: Load) -> Rates:
        """Work out rates.

        Args:
            counts: shape (n,), alarms in each ten-minute period.
            seats: shape (n,), seats staffed in it, 1 or more.
            rule: when a flood begins and ends.
        """
        whole = len(counts) - len(counts) % PERIODS_AN_HOUR
        hours = counts[:whole].reshape(-1, PERIODS_AN_HOUR).sum(axis=1)
        staffed = seats[:whole].reshape(-1, PERIODS_AN_HOUR).mean(axis=1)
        by_hour = hours / staffed if whole else np.zeros(1)
        seat_hours = float(seats.sum()) / PERIODS_AN_HOUR
        flood, floods = CALM, 0
        start = datetime.min.replace(tzinfo=UTC)  # only whether there is a flood is asked
        for arrivals, staff in zip(counts.tolist(), seats.tolist(), strict=True):
            flood = step(flood, arrivals, seats=staff, now=start, rule=rule)
            floods += flood.on
        return cls(
            alarms=int(counts.sum()),
            seat_hours=seat_hours,
            per_seat_hour=float(counts.sum()) / seat_hours if seat_hours else 0.0,
            p95_hour=float(np.percentile(by_hour, 95)),
            max_hour=float(by_hour.max()),
            p95_ten_minutes=float(np.percentile(counts / seats, 95)) if len(counts) else 0.0,
            flood_share=floods / len(counts) if len(counts) else 0.0,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The load of a time."""

    since: datetime
    until: datetime
    rates: Rates
    standing: int  # now
    chattering: tuple[str, ...]  # sources that chattered in this time
    top_ten: tuple[tuple[str, int], ...]  # source and its alarms
    top_ten_share: float  # of all alarms, 0..1
    mix: Mapping[str, float]  # severity to its share
    grouped: int  # incidents told within a group
    held: Mapping[str, int] = field(default_factory=dict)  # incidents held back, by what


def measure(
    marks: Sequence[LoadMark],
    *,
    since: datetime,
    until: datetime,
    seats: Callable[[datetime], int],
    rule: Load,
    standing: int = 0,
) -> Figures:
    """Work out the load of a time from its marks; a group is one alarm in each ten minutes in which it grew."""
    shown = [mark for mark in marks if mark.what in {Marked.SHOWN, Marked.GROUPED}]
    grouped = [mark for mark in shown if mark.what is Marked.GROUPED]
    first = {(mark.by, (mark.at - since) // WINDOW): mark for mark in reversed(grouped)}
    alarms = [mark for mark in shown if mark.what is Marked.SHOWN] + list(first.values())
    periods = max(0, -((since - until) // WINDOW))
    counts = np.zeros(periods, np.int64)
    for mark in alarms:
        counts[min(periods - 1, (mark.at - since) // WINDOW)] += 1
    staffed = np.array([max(1, seats(since + n * WINDOW)) for n in range(periods)], np.int64)
    sources = Counter(mark.source for mark in shown)
    top = sources.most_common(10)
    severities = Counter(mark.severity for mark in shown)
    return Figures(
        since=since,
        until=until,
        rates=Rates.of(counts, staffed, rule),
        standing=standing,
        chattering=chattering(shown, rule),
        top_ten=tuple(top),
        top_ten_share=sum(count for _, count in top) / len(shown) if shown else 0.0,
        mix={severity: severities[severity] / len(shown) if shown else 0.0 for severity in SEVERITIES},
        grouped=len(grouped),
        held=Counter(
            mark.by for mark in {m.incident_id + m.by: m for m in marks if m.what is Marked.HELD}.values()
        ),
    )


def chattering(shown: Sequence[LoadMark], rule: Load) -> tuple[str, ...]:
    """Return the sources that raised so many alarms within the window, at any time."""
    times: dict[str, list[datetime]] = {}
    for mark in sorted(shown, key=lambda mark: mark.at):
        times.setdefault(mark.source, []).append(mark.at)
    window, least = timedelta(seconds=rule.chatter_s), rule.chatter_times
    return tuple(
        source
        for source, at in sorted(times.items())
        if any(at[n + least - 1] - at[n] <= window for n in range(len(at) - least + 1))
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """One figure against its target."""

    name: str  # key of its words: load.measure.<name>
    value: float
    target: float
    good: bool
    percent: bool = False  # told as a percentage


def verdicts(figures: Figures) -> tuple[Verdict, ...]:
    """Judge the figures that have a target."""
    rates = figures.rates
    return (
        _at_most("per_seat_hour", rates.per_seat_hour, ACCEPTABLE),
        _at_most("p95_hour", rates.p95_hour, MANAGEABLE),
        _at_most("flood", rates.flood_share, IN_FLOOD, percent=True),
        Verdict(name="standing", value=figures.standing, target=STANDING, good=figures.standing < STANDING),
        _at_most("chattering", len(figures.chattering), CHATTERING),
        _at_most("top_ten", figures.top_ten_share, TOP_TEN, percent=True),
    )


def _at_most(name: str, value: float, target: float, *, percent: bool = False) -> Verdict:
    return Verdict(name=name, value=value, target=target, good=value <= target, percent=percent)
