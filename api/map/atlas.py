"""What maps are told, kept ready: the plan of the present configuration, states of a second ago, packed answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alerts.figures.book import FigureBook
from api.map.letters import LETTERS, kinds, letters
from api.map.packed import Packed, pack
from api.map.plan import Plan, Spot, columns, compact, digest, plan_of
from api.map.views import Views
from api.services import Services
from core.people.scope import EVERYTHING, Scope

FRESH_S = 1.0  # how old states may be: thirty tabs that ask at once are one walk over all cameras
_SCOPES = 32  # of answers kept: people of one grid see the same
_ANSWERS = 128  # counts and heat kept
States = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Seen:
    """What one scope sees of one plan."""

    plan: Plan
    spots: tuple[Spot, ...] = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    head: bytes = field(repr=False)  # JSON object of the columns, without its end
    tag: str  # of the columns: answers about states name it


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Kept:
    """An answer about states."""

    states: States = field(repr=False)  # the very mapping it was made of
    written: bytes = field(repr=False)  # the states as they are told
    told: Packed


class Atlas:
    """Answers for maps. May be asked from any thread."""

    def __init__(self, given: Services, cases: FigureBook) -> None:
        self._given = given
        self._lock = threading.Lock()
        self._plan: Plan | None = None
        self._outlines: OrderedDict[tuple[str, ...], Packed] = OrderedDict()  # by the grids of a scope
        self._streets: Packed | None = None
        self._seen: OrderedDict[Scope, _Seen] = OrderedDict()
        self._states: tuple[float, States] | None = None
        self._told: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._counted: OrderedDict[object, Packed] = OrderedDict()
        self.book = cases
        self.views = Views()

    def warm(self) -> None:
        """Read and prepare everything now, so that nobody waits for it."""
        self.book.warm()
        self.outline()

    def plan(self) -> Plan:
        """Return the plan of the cameras as they are now configured."""
        with self._lock:
            return self._current()

    def outline(self, scope: Scope = EVERYTHING) -> Packed:
        """Return the polygons of all levels that a scope shows."""
        with self._lock:
            plan = self._current()
            if (kept := self._outlines.get(scope.grids)) is None:
                kept = self._outlines[scope.grids] = pack(plan.outline(scope))
                while len(self._outlines) > _SCOPES:
                    self._outlines.popitem(last=False)
            return kept

    def streets(self) -> Packed | None:
        """Return the district's drawing of its streets, or None."""
        drawn = self._given.maps.streets()
        with self._lock:
            if drawn is None:
                return None
            if self._streets is None or self._streets.body is not drawn:
                self._streets = pack(drawn)
            return self._streets

    def cameras(self, scope: Scope) -> Packed:
        """Return every camera of a scope, with its state."""
        states = self.states()
        with self._lock:
            return self._kept("cameras", self._of(scope), states)

    def letters(self, scope: Scope) -> Packed:
        """Return only the states, in the order of the cameras, and the tag of the cameras that they belong to."""
        states = self.states()
        with self._lock:
            return self._kept("states", self._of(scope), states)

    def states(self) -> States:
        """Return how every camera is, at most a second old."""
        now = self._given.clock.monotonic()
        known = self._states
        if known is None or not 0 <= now - known[0] < FRESH_S:
            known = self._states = (now, self._given.fleet.states())
        return known[1]

    def counted(self, key: object, make: Callable[[], Any]) -> Packed:
        """Return an answer about cases, made anew only when one of them has changed; `key`: what was asked."""
        whole = (self.book.changed, key)
        with self._lock:
            if (kept := self._counted.get(whole)) is not None:
                self._counted.move_to_end(whole)
                return kept
        made = pack(compact(make()))
        with self._lock:
            self._counted[whole] = made
            while len(self._counted) > _ANSWERS:
                self._counted.popitem(last=False)
        return made

    def _current(self) -> Plan:
        cameras = self._given.fleet.cameras()
        if self._plan is None or self._plan.cameras is not cameras:
            self._plan = plan_of(cameras, self._given.fleet.grid())
            self._outlines.clear()
            self._seen.clear()
            self._told.clear()
            self.views.keep(self._plan.spots)
        return self._plan

    def _of(self, scope: Scope) -> _Seen:
        plan = self._current()
        seen = self._seen.get(scope)
        if seen is None:
            spots = tuple(plan.seen_by(scope))
            told = columns(spots) | {"gridNames": {one: plan.names.get(one, one) for one in _grids(spots)}}
            body = compact(told)
            ids = tuple(one.camera.id for one in spots)
            seen = _Seen(plan=plan, spots=spots, ids=ids, head=body[:-1], tag=digest(body))
            self._seen[scope] = seen
            while len(self._seen) > _SCOPES:
                self._seen.popitem(last=False)
        return seen

    def _kept(self, what: str, seen: _Seen, states: States) -> Packed:
        """Return an answer about these very states; one that reads the same is not packed again."""
        kept = self._told.get((what, seen.tag))
        if kept is not None and kept.states is states:
            return kept.told
        told = _states_of(seen, states)
        if kept is None or kept.written != told:
            body = told if what == "states" else _joined(seen.head, told)
            kept = _Kept(states=states, written=told, told=pack(body))
        else:
            kept = _Kept(states=states, written=told, told=kept.told)
        self._told[what, seen.tag] = kept
        while len(self._told) > 2 * _SCOPES:
            self._told.popitem(last=False)
        return kept.told


def _states_of(seen: _Seen, states: States) -> bytes:
    told = {
        "cameras": seen.tag,
        "states": letters(seen.ids, states),
        "letters": {letter: state for state, letter in LETTERS.items()},
        "kinds": kinds(seen.ids, states),
    }
    return compact(told)


def _joined(head: bytes, rest: bytes) -> bytes:
    return head + b"," + rest[1:]


def _grids(spots: tuple[Spot, ...]) -> list[str]:
    return sorted({one.grid for one in spots if one.grid})
