"""The figures of a digest, counted from the store. No name of a person, no camera, no picture is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alerts.export.pages import every
from alerts.parting import MERGED_INTO
from alerts.store.base import IncidentQuery, Reader
from core.config.camera import Camera
from core.incident import Incident, Status
from gridwatch.offers.digest.times import Period
from ingest.health import CameraHealth, HealthState

_TODO = frozenset({Status.OPEN, Status.REOPENED})
_SHOWN = tuple(status for status in Status if status is not Status.CANDIDATE and status is not Status.EXPIRED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One of the most frequent: a place, a matter, an owner."""

    zh: str
    en: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """One period, and how things stand when it is told."""

    period: Period
    at: datetime  # of what stands "now"
    opened: int  # confirmed in the period
    closed: int
    rejected: int
    live: int  # confirmed and not ended, now
    todo: int  # of those, nobody has taken them
    overdue: int  # a unit's limit has passed
    held: int  # wait for an operator's word
    cameras: int  # that should be looked at
    unseen: int  # of those, no usable picture in the whole period
    not_seeing: int  # blind, offline or logged out, now
    matters: tuple[Line, ...]  # of what was opened, most frequent first
    places: tuple[Line, ...]
    owners: tuple[Line, ...]  # of the cameras that were not seen


def gather(
    reader: Reader, cameras: Mapping[str, Camera], period: Period, *, now: datetime, top: int
) -> Figures:
    """Count one period. Incidents are read a page at a time; those that last are read whole.

    Args:
        reader: one view of the store.
        cameras: as now configured.
        period: what is told of.
        now: when it is told.
        top: how many places, matters and owners are named.
    """
    counts: Counter[str] = Counter()
    matters: Counter[tuple[str, str]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    for page in every(reader, IncidentQuery(statuses=_SHOWN, since=period.since)):
        for incident in page:
            if incident.facts.get(MERGED_INTO) and incident.status.ended:
                continue  # it goes on as another, which is counted
            if _within(incident.opened_at, period):
                counts["opened"] += 1
                matters[incident.matter.name, incident.matter.name_en or incident.matter.name] += 1
                places[_place(incident)] += 1
            counts["closed"] += _within(incident.closed_at, period) and incident.status is Status.CLOSED
            counts["rejected"] += incident.status is Status.REJECTED and _within(incident.updated_at, period)
    live = reader.live_incidents()
    confirmed = [one for one in live if one.status is not Status.CANDIDATE]
    health = {
        camera_id: CameraHealth.from_json(camera_id, kept) for camera_id, kept in reader.all_health().items()
    }
    enabled = [camera for camera in cameras.values() if camera.enabled]
    unseen = [camera for camera in enabled if not _seen(health.get(camera.id), period)]
    owners = Counter((camera.owner, camera.owner) for camera in unseen)
    return Figures(
        period=period,
        at=now,
        opened=counts["opened"],
        closed=counts["closed"],
        rejected=counts["rejected"],
        live=len(confirmed),
        todo=sum(one.status in _TODO for one in confirmed),
        overdue=sum(one.case.overdue(now) for one in confirmed),
        held=sum(one.case.held_for is not None for one in live),
        cameras=len(enabled),
        unseen=len(unseen),
        not_seeing=sum(_down(health.get(camera.id)) for camera in enabled),
        matters=_top(matters, top),
        places=_top(places, top),
        owners=_top(owners, top),
    )


def _within(at: datetime | None, period: Period) -> bool:
    return at is not None and period.since <= at < period.until


def _place(incident: Incident) -> tuple[str, str]:
    """Return a community by name and by code: fine enough to drive to, coarse enough to be frequent."""
    cells = [cell for cell in incident.place.grid if cell.level in {"street", "community"}]
    if not cells:
        return ("网格以外", "outside of the grid")
    names = "".join(dict.fromkeys(cell.name for cell in cells))
    return names, f"{cells[-1].code} ({names})"


def _seen(health: CameraHealth | None, period: Period) -> bool:
    return health is not None and health.last_good is not None and health.last_good >= period.since


def _down(health: CameraHealth | None) -> bool:
    return health is not None and health.state in {
        HealthState.BLIND,
        HealthState.OFFLINE,
        HealthState.LOGIN_STOPPED,
    }


def _top(counts: Counter[tuple[str, str]], most: int) -> tuple[Line, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return tuple(Line(zh=zh, en=en, count=count) for (zh, en), count in ordered)
