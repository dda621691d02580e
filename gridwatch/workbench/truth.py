"""What really happened, as JSON Lines: an event a line, from the simulator, a labeller or an operator's verdicts.

    {"id": "e1", "matter": "construction_waste", "cameras": ["cam-01", "cam-02"],
     "start": "2026-01-01T08:00:00Z", "end": "2026-01-01T11:30:00Z",
     "zone": "pavement-left", "box": [0.41, 0.52, 0.48, 0.60], "count": 1,
     "place": {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}, "tags": ["night"]}

`id`, `matter`, `cameras` and `start` are needed; the rest may be left out. `cameras` are those that can see it; for a
clip that is the name of its file without the ending. `box` is left, top, right, bottom, each a share of the picture of
the first camera; `count` is how many things or persons there were at most. Times are ISO 8601 with a zone, or seconds
from the start of the clip. An event without an end goes on to the end of what was looked at. Lines that are empty or
begin with `#` are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from core.config.base import Model, Position, Slug
from core.errors import GridwatchError
from core.geo import LonLat
from core.geometry import Box

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


def _in_the_calendar(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise ValueError(f"lies outside of the years {YEARS.start} to {YEARS.stop - 1}")
    return at


KnownTime = Annotated[AwareDatetime, AfterValidator(_in_the_calendar)]
"""A time with a zone, of a year in which cameras look."""
Instant = KnownTime | Annotated[float, Field(ge=0, le=1e9)]


class BadTruth(GridwatchError):
    """A truth file is wrong; the message names every wrong line with its key and cure."""


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


def read_truth(path: Path) -> tuple[TrueEvent, ...]:
    """Read a truth file.

    Raises:
        BadTruth: naming every wrong line, or that the file cannot be read.
    """
    events, problems = parse_truth(_text(path), str(path))
    if problems:
        raise BadTruth("\n".join(problems))
    return events


def read_truths(paths: Sequence[Path]) -> tuple[TrueEvent, ...]:
    """Read several truth files as one, first events first.

    Raises:
        BadTruth: as `read_truth`, or an id is in more than one file.
    """
    events: dict[str, TrueEvent] = {}
    for path in paths:
        for event in read_truth(path):
            if event.id in events:
                raise BadTruth(f"{path}: id: {event.id} is in an earlier file too; ids are unique")
            events[event.id] = event
    return tuple(by_start(events.values()))


def parse_truth(text: str, name: str = "truth") -> tuple[tuple[TrueEvent, ...], list[str]]:
    """Return the events of `text` and every mistake as `name:line: key: what is wrong; what to write`."""
    rows: list[tuple[str, Any]] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f"{name}:{number}"
        try:
            rows.append((where, json.loads(line)))
        except json.JSONDecodeError as error:
            problems.append(f"{where}: not JSON: {error.msg} at column {error.colno}; write one event a line")
        except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
            problems.append(f"{where}: nested too deeply, or a number without end; write one event a line")
    events, wrong = parse_rows(rows)
    return events, sorted([*problems, *wrong], key=lambda told: int(told[len(name) + 1 :].partition(":")[0]))


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
            told = {
                str(one["loc"][0]) if one["loc"] else "line": one["msg"] for one in reversed(error.errors())
            }
            problems += [
                f"{where}: {key}: {what}; {_CURES.get(key, known)}" for key, what in reversed(told.items())
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


def write_truth(path: Path, events: Iterable[TrueEvent]) -> None:
    """Write events, first ones first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(told(event), ensure_ascii=False) for event in by_start(events)]
    draft = path.with_name(f".{path.name}.new")  # in one step: labels are days of somebody's work
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    draft.replace(path)


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
    start, end = _instant(line.start), _instant(line.end) if line.end is not None else None
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


def _instant(given: datetime | float) -> datetime:
    return (
        given.astimezone(UTC) if isinstance(given, datetime) else CLIP_START + timedelta(seconds=float(given))
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTruth(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise BadTruth(f"{path}: cannot be read: {error.strerror}") from error
