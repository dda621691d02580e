"""Builders of runs, alarms and events: hours of one day in, valid objects out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.geo import LocalPlane, LonLat
from core.geometry import Box
from gridwatch.workbench.runs import Alarm, Run, Source
from gridwatch.workbench.truth import TrueEvent

MIDNIGHT = datetime(2026, 11, 1, 16, tzinfo=UTC)  # in Shanghai
HERE = LonLat(lon=120.25, lat=30.45)


def hour(hours: float) -> datetime:
    """Return an instant by its hour on the wall clock of Shanghai."""
    return MIDNIGHT + timedelta(hours=hours)


def spot(east_m: float) -> LonLat:
    """Return a place some metres east of the middle."""
    return LocalPlane(origin=HERE).to_lonlat(east_m, 0)


def event(name: str, start: float, end: float | None = None, **changes: Any) -> TrueEvent:
    """Build an event from hours; a heap that `cam-1` sees unless told otherwise."""
    values = {"matter": "construction_waste", "cameras": frozenset({"cam-1"})} | changes
    if isinstance(values.get("box"), tuple):
        values["box"] = Box.of(values["box"])
    return TrueEvent(id=name, start=hour(start), end=None if end is None else hour(end), **values)


def alarm(
    name: str, opened: float, camera: str = "cam-1", *, east_m: float | None = None, **changes: Any
) -> Alarm:
    """Build an alarm from the hour it was opened."""
    place = {} if east_m is None else {"lon": spot(east_m).lon, "lat": spot(east_m).lat}
    values = (
        {"matter": "construction_waste", "cameras": (camera,), "first_seen": hour(opened)} | place | changes
    )
    return Alarm(id=name, opened_at=hour(opened), **values)


def source(camera: str = "cam-1", start: float = 0, hours: float = 24) -> Source:
    """Build what was looked at, once a minute."""
    return Source(camera=camera, start=hour(start), seconds=hours * 3600, looks=int(hours * 60))


def run(*alarms: Alarm, sources: tuple[Source, ...] = (), **changes: Any) -> Run:
    """Build a run over one day of `cam-1` unless told otherwise."""
    values = {
        "command": "gridwatch replay day",
        "model": "street 1",
        "model_sha256": "ab" * 32,
        "profiles": {"street": 1},
        "every_s": 60.0,
    } | changes
    return Run(sources=sources or (source(),), alarms=alarms, **values)
