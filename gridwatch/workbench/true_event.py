"""A true event and its line of the truth file (see `truth.py`): checked field by field, every mistake with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, ValidationError

from core.config.base import Model, Position, Slug
from core.geo import LonLat
from core.geometry import Box
from gridwatch.workbench.mistakes import told as mistakes

CLIP_START = datetime(2026, 1, 1, tzinfo=UTC)
"""When a clip without a stated time begins."""

_CURES = {
    "id": "write a short name: letters, digits, dot, dash, underscore; at most 64",
    "matter": "write a matter key, such as construction_waste",
    "cameras": 'list the cameras that can see it, such as ["cam-01"]; of a clip its file name without the ending',
    "start": "write 2026-01-01T08:00:00Z, with a zone, or the seconds from the start of the clip",
    "end": "write it as the start, or leave it out while the event goes on",
    "zone": "write the zone's name, or leave it out",
    "box": "write [left, top, right, bottom], each from 0 to 1 of the picture",
    "place": 'write {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}; the datum is WGS84, GCJ02 or BD09',
    "tags": 'list short names, such as ["night", "rain"]',
    "count": "write a whole number, or leave it out",
}

Relative = Annotated[float, Field(ge=0, le=1)]
YEARS = range(1900, 2200)
"""Times outside of these are mistakes, and arithmetic with them may leave the calendar."""


_MOST_S = 1e7  # from the start of a clip: 115 days; Unix times and dates without dashes are larger


def _written_out(given: object) -> object:
    if isinstance(given, datetime) or (isinstance(given, str) and given.strip("0123456789.+-eE \t")):
        return given
    raise ValueError("is no time; write it as ISO 8601 with a zone, such as 2026-11-01T22:00:14Z")


def _of_a_clip(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return given
    if not 0 <= given <= _MOST_S:  # nan is not either
        raise ValueError(f"is no number of seconds from 0 to {_MOST_S:.0f}")
    return CLIP_START + timedelta(seconds=given)


def _in_the_calendar(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise ValueError(f"lies outside of the years {YEARS.start} to {YEARS.stop - 1}")
    return at


KnownTime = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_the_calendar)]
"""A time with a zone, of a year in which cameras look; a bare number is none (pydantic takes it for Unix time)."""
Instant = Annotated[KnownTime, BeforeValidator(_of_a_clip)]
"""The same, or seconds from the start of a clip."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrueEvent:
    """Something that really happened."""

    id: str
    matter: str  # matter key
    cameras: frozenset[str]  # that could see it
    start: datetime  # UTC
    end: datetime | None = None  # None: still going on
    zone: str | None = None
    box: Box | None = None  # in the picture of `box_camera`
    place: LonLat | None = None  # WGS-84
    tags: frozenset[str] = frozenset()  # e.g. night, rain: what a scorecard is broken down by
    box_camera: str | None = None  # whose picture the box is in; of a box without one the first by name
    count: int | None = None  # things or persons at most; None: not counted

    def __post_init__(self) -> None:
        if self.box is not None and self.box_camera is None:
            object.__setattr__(self, "box_camera", min(self.cameras))


class _Line(Model):
    id: Slug
    matter: Slug
    cameras: tuple[Slug, ...] = Field(min_length=1)
    start: Instant
    end: Instant | None = None
    zone: Slug | None = None
    box: tuple[Relative, Relative, Relative, Relative] | None = None
    place: Position | None = None
    tags: tuple[Slug, ...] = ()
    count: int | None = Field(default=None, ge=0, le=1_000_000)


def parse_rows(rows: Iterable[tuple[str, Any]]) -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of `(where, values)` rows, values as in a line of the file, and every mistake."""
    events: list[TrueEvent] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for where, values in rows:
        try:
            event = _event(_Line.model_validate(values))
        except ValidationError as error:
            known = f"known keys: {', '.join(_CURES)}"
            problems += [
                f"{where}: {field}: {what}; {_CURES.get(re.split(r'[.[]', field)[0], known)}"
                for field, what in mistakes(error).items()
            ]
            continue
        except ValueError as error:
            problems.append(f"{where}: {error}")
            continue
        if event.id in seen:
            problems.append(
                f"{where}: id: {event.id} is the id of line {seen[event.id]} already; ids are unique"
            )
        seen.setdefault(event.id, where.rpartition(":")[2])
        events.append(event)
    return tuple(events), problems


def told(event: TrueEvent) -> dict[str, Any]:
    """Return an event as its line of the file; what is unknown is left out."""
    place = event.place
    values: dict[str, Any] = {
        "id": event.id,
        "matter": event.matter,
        "cameras": sorted(event.cameras, key=lambda camera: (camera != event.box_camera, camera)),
        "start": event.start.isoformat().replace("+00:00", "Z"),
        "end": event.end.isoformat().replace("+00:00", "Z") if event.end else None,
        "zone": event.zone,
        "box": [round(value, 5) for value in event.box.row] if event.box else None,
        "place": {"lon": round(place.lon, 7), "lat": round(place.lat, 7), "datum": place.datum.value}
        if place
        else None,
        "tags": sorted(event.tags) or None,
        "count": event.count,
    }
    return {key: value for key, value in values.items() if value is not None}


def by_start(events: Iterable[TrueEvent]) -> Sequence[TrueEvent]:
    """Return events in order of time."""
    return sorted(events, key=lambda event: (event.start, event.id))


def _event(line: _Line) -> TrueEvent:
    start, end = line.start.astimezone(UTC), line.end.astimezone(UTC) if line.end is not None else None
    if end is not None and end <= start:
        raise ValueError("end: lies before the start, or on it")
    box = None
    if line.box is not None:
        x0, y0, x1, y1 = line.box
        if not (x0 < x1 and y0 < y1):
            raise ValueError("box: give left, top, right, bottom, each from 0 to 1 of the picture")
        box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
    place = None
    if line.place is not None:
        place = line.place.lonlat()
    return TrueEvent(
        id=line.id,
        matter=line.matter,
        cameras=frozenset(line.cameras),
        start=start,
        end=end,
        zone=line.zone,
        box=box,
        place=place,
        tags=frozenset(line.tags),
        box_camera=line.cameras[0] if box else None,
        count=line.count,
    )
