"""Who is looked at next: earliest deadline first within the budgets, fair, and accounted for.

Pure: `start(now)` says which looks to begin, `finished(...)` is told how each ended; seconds are those
of Clock.monotonic. A decision costs O(log cameras), whoever is blocked. Not safe for threads: the
event loop owns it.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind, LookRequest
from ingest.accounts import Accounts, Told
from ingest.capacity import Capacity
from ingest.lines import Lines
from ingest.port import Port, Run
from ingest.punctuality import OnTime
from ingest.ready import Waiting
from ingest.wishes import Asked, Wishes

__all__ = ["Asked", "OnTime", "Schedule"]

Pacing = Callable[[str, float], float]
"""(camera id, planned period in seconds) -> seconds from one look of it to the next."""

GIVEN_UP_KEPT = 10_000  # told to whoever asks; nobody may ask

_GOLDEN = 0.6180339887498949  # its consecutive multiples spread any run of cameras evenly over a period


class Schedule:
    """Plans patrol looks, takes asked ones, starts both within the budgets."""

    def __init__(
        self,
        budgets: Budgets,
        looking: Looking,
        rng: random.Random,
        *,
        pacing: Pacing | None = None,
        told: Told | None = None,
    ) -> None:
        """`pacing` is asked at the end of every look how long the camera waits for the next; None: as planned.

        With it any look begins a camera's wait anew, so that patrol looks do not come on top of asked ones.
        `told` hears what became of every camera's periods, each once.
        """
        self._pacing = pacing
        self._looking = looking
        self._rng = rng
        self._capacity = Capacity(budgets, looking, rng)
        self._lines = Lines(self._capacity)
        self._wishes = Wishes(self._lines)
        self._accounts = Accounts(self._capacity) if told is None else Accounts(self._capacity, told)
        self._ports: dict[str, Port] = {}
        self._unphased: dict[str, Port] = {}  # planned, and not yet given a place in time
        self._running: dict[str, Run] = {}
        self._given_up: deque[tuple[LookRequest, LookFailureKind]] = deque(maxlen=GIVEN_UP_KEPT)
        self._spread = rng.random()

    def plan(self, camera_id: str, host: str, owner: str, period_s: float) -> None:
        """Look at this camera every `period_s` seconds; again with other values, change it."""
        if period_s <= 0:
            raise ValueError(f"camera {camera_id}: the period must be positive, got {period_s} s")
        port = self._ports.get(camera_id)
        if port is None:
            port = self._ports[camera_id] = Port(camera_id, host, owner, period_s)
            self._unphased[camera_id] = port
            self._capacity.join(host)
            return
        if (port.host, port.owner, port.planned_s) == (host, owner, period_s):
            return
        self._capacity.join(host)
        self._withdraw(port)
        if port.planned_s != period_s:
            self._unphased[camera_id] = port
            port.planned_s = port.period_s = period_s
        port.host, port.owner = host, owner
        self._wishes.put_again(port)
        if camera_id not in self._unphased and port.answering is None:
            self._put_patrol(port)

    def drop(self, camera_id: str) -> None:
        """Stop looking at this camera; a look under way may finish."""
        port = self._ports.pop(camera_id, None)
        if port is not None:
            self._unphased.pop(camera_id, None)
            self._withdraw(port)

    def resume(self, camera_id: str) -> None:
        """End a camera's back-off: its credential or address has changed."""
        port = self._ports.get(camera_id)
        if port is None or not port.failures:
            return
        port.failures, port.hold_until = 0, float("-inf")
        self._wishes.put_again(port)
        if port.patrol is not None:
            self._put_patrol(port)

    def retry(self, camera_id: str, at: float) -> None:
        """Look again at `at` at a camera that does not answer, however long it was to be left alone."""
        port = self._ports.get(camera_id)
        if port is None or not port.failing:
            return
        port.failures, port.hold_until = 1, at
        self._capacity.retry(port.host, at)
        self._lines.rest(port.host, at)
        self._wishes.put_again(port)
        if port.patrol is not None:
            self._put_patrol(port)

    def ask(self, request: LookRequest) -> Asked:
        """Want one look. The same wish (camera, reason, incident) waits once, at its earliest deadline."""
        port = self._ports.get(request.camera_id)
        if port is None:
            return Asked.UNKNOWN_CAMERA
        return self._wishes.ask(port, request)

    def start(self, now: float, *, most: float = float("inf")) -> list[LookRequest]:
        """Return the looks to begin now, `most` of them, most urgent first; `finished` must be told about each."""
        self._advance(now)
        begun: list[LookRequest] = []
        while len(begun) < most and not self._capacity.full and self._capacity.wait() == 0.0:
            look = self._lines.pop()
            if look is None:
                break
            port = self._ports[look.camera_id]
            if look.camera_id in self._running:
                port.parked.append(look)  # never two looks at one camera at once
            else:
                begun.append(self._begin(port, look, now))
        return begun

    def finished(self, request: LookRequest, kind: LookFailureKind | None, now: float) -> None:
        """Tell how a look ended: None for a picture, else the kind of failure."""
        run = self._running.get(request.camera_id)
        if run is None or run.request != request:
            raise LookupError(f"no such look is under way at camera {request.camera_id}")
        del self._running[request.camera_id]
        self._advance(now)
        rest_until = self._capacity.end(run.host, run.owner, kind, trial=run.trial, failing=run.failing)
        if rest_until is not None:
            self._lines.rest(run.host, rest_until)
        if self._capacity.knows(run.host):
            self._lines.reopened(run.host, run.owner)
        else:
            self._lines.forget_host(run.host)
        due = run.port.due  # of the period that it may have answered
        self._accounts.finished(run, kind)
        port = self._ports.get(request.camera_id)
        if port is None:
            return
        parked, port.parked = port.parked, []
        for look in parked:
            if look.alive:
                self._lines.put(look, now)
        if port is run.port:
            self._wait_on(port, due, kind, now)

    def given_up(self, now: float) -> list[tuple[LookRequest, LookFailureKind]]:
        """Return the asked looks that could not start in time since the last call, and what kept each back."""
        self._advance(now)
        told = list(self._given_up)
        self._given_up.clear()
        return told

    def next_due(self, now: float) -> float | None:
        """Return when `start` has something to do; None: not before a look finishes or is asked for."""
        self._advance(now)
        if self._capacity.full:
            return None
        earliest = now + self._capacity.wait()
        if self._lines.peek():
            return earliest
        later = self._lines.next_time()
        return None if later is None else max(later, earliest)

    def report(self, now: float) -> OnTime:
        """Return who was looked at on time so far. Costs O(cameras): for a page or a metric, not a loop."""
        self._advance(now)
        return self._accounts.report(self._ports.values(), now, ready=self._lines.ready)

    def resting(self) -> tuple[str, ...]:
        """Return the hosts that are left alone because nobody answered there, by budget key."""
        return self._capacity.open_hosts()

    def occupy(self, host: str, owner: str) -> bool:
        """Charge a warm stream to the budgets; False when they have no room for it."""
        return self._capacity.occupy(host, owner)

    def vacate(self, host: str, owner: str) -> None:
        """Give a warm stream's session back."""
        self._capacity.vacate(host, owner)
        self._lines.reopened(host, owner)

    def _advance(self, now: float) -> None:
        self._capacity.now = max(self._capacity.now, now)
        if self._unphased:
            for port in self._unphased.values():
                self._phase(port, now)
            self._unphased.clear()
        self._lines.wake(now)
        for port, request in self._wishes.overdue(self._ports, now):
            self._given_up.append((request, self._accounts.given_up(port, request, now)))

    def _phase(self, port: Port, now: float) -> None:
        self._spread = (self._spread + _GOLDEN) % 1.0
        port.origin = now + self._spread * port.period_s
        if port.started_at is not None:  # a changed period: nobody waits longer than the new one
            port.origin = min(port.origin, max(now, port.started_at + port.period_s))
        port.slot = 0
        if port.answering is None:
            self._put_patrol(port)
        else:
            port.slot = -1  # what the look under way answers

    def _begin(self, port: Port, look: Waiting, now: float) -> LookRequest:
        self._accounts.pass_by(port, now)
        request = look.request or port.patrol_request()
        if look.request is not None:
            del port.asked[request.reason, request.incident_id]
        if look is port.patrol or now >= port.due:  # any look answers the period that it falls in
            port.answering = now <= port.deadline
            if port.patrol is not None:
                port.patrol.cancel()
                port.patrol = None
        trial = self._capacity.begin(port.host, port.owner, failing=port.failing)
        run = Run(
            port=port,
            request=request,
            host=port.host,
            owner=port.owner,
            trial=trial,
            failing=port.failing,
            asked=look.request is not None,
            on_time=now <= request.deadline,
        )
        port.started_at = now
        self._running[port.camera_id] = run
        self._accounts.started(run, now)
        return request

    def _wait_on(self, port: Port, due: float, kind: LookFailureKind | None, now: float) -> None:
        """A look is over: let the camera wait for its next."""
        if self._pacing is not None:
            port.wait_anew(due, self._pacing(port.camera_id, port.planned_s))
        failed_before = port.failures > 0
        port.took(kind, now, self._looking, self._rng)
        # What waits for the end of a back-off waits anew, also where there is none any more.
        again = failed_before or port.hold_until > now
        if again:
            self._wishes.put_again(port)
        if port.patrol is None or again or self._pacing is not None:
            self._put_patrol(port)

    def _put_patrol(self, port: Port) -> None:
        if port.patrol is not None:
            port.patrol.cancel()
        look = Waiting(port.camera_id, port.host, port.owner, port.patrol_key, None, failing=port.failing)
        port.patrol = self._lines.put(look, port.next_start)

    def _withdraw(self, port: Port) -> None:
        """Take a camera's waiting looks out of every line, and the camera off its host."""
        for look in (port.patrol, *port.asked.values()):
            if look is not None:
                look.cancel()
        port.patrol = None
        port.parked.clear()
        if self._capacity.leave(port.host):
            self._lines.forget_host(port.host)
