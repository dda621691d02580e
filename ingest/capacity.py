"""What may be spent: sessions in total, per host and per owner, starts a second, and each host's circuit."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from core.config.settings.looking import Budgets, Looking
from core.look import LookFailureKind
from ingest.circuit import Circuit, CircuitState
from ingest.pace import Pace


@dataclass(slots=True, eq=False)
class _Host:
    circuit: Circuit
    under_way: int = 0
    cameras: int = 0


class Capacity:
    """The budgets and what is charged to them. `now` is moved by its owner; the gates below read it."""

    def __init__(self, budgets: Budgets, looking: Looking, rng: random.Random) -> None:
        self._budgets = budgets
        self._looking = looking
        self._rng = rng
        self._pace = Pace(budgets.looks_per_s)
        self._failing_pace = Pace(budgets.failing_per_s)
        self._hosts: dict[str, _Host] = {}
        self._owner_load: Counter[str] = Counter()
        self._failing: Counter[str] = Counter()  # of it, by owner, at cameras that did not answer last time
        self.under_way = 0
        self.now = float("-inf")

    @property
    def full(self) -> bool:
        """Whether no session is left at all."""
        return self.under_way >= self._budgets.sessions

    def wait(self) -> float:
        """Seconds until the next start is allowed by the pace."""
        return self._pace.wait(self.now)

    def host_has_room(self, host: str) -> bool:
        """Whether the host may take one more look."""
        return self._hosts[host].under_way < self._budgets.sessions_per_host

    def host_is_open(self, host: str) -> bool:
        """Whether it has room and its circuit lets a look through."""
        return self.host_has_room(host) and self._hosts[host].circuit.allows(self.now)

    def owner_has_room(self, owner: str) -> bool:
        """Whether the owner's cameras may take one more look."""
        return self._owner_load[owner] < self._budgets.sessions_per_owner

    @property
    def failing_have_room(self) -> bool:
        """Whether one more look at a camera that did not answer last time leaves the others their sessions."""
        return self._failing.total() < self._part(self._budgets.sessions)

    def wait_for_failing(self) -> float:
        """Seconds until the next such look is allowed by its pace."""
        return self._failing_pace.wait(self.now)

    def owner_has_room_for_failing(self, owner: str) -> bool:
        """The same, of one owner's sessions."""
        most = self._part(self._budgets.sessions_per_owner)
        return self.owner_has_room(owner) and self._failing[owner] < most

    def begin(self, host: str, owner: str, *, failing: bool = False) -> bool:
        """Charge a look that starts; returns whether it is the trial of a resting host."""
        self._pace.take(self.now)
        if failing:
            self._failing_pace.take(self.now)
        self._charge(host, owner, 1)
        self._failing[owner] += failing
        return self._hosts[host].circuit.started(self.now)

    def end(
        self, host: str, owner: str, kind: LookFailureKind | None, *, trial: bool, failing: bool = False
    ) -> float | None:
        """Give a session back; returns until when the host is left alone, if this look decided so."""
        self._charge(host, owner, -1)
        self._failing[owner] -= failing
        rest_until = self._hosts[host].circuit.finished(kind, self.now, trial=trial, rng=self._rng)
        self._forget_if_unused(host)
        return rest_until

    def retry(self, host: str, at: float) -> None:
        """Let a resting host be tried at `at`."""
        if (known := self._hosts.get(host)) is not None:
            known.circuit.retry(at)

    def occupy(self, host: str, owner: str) -> bool:
        """Charge a session that is no look (a warm stream); False when there is no room."""
        known = self._hosts.get(host)
        if self.full or not self.owner_has_room(owner):
            return False
        if known is not None and not self.host_has_room(host):
            return False
        self._host(host)
        self._charge(host, owner, 1)
        return True

    def vacate(self, host: str, owner: str) -> None:
        """Give a warm stream's session back."""
        self._charge(host, owner, -1)
        self._forget_if_unused(host)

    def join(self, host: str) -> None:
        """Count a camera behind this host."""
        self._host(host).cameras += 1

    def leave(self, host: str) -> bool:
        """Count one camera less; returns whether nothing is known about the host any more."""
        self._hosts[host].cameras -= 1
        return self._forget_if_unused(host)

    def knows(self, host: str) -> bool:
        """Whether any camera or session names this host."""
        return host in self._hosts

    def kept_away(self, host: str, start: float, end: float) -> bool:
        """Whether the host's circuit kept looks away at some time in start..end."""
        known = self._hosts.get(host)
        return known is not None and known.circuit.kept_away(start, end)

    def open_hosts(self) -> tuple[str, ...]:
        """Hosts that are being left alone, sorted."""
        return tuple(sorted(k for k, h in self._hosts.items() if h.circuit.state is not CircuitState.CLOSED))

    def _part(self, sessions: int) -> int:
        return max(1, int(sessions * self._budgets.failing_share))

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            circuit = Circuit(failures=self._looking.circuit_failures, rest_s=self._looking.circuit_s)
            host = self._hosts[name] = _Host(circuit)
        return host

    def _forget_if_unused(self, name: str) -> bool:
        host = self._hosts[name]
        if host.cameras or host.under_way:
            return False
        del self._hosts[name]
        return True

    def _charge(self, host: str, owner: str, sessions: int) -> None:
        self._hosts[host].under_way += sessions
        self._owner_load[owner] += sessions
        self.under_way += sessions
