"""How often each camera is looked at, when some are worth more than others: the same looks, shared out anew.

Camera c has its plain period p(c), from its profile; the fleet's budget is B = sum of 1/p(c) looks a second.

    watched   worth w > 1 times its rate:   period p / (1 + (w - 1) g)
    quiet     everybody else:               period p * min(s, cap),  cap = max(1, min(stretch, max_period / p))

Confirming looks are taken whatever happens here, w0 times the plain rate of a camera with a candidate: they are paid
first, M = sum of (w0 - 1) / p, and where they are as many as the camera is worth they are all it gets. What the watched
ask for beside them is E = sum of (w - 1) / p; the quiet can give at most G = sum of (1 - 1/cap) / p. So

    g = min(1, (G - M) / E)      what the watched get of what they ask for
    s so that the quiet give exactly M + g E

and the sum over all cameras, confirming looks included, stays B. Only where confirming looks alone take more than G is
more spent, as without attention; `Split.over` says how much. No period is longer than p * cap: that is the longest wait
this plans.

Why equal stretch and few classes: an operator can be told why a camera is looked at every 100 s instead of 300. Why the
default history weight of 2 to 3: looks wait p/2 on average, so with arrivals at rate r the mean wait is least for looks
in proportion to the square root of r (as for crawlers: Cho, Garcia-Molina, ACM TODS 28, 2003), and places that make
half of the incidents though they are a tenth have nine times the others' rate.

So that rhythms do not jitter, s is kept on a grid, rises when it must and falls only when it may by two steps, and g
the other way round; neither ever spends more than B. Costs O(kinds of cameras) a change, not O(cameras).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.config.settings.attention import Attention as Choice
from ingest.interest import Interest, Worth

STRETCH_STEP = 0.02
GRANT_STEP = 0.05
_SLIVER = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """How the looks are shared out."""

    stretch: float = 1.0  # periods of quiet cameras are so many times as long, up to their cap
    granted: float = 1.0  # share of what the watched ask for beyond their own that they get
    over: float = 0.0  # looks a second that confirming takes beyond what the quiet can give


@dataclass(frozen=True, slots=True)
class _Kind:
    """Cameras that are treated alike."""

    period_s: float
    owed: float  # looks beyond its own that confirming takes, in plain rates
    asked: float  # looks beyond its own that the patrol is asked for, in plain rates
    quiet: bool  # whether its period may be lengthened


class Attention:
    """Keeps count of who is worth what and shares the looks out. Pure; the event loop owns it."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._kind_of: dict[str, _Kind] = {}
        self._interest_of: dict[str, Interest] = {}
        self._kinds: Counter[_Kind] = Counter()
        self._split = Split()
        self._stale = False

    def see(self, camera_id: str, plain_s: float, worth: Worth, *, owed: float = 1.0) -> None:
        """Take note of a camera: its plain period in seconds, what it is worth, what its confirming looks take.

        `owed`: times its plain rate at which confirming looks are taken while it has a candidate; 1 for none.
        """
        times = max(1.0, min(worth.times, plain_s / self._choice.min_period_s))
        quiet = worth.interest is None and owed <= 1
        kind = _Kind(plain_s, max(0.0, owed - 1), times - 1 if times > owed else 0.0, quiet)
        before = self._kind_of.get(camera_id)
        if worth.interest is None:
            self._interest_of.pop(camera_id, None)
        else:
            self._interest_of[camera_id] = worth.interest
        if kind == before:
            return
        if before is not None:
            self._forget(before)
        self._kind_of[camera_id] = kind
        self._kinds[kind] += 1
        self._stale = True

    def drop(self, camera_id: str) -> None:
        """The camera is gone."""
        self._interest_of.pop(camera_id, None)
        kind = self._kind_of.pop(camera_id, None)
        if kind is not None:
            self._forget(kind)
            self._stale = True

    def period_s(self, camera_id: str, plain_s: float) -> float:
        """Return the present period of a camera whose plain one is `plain_s`; that itself for an unknown one."""
        kind = self._kind_of.get(camera_id)
        if kind is None:
            return plain_s
        if kind.quiet:
            return plain_s * min(self.split.stretch, self._cap(plain_s))
        return plain_s / (1 + kind.asked * self.split.granted)

    def interest(self, camera_id: str) -> Interest | None:
        """Return why a camera is looked at more often, None where it is not."""
        return self._interest_of.get(camera_id)

    @property
    def split(self) -> Split:
        """How the looks are shared out now."""
        if self._stale:
            self._stale = False
            self._split = _kept_calm(self._split, self._shared(), self._choice.stretch)
        return self._split

    @property
    def watched(self) -> int:
        """Cameras that are looked at more often."""
        return len(self._interest_of)

    def _cap(self, plain_s: float) -> float:
        return max(1.0, min(self._choice.stretch, self._choice.max_period_s / plain_s))

    def _shared(self) -> Split:
        quiet: dict[float, float] = {}  # cap -> looks a second by plain periods
        owed = asked = 0.0
        for kind, cameras in self._kinds.items():
            rate = cameras / kind.period_s
            if kind.quiet:
                cap = self._cap(kind.period_s)
                quiet[cap] = quiet.get(cap, 0.0) + rate
            owed += rate * kind.owed
            asked += rate * kind.asked
        return shared(quiet, owed=owed, asked=asked)

    def _forget(self, kind: _Kind) -> None:
        self._kinds[kind] -= 1
        if not self._kinds[kind]:
            del self._kinds[kind]


def shared(quiet: Mapping[float, float], *, owed: float, asked: float) -> Split:
    """Share out: `quiet` is the quiet cameras' looks a second by how far their periods may be stretched.

    `owed` looks a second are taken in any case, `asked` are wanted beyond them.
    """
    most = sum(rate * (1 - 1 / cap) for cap, rate in quiet.items())
    granted = 1.0 if asked <= 0 else min(1.0, max(0.0, most - owed) / asked)
    give = min(most, owed + granted * asked)
    return Split(stretch=_stretch(quiet, give), granted=granted, over=max(0.0, owed - most))


def _stretch(quiet: Mapping[float, float], give: float) -> float:
    """Return the common stretch with which the quiet give so many looks a second."""
    if give <= 0:
        return 1.0
    fixed, free = 0.0, sum(quiet.values())  # given by those at their cap; plain rate of the others
    stretch = 1.0
    for cap in sorted(quiet):
        rest = free - (give - fixed)
        stretch = free / rest if rest > _SLIVER * free else math.inf
        if stretch <= cap:
            return stretch
        fixed += quiet[cap] * (1 - 1 / cap)
        free -= quiet[cap]
        stretch = cap
    return stretch


def _kept_calm(before: Split, wanted: Split, most: float) -> Split:
    """Return what is applied: on a grid, never spending more than `wanted`, and changed no oftener than it must be."""
    stretch = before.stretch
    if wanted.stretch > stretch + _SLIVER or wanted.stretch < stretch - 2 * STRETCH_STEP:
        stretch = min(most, 1 + math.ceil((wanted.stretch - 1) / STRETCH_STEP - _SLIVER) * STRETCH_STEP)
    granted = before.granted
    if wanted.granted < granted - _SLIVER or wanted.granted > granted + 2 * GRANT_STEP or wanted.granted >= 1:
        granted = math.floor(wanted.granted / GRANT_STEP + _SLIVER) * GRANT_STEP
    return Split(stretch=max(stretch, 1.0), granted=min(1.0, granted), over=wanted.over)
