"""A year of alarms through the inbox's own stages, ten minutes at a time. Pure.

Whoever is shown is taken by somebody; whoever is held back waits until nothing holds it back, or until it is gone by
itself. An outage's own alarm is raised only where outages are known as such.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import numpy as np

from alerts.load.flood import CALM, Flood
from alerts.load.inhibition import NONE, Cause, Inhibition, Inhibitions
from alerts.load.item import Item
from alerts.load.marks import changes
from alerts.load.measure import Counts
from alerts.load.queue import Queue, Situation
from alerts.load.silence import Matchers, Silence
from alerts.load.stages import Stage, group, inhibit, silence, sort_out
from alerts.store.load import LoadMark, Marked
from core.config.settings.load import Load
from gridwatch.load.world import MATTERS, OWNERS, World
from gridwatch.load.year import NAMES, Alarms, Trouble

PERIOD = 10.0  # minutes
_A_WEEK = 1008  # of them
_FLOODED = Flood(since=datetime.min, arrivals=0)  # noqa: DTZ901 - only that there is one is asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """What operators were asked in each ten-minute period."""

    flat: Counts  # alarms, each a line of its own
    folded: Counts  # lines, were there a flood
    held: Mapping[str, int]  # alarms held back at least once, by what
    never: int  # of these, gone before anybody had to look


@dataclass(slots=True)
class _Waiting:
    item: Item
    end: float
    mark: LoadMark


class Year:
    """One variant's run."""

    def __init__(
        self, world: World, troubles: Sequence[Trouble], rule: Load, rng: np.random.Generator
    ) -> None:
        self._world = world
        self._rule = rule
        self._rng = rng
        self._start = world.assumed.start
        self._causes = _Causes(world, troubles, rule)
        self._silences: list[Silence] = []
        self._raised: deque[tuple[datetime, str]] = deque()
        self._times: Counter[str] = Counter()

    def run(self, alarms: Alarms, stages: Sequence[Stage], *, every: int = 1) -> Passed:
        """Let the alarms of every so-manieth week pass."""
        periods = np.arange(round(self._world.assumed.days * 1440 / PERIOD))
        periods = periods[(periods // _A_WEEK) % every == 0]
        alarms = alarms.only(np.isin(alarms.at // PERIOD, periods))
        place = np.searchsorted(periods, alarms.at // PERIOD)
        if not stages:
            flat = np.bincount(place[alarms.camera >= 0], minlength=len(periods)).astype(np.int64)
            return Passed(flat=flat, folded=flat, held={}, never=0)
        flat, folded = np.zeros(len(periods), np.int64), np.zeros(len(periods), np.int64)
        held: Counter[str] = Counter()
        never = 0
        fresh = self._items(alarms, known=inhibit in stages)
        many = np.bincount(place, minlength=len(periods)).tolist()
        waiting: dict[str, _Waiting] = {}
        for index, period in enumerate(periods.tolist()):
            items = [one for one in islice(fresh, many[index]) if one is not None]
            never += _drop_gone(waiting, (period + 1) * PERIOD)
            if items or waiting:
                flat[index], folded[index] = self._period(period, items, waiting, held, stages)
        return Passed(flat=flat, folded=folded, held=dict(held), never=never + len(waiting))

    def _period(
        self,
        period: int,
        items: list[tuple[Item, float]],
        waiting: dict[str, _Waiting],
        held: Counter[str],
        stages: Sequence[Stage],
    ) -> tuple[int, int]:
        """Let ten minutes pass; return the alarms, and the lines that they would be in a flood."""
        minute = (period + 1) * PERIOD
        now = self._start + timedelta(minutes=minute)
        entering = [item for item, _ in items] + [kept.item for kept in waiting.values()]
        situation = self._situation(now, minute, stages)
        queue = sort_out(entering, situation, stages if group in stages else (*stages, group))
        marks = changes({one: kept.mark for one, kept in waiting.items()}, queue, now)
        new = {mark.incident_id for mark in marks if mark.what is Marked.SHOWN}
        many = len(new) >= self._rule.flood_end  # fewer are no flood for anybody
        lines = _lines(queue, situation, new) if group in stages and many else len(new)
        if silence in stages:
            self._silence_what_chatters(queue, new, now)
        ends = {item.id: end for item, end in items}
        for one in new:
            waiting.pop(one, None)
        marked = {mark.incident_id: mark for mark in marks if mark.what is Marked.HELD}
        for card in queue.held if marked else ():
            one = card.item.id
            if (mark := marked.get(one)) is not None:
                held[mark.by] += one not in waiting
                end = ends[one] if one in ends else waiting[one].end
                waiting[one] = _Waiting(card.item, end, mark)
        return len(new), lines

    def _items(self, alarms: Alarms, *, known: bool) -> Iterator[tuple[Item, float] | None]:
        """Return each alarm as the inbox sees it, and when it would be gone; None for what nobody raises here."""
        world = self._world
        severity = [*(of for _, of in MATTERS.values()), "minor", "moderate"]
        streets = [world.street_code(index) for index in range(world.assumed.streets)]
        names = tuple(OWNERS)
        owner, street = world.owner.tolist(), world.street.tolist()
        columns = zip(
            alarms.at.tolist(),
            alarms.end.tolist(),
            alarms.camera.tolist(),
            alarms.matter.tolist(),
            alarms.confidence.tolist(),
            strict=True,
        )
        for number, (at, end, camera, matter, confidence) in enumerate(columns):
            if camera < 0 and not known:
                yield None
                continue
            name = NAMES[matter]
            place = f"{streets[street[camera]]}001{camera % 5 + 1:03d}" if camera >= 0 else ""
            item = Item(
                id=f"a{number}",
                matter=name,
                severity=severity[matter],
                owner=names[owner[camera]] if camera >= 0 else "",
                grid=place,
                cameras=(f"c{camera}",) if camera >= 0 else (),
                since=self._start + timedelta(minutes=at),
                certainty="likely" if confidence >= 0.5 else "possible",
                confidence=confidence,
                source=f"c{camera}/{name}",
            )
            yield item, end

    def _situation(self, now: datetime, minute: float, stages: Sequence[Stage]) -> Situation:
        if self._silences:
            self._silences = [one for one in self._silences if one.ends_at > now]
        return Situation(
            now=now,
            rule=self._rule,
            inhibitions=self._causes.at(minute) if inhibit in stages else NONE,
            silences=tuple(self._silences),
            flood=CALM,
        )

    def _silence_what_chatters(self, queue: Queue, new: set[str], now: datetime) -> None:
        """An operator silences the camera and matter of a source that the inbox would name as chattering."""
        assumed, before = self._world.assumed, now - timedelta(seconds=self._rule.chatter_s)
        while self._raised and self._raised[0][0] <= before:
            _, source = self._raised.popleft()
            self._times[source] -= 1
        for card in queue.cards:
            item = card.item
            if item.id not in new or not item.cameras:
                continue
            self._raised.append((now, item.source))
            self._times[item.source] += 1
            if self._times[item.source] == self._rule.chatter_times and self._rng.random() < assumed.silenced:
                starts = now + timedelta(minutes=assumed.silenced_after_min)
                self._silences.append(
                    Silence(
                        id=f"sil_{item.id}",
                        matchers=Matchers(matters=(item.matter,), cameras=item.cameras),
                        reason="chattering",
                        author="operator:simulated",
                        starts_at=starts,
                        ends_at=starts + timedelta(hours=assumed.silenced_for_h),
                    )
                )


class _Causes:
    """What holds alarms back at a minute; the index is built anew only when something begins or ends."""

    def __init__(self, world: World, troubles: Sequence[Trouble], rule: Load) -> None:
        assumed = world.assumed
        self._all: list[tuple[float, float, Inhibition]] = []
        for number, one in enumerate(troubles):
            rain = one.kind == "rain"
            cause = Cause.WEATHER if rain else Cause.OUTAGE
            made = Inhibition(
                id=f"{one.kind}-{number}",
                cause=cause,
                since=assumed.start + timedelta(minutes=one.start),
                cameras=frozenset() if rain else frozenset(f"c{camera}" for camera in one.cameras.tolist()),
                grid=world.street_code(one.index) if rain else "",
                spares=rule.rain_spares if rain else (),
            )
            known = assumed.declared_after_min if rain else 0.0
            self._all.append((one.start + known, one.end, made))
        self._all.sort(key=lambda row: row[0])
        self._next = 0
        self._lasting: list[tuple[float, Inhibition]] = []
        self._index = NONE

    def at(self, minute: float) -> Inhibitions:
        """Return what lasts; minutes come in order."""
        before = len(self._lasting)
        self._lasting = [(end, one) for end, one in self._lasting if end > minute]
        changed = len(self._lasting) != before
        while self._next < len(self._all) and self._all[self._next][0] <= minute:
            _, end, one = self._all[self._next]
            self._next += 1
            if end > minute - PERIOD:
                self._lasting.append((end, one))
                changed = True
        if changed:
            self._index = Inhibitions.of(one for _, one in self._lasting)
        return self._index


def _drop_gone(waiting: dict[str, _Waiting], minute: float) -> int:
    """Drop what was held back and is gone by itself; return how many."""
    gone = [one for one, kept in waiting.items() if kept.end <= minute]
    for one in gone:
        del waiting[one]
    return len(gone)


def _lines(queue: Queue, situation: Situation, new: set[str]) -> int:
    """Return how many lines the new ones would be in a flood."""
    flooded = Situation(now=situation.now, rule=situation.rule, flood=_FLOODED)
    rows = group(queue, flooded).rows
    return sum(any(card.item.id in new for card in row.cards) for row in rows)
