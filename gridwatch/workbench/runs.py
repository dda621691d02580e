"""A run of the pipeline over recorded looks, as a folder: what a scorecard, a comparison or a sweep reads.

`run.json` holds what was looked at, by which model and profiles, and every alarm that was raised; beside it lie
the pictures that it names. `gridwatch replay` writes it; nothing of it needs the service's store.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from core.errors import GridwatchError
from core.geo import LonLat
from core.geometry import Box
from core.incident import Incident
from core.place import PlaceOrigin
from gridwatch.workbench.files import text_of, write_whole
from gridwatch.workbench.mistakes import told
from gridwatch.workbench.true_event import KnownTime, Relative

FILE = "run.json"
FORMAT = 1
MOST_RUN_BYTES = 200_000_000
"""Of run.json: a third of a million alarms."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name} is no time zone; write it as Asia/Shanghai") from error
    return name


class BadRun(GridwatchError):
    """A run folder is incomplete or was written by something else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One camera or clip that was looked at."""

    camera: str  # camera id; of a clip the name of its file
    start: KnownTime  # first look, UTC
    seconds: Annotated[float, Field(ge=0, le=1e9)]  # time that its looks stand for
    looks: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """One incident that would have reached an operator."""

    id: str
    matter: str  # matter key
    cameras: Annotated[tuple[str, ...], Field(min_length=1)]  # first seen first
    first_seen: KnownTime  # UTC
    opened_at: KnownTime
    closed_at: KnownTime | None = None
    confidence: Relative = 0.0
    count: int | None = None
    box: tuple[Relative, Relative, Relative, Relative] | None = (
        None  # left, top, right, bottom, in the picture of the first camera
    )
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None  # WGS-84; None where the place is no point
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    radius_m: float | None = None
    why: str = ""  # in English
    why_zh: str = ""  # in Chinese; runs that were written before do not have it
    picture: str | None = None  # annotated, taken when it was opened; relative to the run folder

    @property
    def place(self) -> LonLat | None:
        """Where it is, or None where it was only told by camera or grid."""
        return None if self.lon is None or self.lat is None else LonLat(lon=self.lon, lat=self.lat)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What was looked at and what came of it."""

    command: str
    model: str  # name and version
    model_sha256: str
    model_told_by: str = ""  # what beside the weights decided which boxes were told; "" in older runs
    profiles: dict[str, int]  # name -> version
    changes: tuple[str, ...] = ()  # --set rule.key=value
    every_s: Annotated[float, Field(gt=0, le=1e9)]  # seconds between looks
    timezone: Annotated[str, AfterValidator(_known_zone)] = (
        "Asia/Shanghai"  # whose clock tells day from night
    )
    took_s: float = 0.0
    sources: tuple[Source, ...]
    alarms: tuple[Alarm, ...]
    facts: dict[str, float] = field(default_factory=dict)  # e.g. pictures given to the detector
    unread: tuple[str, ...] = ()  # clips that could not be read, or not to their end: which, why, what to do
    format: int = FORMAT

    @property
    def camera_days(self) -> float:
        """Days that were looked at, over all cameras."""
        return sum(source.seconds for source in self.sources) / 86400


_RUN = TypeAdapter(Run)


def alarm_of(incident: Incident, picture: str | None = None) -> Alarm | None:
    """Return what an incident says to a scorecard; None for a candidate that was never opened."""
    if incident.opened_at is None:
        return None
    at, view = incident.place, incident.views[0]
    located = at.origin in {PlaceOrigin.POSE, PlaceOrigin.HOMOGRAPHY}
    box: Box | None = view.box
    return Alarm(
        id=incident.id,
        matter=incident.matter.key,
        cameras=incident.cameras,
        first_seen=incident.created_at,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        confidence=round(incident.confidence, 4),
        count=view.count,
        box=box.row if box else None,
        lon=at.point.lon if located else None,
        lat=at.point.lat if located else None,
        radius_m=at.radius_m,
        why=incident.why.tell("en"),
        why_zh=incident.why.tell("zh"),
        picture=picture,
    )


def write_run(folder: Path, run: Run) -> Path:
    """Write run.json into `folder` in one step and return its path."""
    return write_whole(folder / FILE, _RUN.dump_json(run, indent=2) + b"\n")


def unwrite_run(folder: Path) -> None:
    """Take run.json away: what lies beside it is about to change, and must not be read as that run's."""
    (folder / FILE).unlink(missing_ok=True)


def read_run(folder: Path) -> Run:
    """Read a run folder, or its run.json.

    Raises:
        BadRun: it is absent, malformed or of another format.
    """
    path = folder / FILE if folder.is_dir() else folder
    if not path.exists():
        raise BadRun(f"{path}: is not there; `gridwatch replay --out` writes it when it has come to its end")
    try:
        content: Any = json.loads(text_of(path, BadRun, most=MOST_RUN_BYTES))
    except (ValueError, RecursionError) as error:
        raise BadRun(f"{path}: is not JSON: {error}; write it anew with `gridwatch replay`") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadRun(f"{path}: is not a run of format {FORMAT}; write it anew with `gridwatch replay`")
    try:
        run = _RUN.validate_python(content)
    except ValidationError as error:
        field, what = next(iter(told(error).items()))
        raise BadRun(f"{path}: {field}: {what}; write the run anew with `gridwatch replay`") from error
    ids = [alarm.id for alarm in run.alarms]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise BadRun(f"{path}: alarms: {twice} is there more than once; write the run anew")
    return run


def span(run: Run) -> tuple[datetime, datetime] | None:
    """Return the first and the last instant that was looked at, or None for an empty run."""
    if not run.sources:
        return None
    return (
        min(source.start for source in run.sources),
        max(source.start + timedelta(seconds=source.seconds) for source in run.sources),
    )
