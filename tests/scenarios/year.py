"""A year of a small city: heaps come and go, units handle them or say so, receivers fail, cameras go dark.

Everything happens in the order of a queue of dated events; the desk's own wishes put looks into it. What will
become of each heap is decided when it is put down (`Fate`), so that in the end it is known what should have.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.callbacks import PlatformStatus
from alerts.case.casework import Casework
from alerts.case.eyes import Eyes
from alerts.desk import Outcome
from alerts.store.base import Delivery, DeliveryState
from core.case import REOPENED_ONCE
from core.incident import Incident, Status
from core.look import LookReason, LookWish
from core.sighting import Finding
from tests.builders import START
from tests.scenarios.city import RECEIVER, City, Said

DAYS = 365
END = START + timedelta(days=DAYS)
OUTAGE = START + timedelta(days=100)  # from the first message after it nobody answers, for OUTAGE_S
OUTAGE_S = 27 * 3600.0
GONE = START + timedelta(days=200)  # the receiver answers 410, once
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


class Fate(StrEnum):
    """What becomes of a heap."""

    HANDLED = "handled"  # dispatched, handled, gone
    FALSE = "false"  # called handled while it lies there; gone the second time
    STUBBORN = "stubborn"  # the same twice: held for an operator, who sends it again
    VANISHED = "vanished"  # somebody takes it away without a word
    FALSE_ALARM = "false_alarm"  # an operator rejects it
    NOT_FILED = "not_filed"  # the platform does
    RETURNED = "returned"  # the unit gives it back; another handles it
    PUT_OFF = "put_off"  # suspended and delayed, then handled
    DARK = "dark"  # its camera brings nothing for two days after it was called handled
    LOST = "lost"  # its camera is taken down before anybody can look: not verified, and never closed
    NOISE = "noise"  # seen once, and no heap at all


_FATES = {
    Fate.HANDLED: 48,
    Fate.FALSE: 12,
    Fate.STUBBORN: 4,
    Fate.VANISHED: 8,
    Fate.FALSE_ALARM: 5,
    Fate.NOT_FILED: 4,
    Fate.RETURNED: 4,
    Fate.PUT_OFF: 4,
    Fate.DARK: 4,
    Fate.LOST: 2,
    Fate.NOISE: 12,
}
SPARE = 4  # the last cameras are for heaps whose camera is lost: one each


@dataclass(kw_only=True)
class Heap:
    """One heap, as it lies there or not."""

    number: int
    camera: str
    slot: int
    fate: Fate
    since: datetime
    follows: int | None = None  # the heap that lay here before, within thirty days
    lies: bool = True
    missed: int = 0  # looks that have not shown it since it is gone
    over: bool = False  # the rule has forgotten it
    incident: str | None = None
    calls: int = 0  # times it was called handled

    @property
    def subject(self) -> str:
        """Return its name in its camera's rule."""
        return f"{self.camera}/waste/{self.number}"


