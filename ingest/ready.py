"""Looks that could start now, earliest deadline first, with hosts and owners that may be full.

A flat heap would pop and push back every look of a full host on every decision. This is a tree
instead: looks wait in groups of one host and owner, groups stand in their owner's line, owners in one
line. A full host's groups and a full owner leave their lines until they are told to come back, so a
decision costs O(log n) whoever is blocked.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.look import LookRequest

_COMPACT_ABOVE = 16  # dead entries a group tolerates before it is rebuilt


@dataclass(slots=True, eq=False)
class Waiting:
    """A look that waits. `key` is its deadline for ordering; a dead one is skipped wherever it lies."""

    camera_id: str
    host: str
    owner: str
    key: float
    request: LookRequest | None  # None: the patrol look, made when it starts
    alive: bool = True
    line: Ready | None = None  # where it stands, once it could start
    failing: bool = False  # a patrol look at a camera that did not answer last time

    def cancel(self) -> None:
        """Make it be skipped wherever it lies."""
        if self.line is not None:
            self.line.discard(self)
        self.alive = False


@dataclass(slots=True, eq=False)
class _Group:
    host: str
    owner: str
    looks: list[tuple[float, int, Waiting]] = field(default_factory=list)
    dead: int = 0
    listed: float | None = None

    def best(self) -> float | None:
        while self.looks and not self.looks[0][2].alive:
            heapq.heappop(self.looks)
            self.dead = max(0, self.dead - 1)
        return self.looks[0][0] if self.looks else None


_M = TypeVar("_M", "_Group", "_Owner")


class _Line(Generic[_M]):
    """A heap in which each member has one valid place: the one that its `listed` names."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, _M]] = []
        self._count = 0

    def offer(self, member: _M, key: float | None) -> None:
        if key is None or (member.listed is not None and member.listed <= key):
            return
        self._count += 1
        heapq.heappush(self._heap, (key, self._count, member))
        member.listed = key

    def first(self) -> tuple[float, _M] | None:
        while self._heap:
            key, _, member = self._heap[0]
            if member.listed == key:
                return key, member
            heapq.heappop(self._heap)
        return None

    def leave(self, member: _M) -> None:
        """Take the first member out of the line."""
        heapq.heappop(self._heap)
        member.listed = None


class _Owner:
    __slots__ = ("line", "listed", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.line: _Line[_Group] = _Line()
        self.listed: float | None = None


class Ready:
    """Looks ordered by deadline behind two gates, given as functions of host and owner name.

    A gate that was found closed is asked again only after `reopened(host)` or `freed(owner)`.
    """

    def __init__(self, host_open: Callable[[str], bool], owner_open: Callable[[str], bool]) -> None:
        self._host_open = host_open
        self._owner_open = owner_open
        self._groups: dict[str, dict[str, _Group]] = {}  # host -> owner -> group
        self._owners: dict[str, _Owner] = {}
        self._line: _Line[_Owner] = _Line()
        self._count = 0
        self._alive = 0

    def __len__(self) -> int:
        return self._alive

    def push(self, look: Waiting) -> None:
        """Add a look."""
        owner = self._owners.get(look.owner)
        if owner is None:
            owner = self._owners[look.owner] = _Owner(look.owner)
        groups = self._groups.setdefault(look.host, {})
        group = groups.get(look.owner)
        if group is None:
            group = groups[look.owner] = _Group(look.host, look.owner)
        self._count += 1
        self._alive += 1
        look.line = self
        heapq.heappush(group.looks, (look.key, self._count, look))
        owner.line.offer(group, look.key)
        self._line.offer(owner, look.key)

    def peek(self) -> Waiting | None:
        """Return the look with the earliest deadline whose host and owner are open, or None."""
        while (first := self._line.first()) is not None:
            key, owner = first
            if not self._owner_open(owner.name):
                self._line.leave(owner)
                continue
            group = self._best_group(owner)
            if group is None or group.listed != key:
                self._line.leave(owner)
                self._line.offer(owner, group.listed if group else None)
                continue
            return group.looks[0][2]
        return None

    def pop(self) -> Waiting:
        """Remove and return what `peek` shows; an error when it shows nothing."""
        look = self.peek()
        if look is None:
            raise LookupError("nothing is ready; peek first")
        owner, group = self._owners[look.owner], self._groups[look.host][look.owner]
        heapq.heappop(group.looks)
        look.line = None
        self._alive -= 1
        self._line.leave(owner)
        owner.line.leave(group)
        owner.line.offer(group, group.best())
        self._relist(owner)
        return look

    def discard(self, look: Waiting) -> None:
        """Mark a look of this line as dead."""
        if not look.alive or look.line is not self:
            return
        look.alive = False
        look.line = None
        self._alive -= 1
        group = self._groups[look.host][look.owner]
        group.dead += 1
        if group.dead > _COMPACT_ABOVE and 2 * group.dead > len(group.looks):
            group.looks = [entry for entry in group.looks if entry[2].alive]
            heapq.heapify(group.looks)
            group.dead = 0

    def reopened(self, host: str) -> None:
        """Ask the gate of this host again."""
        for name, group in self._groups.get(host, {}).items():
            owner = self._owners[name]
            owner.line.offer(group, group.best())
            self._line.offer(owner, group.listed)

    def freed(self, name: str) -> None:
        """Ask the gate of this owner again."""
        if (owner := self._owners.get(name)) is not None:
            self._relist(owner)

    def forget_host(self, host: str) -> None:
        """Drop what is kept about a host that no camera names any more; its looks must be dead."""
        for group in self._groups.pop(host, {}).values():
            group.looks.clear()
            group.listed = None  # its places in line are void

    def _relist(self, owner: _Owner) -> None:
        first = owner.line.first()
        self._line.offer(owner, first[0] if first else None)

    def _best_group(self, owner: _Owner) -> _Group | None:
        while (first := owner.line.first()) is not None:
            key, group = first
            best = group.best()
            if best == key and self._host_open(group.host):
                return group
            owner.line.leave(group)
            if best is not None and best != key:
                owner.line.offer(group, best)
            # A closed host's group stays out until reopened() offers it again.
        return None
