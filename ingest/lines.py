"""Where looks wait: later ones by time, ready ones in four lines, and which line goes first."""

from __future__ import annotations

import heapq

from core.look import LookReason
from ingest.capacity import Capacity
from ingest.ready import Ready, Waiting


class Lines:
    """Operators' looks, other asked looks, the patrol, and the patrol of cameras that did not answer last time.

    Earliest deadline first. A patrol look that is overdue already loses nothing by one more place in
    line, so there asked looks and overdue patrol alternate: a flood of wishes cannot stop the patrol,
    and a patrol that is behind cannot keep an operator waiting.

    A look that is not answered takes a session a hundred times as long as one that is. Those of cameras
    that did not answer last time have a line of their own, which gets only a share of the sessions and
    a pace of its own: a thousand cameras that hang do not keep anybody from those that do not, and are
    not stormed when their network is back.
    """

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        # A person who clicks is the trial of a resting host: the operators' line ignores circuits.
        self._operators = Ready(capacity.host_has_room, capacity.owner_has_room)
        self._asked = Ready(capacity.host_is_open, capacity.owner_has_room)
        self._patrol = Ready(capacity.host_is_open, capacity.owner_has_room)
        self._failing = Ready(capacity.host_is_open, capacity.owner_has_room_for_failing)
        self._all = (self._operators, self._asked, self._patrol, self._failing)
        self._later: list[tuple[float, int, Waiting | str]] = []  # a name is a host whose circuit rests
        self._count = 0
        self._patrol_gave_way = False

    @property
    def ready(self) -> int:
        """Looks that could start as far as time goes."""
        return sum(len(line) for line in self._all)

    def put(self, look: Waiting, not_before: float) -> Waiting:
        """Let a look wait; returns it."""
        if not_before > self._capacity.now:
            self._push_later(not_before, look)
        else:
            self._line_of(look).push(look)
        return look

    def rest(self, host: str, until: float) -> None:
        """Ask about this host again when its circuit has rested."""
        self._push_later(until, host)

    def wake(self, now: float) -> None:
        """Move what is due into its line."""
        while self._later and self._later[0][0] <= now:
            item = heapq.heappop(self._later)[2]
            if isinstance(item, str):
                for line in self._all:
                    line.reopened(item)
            elif item.alive:
                self._line_of(item).push(item)

    def reopened(self, host: str, owner: str) -> None:
        """A session of this host and owner was given back."""
        for line in self._all:
            line.reopened(host)
            line.freed(owner)

    def forget_host(self, host: str) -> None:
        """No camera names this host any more."""
        for line in self._all:
            line.forget_host(host)

    def peek(self) -> bool:
        """Whether any look could start now, budgets per host and owner considered."""
        asked = any(line.peek() is not None for line in (self._operators, self._asked))
        return asked or self._next_patrol()[1] is not None

    def pop(self) -> Waiting | None:
        """Remove and return the most urgent look that may start, or None."""
        line = self._most_urgent()
        return line.pop() if line is not None else None

    def next_time(self) -> float | None:
        """When the earliest later look becomes ready, or the pace lets the next failing camera be tried."""
        later = self._later[0][0] if self._later else None
        if not self._capacity.failing_have_room or self._failing.peek() is None:
            return later
        paced = self._capacity.now + self._capacity.wait_for_failing()
        return paced if later is None else min(later, paced)

    def _most_urgent(self) -> Ready | None:
        patrols, patrol = self._next_patrol()
        for line in (self._operators, self._asked):
            asked = line.peek()
            if asked is None:
                continue
            if patrol is None or asked.key <= patrol.key:
                return line
            if patrol.key < self._capacity.now:  # the patrol is behind: take turns
                if self._patrol_gave_way:
                    break
                self._patrol_gave_way = True
                return line
            if line is self._operators:
                return line
        self._patrol_gave_way = False
        return patrols if patrol is not None else None

    def _next_patrol(self) -> tuple[Ready, Waiting | None]:
        """Return the patrol look with the earliest deadline that may start, and its line."""
        well = self._patrol.peek()
        may = self._capacity.failing_have_room and self._capacity.wait_for_failing() == 0.0
        failing = self._failing.peek() if may else None
        if failing is None or (well is not None and well.key <= failing.key):
            return self._patrol, well
        return self._failing, failing

    def _line_of(self, look: Waiting) -> Ready:
        if look.request is None:
            return self._failing if look.failing else self._patrol
        return self._operators if look.request.reason is LookReason.OPERATOR else self._asked

    def _push_later(self, time: float, item: Waiting | str) -> None:
        self._count += 1
        heapq.heappush(self._later, (time, self._count, item))
