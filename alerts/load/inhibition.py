"""What makes alarms needless while it lasts: a dark host, a turned camera, heavy rain over a street. Pure.

An alarm depends on what its cameras can show. Where none of them can (all are down, or turned), nobody at a desk can
decide on it, and where the weather spoils a street's pictures, what a machine alone has found there is not believed
yet. Such an alarm waits, with its reason, and asks again when the cause is gone. What a person has confirmed waits for
no camera.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.load.item import Item
from alerts.load.silence import Silence, SilenceKind
from core.config.settings.load import Load
from core.reason import Fact, Reason


class Cause(StrEnum):
    """Why alarms are not believed, or cannot be decided on."""

    OUTAGE = "outage"  # the camera's host, owner's network, street or district is dark
    TURNED = "turned"  # the camera looks elsewhere: its places are false
    WEATHER = "weather"  # declared by a person or by the platform
    DEGRADED = "degraded"  # pictures of many cameras of a street turned bad at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Inhibition:
    """One cause and what it holds back: by cameras, or by a part of the grid."""

    id: str
    cause: Cause
    since: datetime
    cameras: frozenset[str] = frozenset()
    grid: str = ""  # grid code prefix
    spares: tuple[str, ...] = ()  # matters that it does not hold back
    facts: Mapping[str, Fact] = field(default_factory=dict)  # for its sentence

    @property
    def why(self) -> Reason:
        """What an operator reads."""
        return Reason(code=f"load.held.{self.cause.value}", facts=self.facts)


@dataclass(frozen=True, slots=True)
class Inhibitions:
    """All that last now, found by camera and by grid prefix; `of` builds it."""

    by_camera: Mapping[str, tuple[Inhibition, ...]]
    by_prefix: Mapping[str, tuple[Inhibition, ...]]
    lengths: tuple[int, ...]  # of the prefixes

    @classmethod
    def of(cls, inhibitions: Iterable[Inhibition]) -> Inhibitions:
        """Index what lasts."""
        by_camera: dict[str, tuple[Inhibition, ...]] = {}
        by_prefix: dict[str, tuple[Inhibition, ...]] = {}
        for one in inhibitions:
            for camera_id in one.cameras:
                by_camera[camera_id] = (*by_camera.get(camera_id, ()), one)
            if one.grid:
                by_prefix[one.grid] = (*by_prefix.get(one.grid, ()), one)
        return cls(by_camera, by_prefix, tuple(sorted({len(prefix) for prefix in by_prefix})))

    def explaining(self, item: Item) -> Inhibition | None:
        """Return what holds this item back: what all its cameras share or have, else what lies over its place."""
        if item.certainty == "observed":
            return None
        found: Inhibition | None = None
        for camera_id in item.cameras:
            causes = self.by_camera.get(camera_id)
            if not causes:
                found = None
                break
            found = found or causes[0]
        if found is not None:
            return found
        for length in self.lengths:
            for one in self.by_prefix.get(item.grid[:length], ()):
                if item.matter not in one.spares:
                    return one
        return None


NONE = Inhibitions({}, {}, ())


def declared(silences: Iterable[Silence], now: datetime, rule: Load) -> list[Inhibition]:
    """Return the bad weather that somebody has declared."""
    return [
        Inhibition(
            id=one.id,
            cause=Cause.WEATHER,
            since=one.starts_at,
            grid=one.matchers.grid,
            spares=rule.rain_spares,
            facts={"why": one.reason, "who": one.author},
        )
        for one in silences
        if one.kind is SilenceKind.WEATHER and one.active(now)
    ]


def degraded(
    bad: Mapping[str, datetime],
    street_of: Mapping[str, str],
    rule: Load,
    *,
    lasting: Collection[str] = (),
) -> list[Inhibition]:
    """Return the streets whose cameras' pictures turned bad together.

    Args:
        bad: camera id to since when its pictures are nothing to decide on (blurred, black, overexposed).
        street_of: every camera's street, where it is known.
        rule: how many, how near in time.
        lasting: streets that were degraded before: they stay so until half as many are bad.
    """
    members: dict[str, int] = {}
    since: dict[str, list[datetime]] = {}
    for camera_id, street in street_of.items():
        members[street] = members.get(street, 0) + 1
        if camera_id in bad:
            since.setdefault(street, []).append(bad[camera_id])
    found = []
    for street, times in sorted(since.items()):
        together = _most_within(sorted(times), timedelta(seconds=rule.degraded_within_s))
        if street in lasting:
            wanted, together = max(rule.degraded_least, rule.degraded_share * members[street]) / 2, len(times)
        else:
            wanted = max(rule.degraded_least, rule.degraded_share * members[street])
        if together >= wanted:
            facts: dict[str, Fact] = {"street": street, "cameras": len(times), "members": members[street]}
            found.append(
                Inhibition(
                    id=f"degraded-{street}",
                    cause=Cause.DEGRADED,
                    since=min(times),
                    grid=street,
                    spares=rule.rain_spares,
                    facts=facts,
                )
            )
    return found


def _most_within(times: list[datetime], window: timedelta) -> int:
    most = start = 0
    for end, at in enumerate(times):
        while at - times[start] > window:
            start += 1
        most = max(most, end + 1 - start)
    return most
