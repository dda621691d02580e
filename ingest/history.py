"""Why a camera was not looked at, kept by the hour: pure counts, and what is kept of them for a week.

A note of one camera is JSON: {"hours": [[hour, {"on_time": 58, "missed.no_budget": 2}], ...],
"changes": [{"at": ..., "what": ..., "code": ..., "facts": {...}}, ...]}; hours since 1970, oldest first.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.look import LookFailureKind
from ingest.health import HealthEvent

HOUR_S = 3600
HOURS_KEPT = 168  # a week
CHANGES_KEPT = 50  # state changes of one camera
LOOKS_KEPT = 12  # last looks of one camera, in memory
ON_TIME, LATE, FAILED, MISSED = "on_time", "late", "failed", "missed"

_INT = frozenset({int})
Counts = Mapping[str, int]
Note = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class LookLine:
    """How one look ended."""

    look_id: str
    at: datetime  # UTC
    reason: str  # of LookReason
    kind: LookFailureKind | None  # None: a picture to decide on
    detail: str  # of a failure
    boxes: int | None  # that the detector found; None where it was not asked
    sightings: int  # what rules said of it
    took_s: float  # wall-clock seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """What is counted and not yet in the store."""

    hours: Mapping[int, Counts] = field(default_factory=dict)  # hour since 1970 -> counts
    changes: tuple[HealthEvent, ...] = ()


class History:
    """Counts as looks end. The event loop owns it; threads may read the last looks.

    Bounded: two hours of counts a camera until they are taken, `LOOKS_KEPT` looks, `CHANGES_KEPT` changes.
    """

    def __init__(self) -> None:
        self._hours: OrderedDict[str, dict[int, Counter[str]]] = OrderedDict()  # who waits longest first
        self._changes: dict[str, deque[HealthEvent]] = {}
        self._looks: dict[str, deque[LookLine]] = {}

    def period(
        self, camera_id: str, hour: int, what: str, kind: LookFailureKind | None = None, periods: int = 1
    ) -> None:
        """Count what became of periods: `what` is on_time, late, failed or missed; the last two with a kind."""
        hours = self._hours.setdefault(camera_id, {})
        hours.setdefault(hour, Counter())[what if kind is None else f"{what}.{kind.value}"] += periods
        while len(hours) > HOURS_KEPT:  # a store that takes nothing
            del hours[min(hours)]

    def look(self, camera_id: str, line: LookLine) -> None:
        """Remember how a look ended."""
        self._looks.setdefault(camera_id, deque(maxlen=LOOKS_KEPT)).append(line)

    def changed(self, event: HealthEvent) -> None:
        """Remember a change of state."""
        self._changes.setdefault(event.camera_id, deque(maxlen=CHANGES_KEPT)).append(event)

    def looks(self, camera_id: str) -> tuple[LookLine, ...]:
        """Return the last looks, newest first."""
        return tuple(reversed(tuple(self._looks.get(camera_id, ()))))

    def owed(self, camera_id: str) -> Owed:
        """Return what is counted of a camera and not yet taken."""
        hours = {hour: dict(counts) for hour, counts in dict(self._hours.get(camera_id, {})).items()}
        return Owed(hours=hours, changes=tuple(self._changes.get(camera_id, ())))

    def take(self, most: int) -> dict[str, Owed]:
        """Return what at most so many cameras are owed, those first that have waited longest, and forget it."""
        chosen = list(dict.fromkeys([*self._changes, *self._hours]))[:most]
        taken = {camera_id: self.owed(camera_id) for camera_id in chosen}
        for camera_id in chosen:
            self._hours.pop(camera_id, None)
            self._changes.pop(camera_id, None)
        return taken

    def give_back(self, owed: Mapping[str, Owed]) -> None:
        """Count again what `take` gave and the store did not keep."""
        for camera_id, one in owed.items():
            for hour, counts in one.hours.items():
                self._hours.setdefault(camera_id, {}).setdefault(hour, Counter()).update(counts)
            later = self._changes.get(camera_id, ())
            self._changes[camera_id] = deque([*one.changes, *later], maxlen=CHANGES_KEPT)

    def keep(self, camera_ids: Iterable[str]) -> None:
        """Forget every camera but these: the others are configured no more."""
        wanted = set(camera_ids)
        for kept in (self._hours, self._changes, self._looks):
            for camera_id in [one for one in kept if one not in wanted]:
                del kept[camera_id]


def merged(note: Mapping[str, Any] | None, owed: Owed, *, hour: int) -> Note:
    """Return the note with what is owed in it, and nothing older than a week before `hour`."""
    hours: dict[int, Counts] = dict(_hours_of(note))
    for number, counts in owed.hours.items():
        hours[number] = dict(Counter(hours.get(number, {})) + Counter(counts))
    first = hour - HOURS_KEPT
    changes = [*_list_of(note, "changes"), *(_change(one) for one in owed.changes)]
    return {
        "hours": [[number, hours[number]] for number in sorted(hours) if number > first],
        "changes": changes[-CHANGES_KEPT:],
    }


def hours_of(note: Mapping[str, Any] | None, *, hour: int, back: int) -> list[tuple[int, Counts]]:
    """Return the last `back` hours up to `hour`, oldest first; one that nothing is known of is empty."""
    known = dict(_hours_of(note))
    return [(number, known.get(number, {})) for number in range(hour - back + 1, hour + 1)]


def counted(note: Mapping[str, Any] | None, owed: Owed) -> Iterator[tuple[int, Counts]]:
    """Return what is counted by the hour, in no order; an hour may stand there twice, to be added up."""
    yield from _hours_of(note)
    yield from owed.hours.items()


def total(hours: Iterable[tuple[int, Counts]]) -> Counter[str]:
    """Add the counts of hours up."""
    added: Counter[str] = Counter()
    for _, counts in hours:
        added.update(counts)
    return added


def _hours_of(note: Mapping[str, Any] | None) -> Sequence[tuple[int, Counts]]:
    """Return the hours of a note; what cannot be read is left out: an old count is worth no failure."""
    found: list[tuple[int, Counts]] = []
    for one in _list_of(note, "hours"):
        if isinstance(one, list) and len(one) == 2 and isinstance(one[0], int) and isinstance(one[1], dict):
            counts = one[1]
            if not _INT.issuperset(map(type, counts.values())):  # asked of every hour of many cameras
                counts = {key: value for key, value in counts.items() if isinstance(value, int)}
            found.append((one[0], counts))
    return found


def _list_of(note: Mapping[str, Any] | None, key: str) -> list[Any]:
    found = (note or {}).get(key)
    return list(found) if isinstance(found, list) else []


def _change(event: HealthEvent) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "what": event.what,
        "code": event.why.code,
        "facts": dict(event.why.facts),
    }
