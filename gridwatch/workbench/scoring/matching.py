"""Alarms against events, one to one. Pure.

An alarm fits an event of its matter that one of its cameras could see, if it was opened between the event's start and
its end, or shortly after. It is on time within T of the start (`within.py`), else late. Of all ways to pair
them one to one, that is taken which has the most pairs on time, then the most pairs, then the nearest: in place or in
the picture where both say where, else in time (Kuhn-Munkres, by SciPy, over groups that compete with each other).
An alarm that lies clearly nearer to one fitting event than to another may not be counted for the other: two
alarms about one heap do not find a second heap in the same picture.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from core.geo import distance_m
from gridwatch.workbench.runs import Alarm
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.truth import TrueEvent

GRACE = timedelta(seconds=10)
"""An alarm may be opened this long after its event ended: it was seen before."""

_CLEARLY_M = (
    15.0  # farther than the nearest fitting event by this: it is about that one (a lane, a gate apart)
)
_CLEARLY_SHARE = 0.15  # the same in a picture, as a share of its diagonal
_FAR_M = 100.0  # places farther apart than this are all equally far


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """An event and the alarm that told of it."""

    event: TrueEvent
    alarm: Alarm
    late: bool  # opened later than T after the start
    latency_s: float  # from the event's start to the alarm
    place_error_m: float | None  # None where one of them names no point


@dataclass(frozen=True, kw_only=True, slots=True)
class Matching:
    """Every event and every alarm, in exactly one of these."""

    pairs: tuple[Pair, ...]  # by time of the event
    missed: tuple[TrueEvent, ...]  # no alarm told of them
    duplicates: tuple[Alarm, ...]  # fit an event that another alarm told of
    inventions: tuple[Alarm, ...]  # fit no event

    @property
    def found(self) -> tuple[Pair, ...]:
        """Pairs on time: what counts into recall."""
        return tuple(pair for pair in self.pairs if not pair.late)

    @property
    def late(self) -> tuple[Pair, ...]:
        """Pairs whose alarm came too late to count as found; no false alarms either."""
        return tuple(pair for pair in self.pairs if pair.late)

    @property
    def false_alarms(self) -> tuple[Alarm, ...]:
        """What bothered an operator for nothing: inventions and duplicates, in order of time."""
        return tuple(sorted((*self.inventions, *self.duplicates), key=lambda a: (a.opened_at, a.id)))


@dataclass(frozen=True, slots=True)
class _Edge:
    event: int
    alarm: int
    late: bool
    near: float  # 0 (here and now) to 1


def match(
    events: Sequence[TrueEvent], alarms: Iterable[Alarm], *, within: Within, grace: timedelta = GRACE
) -> Matching:
    """Pair alarms with events.

    Args:
        events: with distinct ids.
        alarms: that were opened, with distinct ids.
        within: T by matter.
        grace: how long after its end an event may still be told.
    """
    happened = sorted(events, key=lambda event: (event.start, event.id))
    raised = sorted(alarms, key=lambda alarm: (alarm.opened_at, alarm.id))
    edges = _edges(happened, raised, within, grace)
    chosen = [edge for group in _groups(edges, len(happened), len(raised)) for edge in _best(group)]
    taken, fits = {edge.alarm for edge in chosen}, {edge.alarm for edge in edges}
    told, again = {edge.event for edge in chosen}, fits - taken
    return Matching(
        pairs=tuple(
            _pair(happened[edge.event], raised[edge.alarm], edge.late)
            for edge in sorted(chosen, key=lambda edge: edge.event)
        ),
        missed=tuple(event for i, event in enumerate(happened) if i not in told),
        duplicates=tuple(alarm for i, alarm in enumerate(raised) if i in again),
        inventions=tuple(alarm for i, alarm in enumerate(raised) if i not in fits),
    )


def _edges(
    events: Sequence[TrueEvent], alarms: Sequence[Alarm], within: Within, grace: timedelta
) -> list[_Edge]:
    seen_by: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, event in enumerate(events):
        for camera in event.cameras:
            seen_by[event.matter, camera].append(i)
    edges = []
    for j, alarm in enumerate(alarms):
        candidates = sorted({i for camera in alarm.cameras for i in seen_by[alarm.matter, camera]})
        fitting = [i for i in candidates if _in_time(events[i], alarm.opened_at, grace)]
        for i in _not_elsewhere(events, fitting, alarm):
            event = events[i]
            delay = alarm.opened_at - event.start
            late = delay > within.of(event.matter)
            edges.append(_Edge(i, j, late, _nearness(event, alarm, delay)))
    return edges


def _in_time(event: TrueEvent, opened_at: datetime, grace: timedelta) -> bool:
    return event.start <= opened_at and (event.end is None or opened_at <= event.end + grace)


def _not_elsewhere(events: Sequence[TrueEvent], fitting: Sequence[int], alarm: Alarm) -> list[int]:
    """Leave out events that the alarm is clearly farther from than from another one that it fits."""
    kept = list(fitting)
    for measure, clearly in ((_metres, _CLEARLY_M + (alarm.radius_m or 0.0)), (_across, _CLEARLY_SHARE)):
        apart = {i: far for i in kept if (far := measure(events[i], alarm)) is not None}
        if apart:
            nearest = min(apart.values())
            kept = [i for i in kept if apart.get(i, nearest) <= nearest + clearly]
    return kept


def _metres(event: TrueEvent, alarm: Alarm) -> float | None:
    if event.place is None or alarm.place is None:
        return None
    return distance_m(event.place, alarm.place)


def _across(event: TrueEvent, alarm: Alarm) -> float | None:
    """Return how far the boxes' centres lie apart, as a share of the picture's diagonal."""
    if event.box is None or alarm.box is None or event.box_camera != alarm.cameras[0]:
        return None
    x, y = event.box.centre
    x0, y0, x1, y1 = alarm.box
    return math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y) / math.sqrt(2)


def _nearness(event: TrueEvent, alarm: Alarm, delay: timedelta) -> float:
    metres, across = _metres(event, alarm), _across(event, alarm)
    where = 0.5 if across is None else across  # unknown: neither near nor far
    if metres is not None:
        where = min(1.0, metres / _FAR_M)
    seconds = max(0.0, delay.total_seconds())
    when = seconds / (seconds + 3600.0)  # rises with time and never reaches 1
    return (9.0 * where + when) / 10.0


def _groups(edges: Sequence[_Edge], events: int, alarms: int) -> list[list[_Edge]]:
    """Split into groups that share no event and no alarm: they are small, whatever the run's size."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not edges:
        return []
    rows, columns = [edge.event for edge in edges], [events + edge.alarm for edge in edges]
    size = events + alarms
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[int(labels[edge.event])].append(edge)
    return list(groups.values())


def _best(edges: Sequence[_Edge]) -> list[_Edge]:
    """Return the edges of the best one-to-one pairing: on time first, then many, then near."""
    from scipy.optimize import linear_sum_assignment

    rows = {event: i for i, event in enumerate(sorted({edge.event for edge in edges}))}
    columns = {alarm: i for i, alarm in enumerate(sorted({edge.alarm for edge in edges}))}
    most = min(len(rows), len(columns))
    pair = most + 1.0  # outweighs all nearness there can be
    on_time = (pair + 1.0) * (most + 1.0)  # outweighs all pairs there can be
    worth = np.zeros((len(rows), len(columns)))
    at: dict[tuple[int, int], _Edge] = {}
    for edge in edges:
        cell = rows[edge.event], columns[edge.alarm]
        worth[cell] = (0.0 if edge.late else on_time) + pair + 1.0 - edge.near
        at[cell] = edge
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return [at[cell] for row, column in chosen if (cell := (int(row), int(column))) in at]


def _pair(event: TrueEvent, alarm: Alarm, late: bool) -> Pair:
    return Pair(
        event=event,
        alarm=alarm,
        late=late,
        latency_s=(alarm.opened_at - event.start).total_seconds(),
        place_error_m=_metres(event, alarm),
    )
