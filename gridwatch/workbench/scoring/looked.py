"""What of the truth could be seen at all: events by the time that their cameras were looked at. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gridwatch.workbench.runs import Alarm, Source
from gridwatch.workbench.truth import TrueEvent

CameraDay = tuple[str, date]
"""A camera on a local day: the cluster that intervals and comparisons are made over."""

LIGHTS = ("day", "night")
_DAY_H = range(6, 18)  # local hours that are day


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """Events that could be found, and those that nobody looked at."""

    events: tuple[TrueEvent, ...]  # start moved to the first look at it; cameras those that looked
    not_looked_at: tuple[TrueEvent, ...]


def seen(events: Iterable[TrueEvent], sources: Sequence[Source]) -> Seen:
    """Keep of each event what was looked at: an event that went on already begins with the first look."""
    windows: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for source in sources:
        windows[source.camera].append((source.start, _end(source)))
    kept, unseen = [], []
    for event in events:
        from_ = {
            camera: min(starts)
            for camera in event.cameras
            if (starts := [begin for begin, end in windows[camera] if _meet(event, begin, end)])
        }
        if from_:
            start = max(event.start, min(from_.values()))
            kept.append(replace(event, start=start, cameras=frozenset(from_)))
        else:
            unseen.append(event)
    return Seen(events=tuple(kept), not_looked_at=tuple(unseen))


def _meet(event: TrueEvent, begin: datetime, end: datetime) -> bool:
    return event.start < end and (event.end is None or event.end > begin)


def overlap(a: Sequence[Source], b: Sequence[Source]) -> tuple[Source, ...]:
    """Return what both looked at: the same cameras at the same times."""
    theirs: dict[str, list[Source]] = defaultdict(list)
    for source in b:
        theirs[source.camera].append(source)
    shared = []
    for one in a:
        for other in theirs[one.camera]:
            begin = max(one.start, other.start)
            seconds = (min(_end(one), _end(other)) - begin).total_seconds()
            if seconds > 0:
                looks = round(min(one.looks / one.seconds, other.looks / other.seconds) * seconds)
                shared.append(Source(camera=one.camera, start=begin, seconds=seconds, looks=looks))
    return tuple(shared)


def within_sources(alarms: Iterable[Alarm], sources: Sequence[Source]) -> tuple[Alarm, ...]:
    """Keep alarms that were opened while one of their cameras was looked at; on the last instant counts."""
    windows: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        windows[source.camera].append(source)
    return tuple(
        alarm
        for alarm in alarms
        if any(
            source.start <= alarm.opened_at <= _end(source)
            for camera in alarm.cameras
            for source in windows[camera]
        )
    )


def _end(source: Source) -> datetime:
    return source.start + timedelta(seconds=source.seconds)


def days_looked(sources: Iterable[Source], zone: ZoneInfo) -> Mapping[tuple[CameraDay, str], float]:
    """Return days looked at (a share of 86400 s) of each camera on each local day, by day and night."""
    days: dict[tuple[CameraDay, str], float] = defaultdict(float)
    for source in sources:
        at, end = (
            source.start.astimezone(UTC),
            source.start.astimezone(UTC) + timedelta(seconds=source.seconds),
        )
        while at < end:
            local = at.astimezone(zone)
            passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            until = min(end, at - passed + timedelta(hours=1))  # the light changes on the hour
            days[(source.camera, local.date()), light(at, zone)] += (until - at).total_seconds() / 86400
            at = until
    return days


def summed(days: Mapping[tuple[CameraDay, str], float]) -> dict[CameraDay, float]:
    """Return days looked at of each camera on each local day."""
    total: dict[CameraDay, float] = defaultdict(float)
    for (at, _), share in days.items():
        total[at] += share
    return dict(total)


def light(at: datetime, zone: ZoneInfo, tags: frozenset[str] = frozenset()) -> str:
    """Return `day` or `night`: as a tag says, else by the local hour (06 to 18 is day)."""
    for name in LIGHTS:
        if name in tags:
            return name
    return "day" if at.astimezone(zone).hour in _DAY_H else "night"
