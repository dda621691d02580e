"""Books of the schedule: every period of every camera ends in exactly one column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from core.look import LookFailureKind, LookRequest
from ingest.capacity import Capacity
from ingest.port import Port, Run
from ingest.punctuality import Count, OnTime

Told = Callable[[str, str, LookFailureKind | None, int], None]
"""(camera id, on_time | late | failed | missed, kind of the last two, periods): what became of periods."""


def _nobody(camera_id: str, what: str, kind: LookFailureKind | None, periods: int) -> None:
    """Where nobody asks about single cameras."""


class Accounts:
    """Counts periods as on time, late, failed or missed; in total, by owner, and for asked looks."""

    def __init__(self, capacity: Capacity, told: Told = _nobody) -> None:
        """`told` hears of every camera's periods, each once."""
        self._capacity = capacity
        self._told = told
        self._total = Count()
        self._asked = Count()
        self._owners: defaultdict[str, Count] = defaultdict(Count)

    def pass_by(self, port: Port, now: float) -> None:
        """Count the periods that are over without a look; one that a look under way answers stays open."""
        if port.answering is not None or (periods := port.passed(now)) == 0:
            return
        kind = self.kept_back_by(port, port.due, port.due + periods * port.period_s)
        port.slot += periods
        port.on_time = False
        for count in (self._total, self._owners[port.owner]):
            count.missed(kind, periods)
        self._told(port.camera_id, "missed", kind, periods)

    def kept_back_by(self, port: Port, start: float, end: float) -> LookFailureKind:
        """Return what kept looks at this camera from starting in start..end."""
        if port.last_kind is not None and port.hold_until > start:
            return port.last_kind
        if self._capacity.kept_away(port.host, start, end):
            return LookFailureKind.CIRCUIT_OPEN
        return LookFailureKind.NO_BUDGET

    def started(self, run: Run, now: float) -> None:
        """Count a start by its lateness."""
        if run.asked:
            self._asked.started(now - run.request.not_before)
        if run.port.answering is not None:
            for count in (self._total, self._owners[run.port.owner]):
                count.started(now - run.port.due)

    def finished(self, run: Run, kind: LookFailureKind | None) -> None:
        """Count how a look ended, in the period that it answers."""
        if run.asked:
            self._asked.looked(kind, on_time=run.on_time)
        port = run.port
        if port.answering is None:
            return
        for count in (self._total, self._owners[port.owner]):
            count.looked(kind, on_time=port.answering)
        what = "failed" if kind is not None else "on_time" if port.answering else "late"
        self._told(port.camera_id, what, kind, 1)
        port.on_time = port.answering and kind is None
        port.slot += 1
        port.answering = None

    def given_up(self, port: Port, request: LookRequest, now: float) -> LookFailureKind:
        """Count an asked look that never started; returns what kept it back."""
        kind = self.kept_back_by(port, request.not_before, now)
        self._asked.missed(kind)
        return kind

    def report(self, ports: Iterable[Port], now: float, *, ready: int) -> OnTime:
        """Bring every camera's periods up to `now` and return the figures."""
        cameras = on_time = 0
        for port in ports:
            self.pass_by(port, now)
            cameras += 1
            on_time += port.on_time
        return OnTime(
            at=now,
            total=self._total.tally(),
            owners={name: count.tally() for name, count in sorted(self._owners.items())},
            asked=self._asked.tally(),
            cameras=cameras,
            cameras_on_time=on_time,
            under_way=self._capacity.under_way,
            ready=ready,
            open_hosts=self._capacity.open_hosts(),
        )