@dataclass(kw_only=True)
class Year:
    """The events of a year, and what has come of them."""

    city: City
    rng: random.Random
    heaps: list[Heap] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    dark_until: dict[str, datetime] = field(default_factory=dict)  # cameras that bring no look
    _queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)
    outage: tuple[datetime, datetime] | None = None
    _was_gone: bool = False

    def play(self, heaps: int) -> None:
        """Play the year with so many heaps put down, and the weeks in which the last are handled."""
        for _ in range(heaps):
            self.at(START + timedelta(seconds=self.rng.uniform(0, DAYS * DAY)), self._put_down)
        for day in range(0, DAYS + 30, 30):
            self.at(START + timedelta(days=day, hours=5), self._restart)
        for hours in range(6, (DAYS + 30) * 24, 6):
            self.at(START + timedelta(hours=hours), self._tick)
        self.city.receiver.choose = self._answer
        while self._queue:
            when, _, do = heapq.heappop(self._queue)
            # no two transactions at one instant: the audit tells them apart by it
            self.city.clock.move_to(max(when, self.city.clock.now() + timedelta(milliseconds=1)))
            do()

    def at(self, when: datetime, do: Callable[[], None]) -> None:
        """Let something happen."""
        heapq.heappush(self._queue, (when, next(self._order), do))

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Let something happen after a while, give or take a tenth."""
        self.at(self.city.clock.now() + timedelta(seconds=seconds * self.rng.uniform(0.9, 1.1)), do)

    # Heaps and looks.

    def _put_down(self, follows: Heap | None = None) -> None:
        taken = {(heap.camera, heap.slot) for heap in self.heaps if not heap.over}
        fate = self.rng.choices(list(_FATES), list(_FATES.values()))[0]
        cameras, spare = list(self.city.cameras)[:-SPARE], list(self.city.cameras)[-SPARE:]
        unused = [one for one in spare if one not in {heap.camera for heap in self.heaps}]
        if follows or (fate is Fate.LOST and not unused):
            fate = Fate.HANDLED
        places = [
            (camera, slot)
            for camera in (unused if fate is Fate.LOST else cameras)
            for slot in range(7)
            if (camera, slot) not in taken and camera not in self.dark_until
        ]
        camera, slot = (follows.camera, follows.slot) if follows else self.rng.choice(places)
        heap = Heap(
            number=len(self.heaps) + 1,
            camera=camera,
            slot=slot,
            fate=fate,
            since=self.city.clock.now(),
            follows=follows.number if follows else None,
        )
        self.heaps.append(heap)
        self._look(camera, new=heap)

    def _look(
        self,
        camera: str,
        *,
        new: Heap | None = None,
        reason: LookReason = LookReason.PATROL,
        incident_id: str | None = None,
    ) -> None:
        if self.dark_until.get(camera, START) > self.city.clock.now():
            self.counts["looks that brought nothing"] += 1
            return
        self.dark_until.pop(camera, None)
        mine = [heap for heap in self.heaps if heap.camera == camera and not heap.over]
        said = [self._said(heap, first=heap is new) for heap in mine]
        self._take(self.city.take(camera, said, reason=reason, incident_id=incident_id), mine)

    def _look_at_last(self, heap: Heap) -> None:
        """The camera is back, or will be: until its rule has seen the place empty."""
        self._look(heap.camera)
        if not heap.over:
            self.later(6 * HOUR, lambda: self._look_at_last(heap))

    def _said(self, heap: Heap, *, first: bool) -> Said:
        """Return what a dwell rule says: a candidate, present, missed, and in the second look without it gone."""
        finding = Finding.CANDIDATE if first else Finding.PRESENT
        if not heap.lies:
            heap.missed += 1
            heap.over = heap.missed >= 2
            finding = Finding.CLEARED if heap.over else Finding.MISSED
        if heap.fate is Fate.NOISE and not first:
            heap.over, finding = True, Finding.DROPPED
        return Said(finding=finding, subject=heap.subject, slot=heap.slot, since=heap.since)

    def _take(self, outcome: Outcome, mine: list[Heap]) -> None:
        by_subject = {heap.subject: heap for heap in mine}
        for incident in outcome.incidents:
            heap = next((by_subject[v.subject] for v in incident.views if v.subject in by_subject), None)
            if heap is None:
                continue
            if heap.incident is None:
                heap.incident = incident.id
            elif incident.status is Status.OPEN and incident.version == 2:
                self._opened(heap)
            if incident.status is Status.REOPENED:
                self._again(heap, incident)
            if incident.status is Status.CLOSED:
                self._closed(heap)
        self._wishes(outcome.wishes)
        self._deliver()

    def _wishes(self, wishes: tuple[LookWish, ...]) -> None:
        for wish in wishes:
            self.counts[f"wish {wish.reason}"] += 1
            self.at(self.city.clock.now() + timedelta(seconds=wish.after_s + 1), self._wished(wish))

    def _wished(self, wish: LookWish) -> Callable[[], None]:
        return lambda: self._look(wish.camera_id, reason=wish.reason, incident_id=wish.incident_id)

    # What people and the platform do.

    def _opened(self, heap: Heap) -> None:
        match heap.fate:
            case Fate.FALSE_ALARM:
                self.later(10 * MINUTE, lambda: self._act(heap, "reject"))
                self.later(11 * MINUTE, lambda: self._remove(heap))
            case Fate.VANISHED:
                self.later(5 * HOUR, lambda: self._remove(heap))
                for n in range(3):
                    self.later(6 * HOUR + n * 10 * MINUTE, lambda: self._look(heap.camera))
            case Fate.NOT_FILED:
                self.later(HOUR, lambda: self._say(heap, PlatformStatus.NOT_FILED))
                self.later(2 * HOUR, lambda: self._remove(heap))
            case _:
                if self.rng.random() < 0.3:
                    self.later(5 * MINUTE, lambda: self._act(heap, "confirm"))
                self.later(HOUR, lambda: self._say(heap, PlatformStatus.FILED))
                self._round(heap)

    def _round(self, heap: Heap) -> None:
        """A unit gets it, works, and calls it handled; whether it is depends on its fate."""
        self.later(2 * HOUR, lambda: self._say(heap, PlatformStatus.DISPATCHED))
        self.later(4 * HOUR, lambda: self._say(heap, PlatformStatus.HANDLING))
        done = 9 * HOUR
        if heap.fate is Fate.RETURNED and heap.calls == 0:
            self.later(5 * HOUR, lambda: self._say(heap, PlatformStatus.RETURNED))
            self.later(20 * HOUR, lambda: self._say(heap, PlatformStatus.DISPATCHED))
            done = 30 * HOUR
        if heap.fate is Fate.PUT_OFF:
            self.later(5 * HOUR, lambda: self._say(heap, PlatformStatus.SUSPENDED))
            self.later(40 * HOUR, lambda: self._say(heap, PlatformStatus.RESUMED))
            self.later(41 * HOUR, lambda: self._say(heap, PlatformStatus.DELAYED))
            done = 60 * HOUR
        self.later(done, lambda: self._called_handled(heap))

    def _called_handled(self, heap: Heap) -> None:
        heap.calls += 1
        lies = {Fate.FALSE: 1, Fate.STUBBORN: 2}.get(heap.fate, 0)
        if heap.calls > lies:
            self._remove(heap)
        if heap.fate is Fate.DARK:
            self.dark_until[heap.camera] = self.city.clock.now() + timedelta(days=2)
            self.later(3 * DAY, lambda: self._look_at_last(heap))
        if heap.fate is Fate.LOST:
            self.dark_until[heap.camera] = END + timedelta(days=365)
        self._say(heap, PlatformStatus.HANDLED)

    def _again(self, heap: Heap, incident: Incident) -> None:
        self.counts["reopened"] += 1
        if incident.case.held_for == REOPENED_ONCE:
            self.counts["held for an operator"] += 1
            self.later(HOUR, lambda: self._act(heap, "send_again"))
        self._round(heap)

    def _closed(self, heap: Heap) -> None:
        if self.rng.random() < 0.5:
            self.later(2 * DAY, lambda: self._say(heap, PlatformStatus.EVALUATED))
        if heap.follows is None and self.rng.random() < 0.1 and self.city.clock.now() < END:
            self.later(9 * DAY, lambda: self._put_down(follows=heap))

    def _remove(self, heap: Heap) -> None:
        heap.lies = False

    def _act(self, heap: Heap, what: str) -> None:
        assert heap.incident is not None
        self.city.desk.act(heap.incident, what, "operator:li", "as seen")
        if what == "reject":
            heap.over = True  # the rule goes on seeing it for a while; nobody is asked again
        self._deliver()

    def _say(self, heap: Heap, status: PlatformStatus) -> None:
        """Now, or an hour late; sometimes twice, its answer having been lost."""
        assert heap.incident is not None
        name = f"{heap.incident}-{status.value}-{heap.calls}-{next(self._order)}"
        told = self.city.clock.now()
        delay = HOUR * 1.5 if status is PlatformStatus.FILED and self.rng.random() < 0.1 else 0.0

        def tell() -> None:
            ago_s = (self.city.clock.now() - told).total_seconds()
            answer = self.city.say(heap.incident or "", status, message=name, ago_s=ago_s)
            assert isinstance(answer, dict), answer
            self.counts[f"platform {answer['result']}"] += 1
            self._tick()

        if delay:
            self.later(delay, tell)
        else:
            tell()
        if self.rng.random() < 0.05:
            self.counts["platform again"] += 1
            self.later(delay + 10 * MINUTE, tell)

    # Machinery.

    def _tick(self) -> None:
        self.city.clock.advance(0.001)
        self._wishes(self.city.desk.tick(self.city.clock.now()))
        self._deliver()

    def _restart(self) -> None:
        self.counts["restarts"] += 1
        with self.city.store.write() as writer:
            for what, number in writer.prune(self.city.clock.now()).items():
                self.counts[f"pruned {what}"] += number
        self.city.restart()
        self._tick()

    def _answer(self, delivery: Delivery) -> str:
        now = self.city.clock.now()
        if now >= OUTAGE and self.outage is None:
            self.outage = now, now + timedelta(seconds=OUTAGE_S)
        if self.outage is not None and now < self.outage[1]:
            return "down"
        if now >= GONE and not self._was_gone:
            self._was_gone = True
            self.at(now + timedelta(hours=6), self._enable)
            return "gone"
        return self.rng.choices(("ok", "lost", "busy", "error", "declined"), (91, 4, 2, 2, 1))[0]

    def _enable(self) -> None:
        self.counts["receiver enabled again"] += 1
        with self.city.store.write() as writer:
            writer.enable_receiver(RECEIVER, self.city.clock.now())
        self._deliver()

    def _deliver(self) -> None:
        """What is due goes out; what waits is tried again in its time."""
        with self.city.store.read() as reader:
            due = reader.due_deliveries(self.city.clock.now(), 1)
        if not due:
            return
        self.city.clock.advance(0.001)
        self.city.deliver()
        with self.city.store.read() as reader:
            waiting = reader.deliveries(states=(DeliveryState.PENDING,))
        if waiting:
            soonest = min(row.next_at for row in waiting)
            self.at(max(soonest, self.city.clock.now() + timedelta(seconds=1)), self._deliver)


def daylight_only() -> Casework:
    """What a case is worked out with: verified by daylight."""
    return Casework(eyes=Eyes(light="daylight"))
