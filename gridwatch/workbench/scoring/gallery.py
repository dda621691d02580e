"""The worst misses and false alarms of a run, each with a small picture and what is known about it."""

from __future__ import annotations

import base64
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import cv2
import numpy as np

from core.geometry import Box
from core.reason import Fact, Reason
from gridwatch.workbench.looks import StoredLook
from gridwatch.workbench.runs import Alarm, Run
from gridwatch.workbench.scoring.scorecard import Scorecard
from gridwatch.workbench.truth import TrueEvent

SHOWN = 12  # of each kind
_WIDTH = 480  # pixels of a thumbnail
_MAX_BYTES = 20_000_000  # a larger file is no look


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhibit:
    """One thing that went wrong."""

    name: str  # of the event or alarm
    matter: str  # its key
    lines: tuple[Reason, ...]
    picture: str | None  # JPEG, base64
    caption: Reason  # what the picture is, or why there is none

    @property
    def title(self) -> str:
        """Return its name and matter."""
        return f"{self.name} · {self.matter}"


def worst_misses(
    run: Run, card: Scorecard, *, folder: Path, looks: Iterable[StoredLook] = (), shown: int = SHOWN
) -> list[Exhibit]:
    """Return missed events, those that went on longest first.

    A picture is the one nearest to the middle of the event (of its first hour), of the looks given and of the alarms
    that the camera raised meanwhile; the event's box is drawn into it.
    """
    taken = _by_camera(run, folder, looks)
    zone = ZoneInfo(run.timezone)
    end = max((source.start.timestamp() + source.seconds for source in run.sources), default=0.0)

    def lasted(event: TrueEvent) -> float:
        return (event.end.timestamp() if event.end else end) - event.start.timestamp()

    exhibits = []
    for event in sorted(card.matching.missed, key=lambda event: (-lasted(event), event.id))[:shown]:
        camera = event.box_camera if event.box_camera in event.cameras else min(event.cameras)
        middle = datetime.fromtimestamp(event.start.timestamp() + min(lasted(event), 3600.0) / 2, UTC)
        found = _nearest(event, middle, taken.get(camera, ()))
        lines = (
            Reason.text(f"{', '.join(sorted(event.cameras))}{f' · {event.zone}' if event.zone else ''}"),
            _said(
                "lasted",
                at=_told(event.start, zone),
                lasted=_span_zh(lasted(event)),
                lasted_en=_span(lasted(event)),
            ),
            *([_said("tags", tags=", ".join(sorted(event.tags)))] if event.tags else []),
        )
        if found is None:
            exhibits.append(_exhibit(event.id, event.matter, lines, None, _said("no_look")))
            continue
        at, path = found
        jpeg = thumbnail(path, event.box if camera == event.box_camera else None)
        caption = _said("look", at=_told(at, zone)) if jpeg else _said("unreadable", file=path.name)
        exhibits.append(_exhibit(event.id, event.matter, lines, jpeg, caption))
    return exhibits


def worst_false_alarms(run: Run, card: Scorecard, *, folder: Path, shown: int = SHOWN) -> list[Exhibit]:
    """Return false alarms, those that were believed most first, with the pictures that the run kept."""
    zone = ZoneInfo(run.timezone)
    duplicates = {alarm.id for alarm in card.matching.duplicates}
    exhibits = []
    for alarm in sorted(card.matching.false_alarms, key=lambda one: (-one.confidence, one.id))[:shown]:
        path = _kept(folder, alarm)
        jpeg = thumbnail(path) if path else None
        kind = "duplicate" if alarm.id in duplicates else "nothing"
        lines = (
            _said(kind, cameras=", ".join(alarm.cameras)),
            _said("opened", at=_told(alarm.opened_at, zone), confidence=alarm.confidence),
            *([_said("why", why=alarm.why_zh or alarm.why, why_en=alarm.why)] if alarm.why else []),
        )
        caption = _said("opening" if jpeg else "none")
        exhibits.append(_exhibit(alarm.id, alarm.matter, lines, jpeg, caption))
    return exhibits


def thumbnail(path: Path, box: Box | None = None, *, width: int = _WIDTH) -> bytes | None:
    """Return a picture as a small JPEG, with a box drawn in; None where it cannot be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError:
        return None
    image = cv2.imdecode(content, cv2.IMREAD_COLOR) if len(content) else None
    if image is None:
        return None
    height = max(1, round(image.shape[0] * width / image.shape[1]))
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    if box is not None:
        x0, y0, x1, y1 = (round(v * side) for v, side in zip(box.row, (width, height) * 2, strict=True))
        cv2.rectangle(small, (x0, y0), (x1, y1), (44, 44, 201), 2)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return jpeg.tobytes()


def _kept(folder: Path, alarm: Alarm) -> Path | None:
    """Return an alarm's picture; a name that leads out of the run folder is none."""
    if alarm.picture is None:
        return None
    path = (folder / alarm.picture).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


def _by_camera(run: Run, folder: Path, looks: Iterable[StoredLook]) -> dict[str, list[tuple[datetime, Path]]]:
    taken: dict[str, list[tuple[datetime, Path]]] = defaultdict(list)
    for look in looks:
        taken[look.camera].append((look.taken_at, look.path))
    for alarm in run.alarms:
        if (path := _kept(folder, alarm)) is not None:
            taken[alarm.cameras[0]].append((alarm.opened_at, path))
    return {camera: sorted(pictures) for camera, pictures in taken.items()}


def _nearest(
    event: TrueEvent, middle: datetime, pictures: Sequence[tuple[datetime, Path]]
) -> tuple[datetime, Path] | None:
    i = bisect_left(pictures, (middle, Path()))
    near = [
        (at, path)
        for at, path in pictures[max(0, i - 1) : i + 1]
        if event.start <= at and (event.end is None or at <= event.end)
    ]
    return min(near, key=lambda picture: abs(picture[0] - middle), default=None)


def _exhibit(
    name: str, matter: str, lines: tuple[Reason, ...], jpeg: bytes | None, caption: Reason
) -> Exhibit:
    picture = base64.b64encode(jpeg).decode() if jpeg else None
    return Exhibit(name=name, matter=matter, lines=lines, picture=picture, caption=caption)


def _said(code: str, **facts: Fact) -> Reason:
    return Reason(code=f"exhibit.{code}", facts=facts)


def _told(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M:%S}"


def _span_zh(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f}秒"
    return f"{seconds / 60:.0f}分钟" if seconds < 7200 else f"{seconds / 3600:.1f}小时"


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
