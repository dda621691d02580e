"""The operators' inbox over a store: reads what is open, runs the stages, keeps what was shown or held back when."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.load.flood import CALM, WINDOW, Arrivals, Flood, step
from alerts.load.inhibition import Inhibition, Inhibitions, declared
from alerts.load.item import Item, item_of
from alerts.load.live import Live
from alerts.load.marks import PRESENTED, changes
from alerts.load.measure import Figures, measure
from alerts.load.queue import Card, Queue, Situation
from alerts.load.seats import seats_at
from alerts.load.silence import Shelf
from alerts.load.stages import sort_out
from alerts.load.within import within
from alerts.store.base import Json, Store
from alerts.store.cursor import instant
from alerts.store.figures import HOUR_US
from alerts.store.load import LoadMark, Marked
from core.clock import Clock
from core.config.settings.load import Load
from core.incident import Incident, Status
from core.people.scope import EVERYTHING, Scope

FRESH = timedelta(seconds=10)
"""What nothing has changed is sorted out anew after this: ranks move with the minutes."""
SOURCES_KEPT = 100_000  # alarms remembered to name what chatters
Causes = Callable[[], Sequence[Inhibition]]
"""What makes alarms needless now: outages, turned cameras, bad weather."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """The inbox as it stands."""

    at: datetime
    queue: Queue
    incidents: Mapping[str, Incident]
    flood: Flood
    rule: Load
    shelves: Mapping[str, Shelf]  # by incident id
    cameras: frozenset[str]  # that see one of the incidents


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """An item, and what it was made of and when: limits and ages move on with the time."""

    incident: Incident
    mark: LoadMark | None
    at: datetime
    item: Item


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """The inbox as it was sorted out last, and how long it holds."""

    state: tuple[int, tuple[tuple[str, int], ...]]  # newest live event, causes
    inbox: Inbox
    until: datetime

    def holds(self, state: tuple[int, tuple[tuple[str, int], ...]], now: datetime) -> bool:
        return state == self.state and self.inbox.at <= now < self.until


class InboxDesk:
    """Looks whenever it is asked; `tick` writes down what changed. Calls block and may come from any thread."""

    def __init__(
        self, store: Store, *, rule: Load, zone: ZoneInfo, clock: Clock, causes: Causes = tuple
    ) -> None:
        """`zone`: of the district, in which shifts are told."""
        self.rule = rule
        self.zone = zone
        self._store = store
        self._clock = clock
        self._causes = causes
        self._live = Live()
        self._marks: dict[str, LoadMark] = {}  # the latest of each live incident
        self._asked: set[str] = set()  # whose latest mark was looked up
        self._arrivals = Arrivals()
        self._raised: deque[tuple[datetime, str]] = deque(maxlen=SOURCES_KEPT)
        self._times: Counter[str] = Counter()
        self._flood = CALM
        self._told: Json = {}
        self._begun = False
        self._known: _Known | None = None
        self._made: dict[str, _Made] = {}  # of what is alive
        self._cards: Mapping[str, Card] = {}  # shown at the last look
        self.latest: Inbox | None = None  # at the last tick
        self.alarms: Counter[str] = Counter()  # shown since the start, by severity
        self._lock = threading.Lock()

    def look(self) -> Inbox:
        """Return the inbox as it stands now; nothing is written."""
        with self._lock:
            return self._look(self._clock.now())

    def lately(self, within_s: float) -> Inbox:
        """Return the inbox as it was looked at last where that is less than so many seconds ago, else as it stands now.

        For a count beside many other things: while alarms come in each look costs a sorting.
        """
        known, within = self._known, timedelta(seconds=within_s)
        if known is not None and timedelta(0) <= self._clock.now() - known.inbox.at < within:
            return known.inbox
        return self.look()

    def measure(self, since: datetime, until: datetime, *, scope: Scope = EVERYTHING) -> Figures:
        """Work out the load of a time, and what stands now: what a part of the district adds to it, or all.

        Told from the first hour of which anything is kept: seat hours before it would make every load light.
        """
        standing = sum(
            any(why.code == "load.standing" for why in card.names)
            and scope.holds(grid=card.item.grid, owners=(card.item.owner,))
            for card in self.look().queue.cards
        )
        with self._store.read() as reader:
            hour = reader.first_hour()
            since = until if hour is None else min(until, max(since, instant(hour * HOUR_US)))
            marks = within(reader, scope, reader.load_marks(since, until))
        return measure(
            marks,
            since=since,
            until=until,
            seats=lambda when: seats_at(self.rule, when, self.zone),
            rule=self.rule,
            standing=standing,
        )

    def tick(self) -> bool:
        """Write down what was newly shown, grouped, held back or taken; return whether the console should look."""
        with self._lock:
            now = self._clock.now()
            inbox = self._look(now)
            made = changes(self._marks, inbox.queue, now)
            over = [
                one
                for one, shelf in inbox.shelves.items()
                if not shelf.active(now) or one not in inbox.incidents
            ]
            told = {"flood": inbox.flood.on, "held": dict(sorted(inbox.queue.held_by.items()))}
            news = told != self._told
            if made or over or news:
                with self._store.write() as writer:
                    writer.add_load_marks(made)
                    writer.drop_shelves(over)
                    if news:
                        writer.add_event(now, "load", "inbox", told)
            self._told = told
            self.latest = inbox
            self._take_in(made)
            if made or over:
                self._known = None
            self.alarms.update(mark.severity for mark in made if mark.what in PRESENTED)
            for incident_id in self._marks.keys() - inbox.incidents.keys():
                del self._marks[incident_id]
            self._asked &= inbox.incidents.keys()
            self._flood = self._step(now)
            return news

    def _look(self, now: datetime) -> Inbox:
        causes = self._causes()
        with self._store.read() as reader:
            state = reader.last_event_seq(), tuple((one.id, len(one.cameras)) for one in causes)
            if self._known is not None and self._known.holds(state, now):
                return self._known.inbox
            incidents = dict(self._live.refresh(reader, now))
            fresh = incidents.keys() - self._asked
            self._marks |= reader.last_marks(sorted(fresh))
            self._asked |= fresh
            if not self._begun:
                self._begin(reader.load_marks(now - max(WINDOW, timedelta(seconds=self.rule.chatter_s))), now)
            silences, shelves = reader.silences(ending_after=now), reader.shelves()
        self._flood = self._step(now)
        situation = Situation(
            now=now,
            rule=self.rule,
            inhibitions=Inhibitions.of([*causes, *declared(silences, now, self.rule)]),
            silences=silences,
            shelves=shelves,
            flood=self._flood,
            raised=self._often(now),
            before=self._cards,
        )
        queue = sort_out(self._items(incidents.values(), now), situation)
        self._cards = {card.item.id: card for card in queue.cards}
        inbox = Inbox(
            at=now,
            queue=queue,
            incidents=incidents,
            flood=self._flood,
            rule=self.rule,
            shelves=shelves,
            cameras=frozenset(one for incident in incidents.values() for one in incident.cameras),
        )
        turns = [at for one in silences for at in (one.starts_at, one.ends_at)]
        turns += [shelf.until for shelf in shelves.values()]
        until = min([now + FRESH, *(at for at in turns if at > now)])  # a silence ends to the instant
        self._known = _Known(state=state, inbox=inbox, until=until)
        return inbox

    def _items(self, incidents: Iterable[Incident], now: datetime) -> list[Item]:
        """Everything that an operator may be asked about; a candidate only when it was put before one."""
        made = {}
        for incident in incidents:
            mark = self._marks.get(incident.id)
            known = self._made.get(incident.id)
            same = known is not None and known.incident is incident and known.mark is mark
            if known is None or not same or not known.at <= now < known.at + FRESH:
                item = _item(incident, mark, now)
                known = _Made(incident=incident, mark=mark, at=now, item=item)
            made[incident.id] = known
        self._made = made
        return [
            one.item for one in made.values() if one.item.waits or one.incident.status is not Status.CANDIDATE
        ]

    def _begin(self, marks: Sequence[LoadMark], now: datetime) -> None:
        """Go on where the last process stopped."""
        self._begun = True
        self._take_in(marks)
        self._flood = self._step(now)

    def _take_in(self, marks: Sequence[LoadMark]) -> None:
        for mark in marks:
            if self._marks.get(mark.incident_id, mark).at <= mark.at:
                self._marks[mark.incident_id] = mark
            if mark.what in PRESENTED:
                self._arrivals.add(mark.at)
                self._raised.append((mark.at, mark.source))
                self._times[mark.source] += 1

    def _often(self, now: datetime) -> Mapping[str, int]:
        """Return how often each source raised an alarm lately."""
        before = now - timedelta(seconds=self.rule.chatter_s)
        while self._raised and (self._raised[0][0] <= before or len(self._raised) == SOURCES_KEPT):
            _, source = self._raised.popleft()
            self._times[source] -= 1
            if self._times[source] <= 0:
                del self._times[source]
        return dict(self._times)

    def _step(self, now: datetime) -> Flood:
        seats = seats_at(self.rule, now, self.zone)
        return step(self._flood, self._arrivals.count(now), seats=seats, now=now, rule=self.rule)


def _item(incident: Incident, mark: LoadMark | None, now: datetime) -> Item:
    since = mark.at if mark and mark.what is not Marked.TAKEN else None
    if incident.status is not Status.REOPENED and incident.opened_at is not None:
        since = incident.opened_at
    return item_of(incident, now, since or incident.updated_at)
