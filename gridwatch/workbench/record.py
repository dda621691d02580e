"""Writes down a replay: sightings as JSON lines, a picture of every alarm, a video, and what the report needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import cv2

from core.config.camera import Camera
from core.config.profile import Profile
from core.frame import Image
from core.incident import Incident
from detectors.annotate import draw
from gridwatch.workbench.replay import ReplayedLook
from gridwatch.workbench.runs import Alarm, Source, alarm_of
from gridwatch.workbench.video import VideoWriter

PICTURES = "pictures"
_WIDEST = 1280  # pixels of an alarm's picture


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceResult:
    """What came of one camera or clip."""

    camera: str  # camera id
    name: str  # what people call it: the clip's file, the camera's name
    about: str  # size and codec, for people
    start: datetime  # first look, UTC
    seconds: float  # time that its looks stand for
    counts: Sequence[tuple[float, int]]  # (second from `start`, boxes of the classes the profile asks for)
    incidents: Sequence[Incident]  # of which it was the first to see
    pictures: Mapping[str, str]  # incident id -> annotated picture when opened, relative to the run folder
    notes: Sequence[str]  # why rules did not fire at the end
    profile: Profile

    @property
    def source(self) -> Source:
        """For the run."""
        return Source(camera=self.camera, start=self.start, seconds=self.seconds, looks=len(self.counts))

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """For the run."""
        told = (alarm_of(incident, self.pictures.get(incident.id)) for incident in self.incidents)
        return tuple(alarm for alarm in told if alarm is not None)


@dataclass(kw_only=True, slots=True)
class _Kept:
    """What is kept of one camera while it goes on."""

    start: datetime
    counts: list[tuple[float, int]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)


class Recorder:
    """Takes the looks of a replay, one by one."""

    def __init__(
        self,
        folder: Path,
        sightings: TextIO,
        cameras: Mapping[str, Camera],
        profile_of: Mapping[str, Profile],
        *,
        clip: str | None = None,
        film: VideoWriter | None = None,
    ) -> None:
        """Make ready.

        Args:
            folder: the run folder; gets `pictures/<incident>.jpg`.
            sightings: gets one JSON line a sighting.
            cameras: by id.
            profile_of: camera id to profile.
            clip: name of the clip that is replayed; None for stored looks.
            film: gets every look annotated.
        """
        self._folder = folder
        self._sightings = sightings
        self._cameras = cameras
        self._profile_of = profile_of
        self._clip = clip
        self._film = film
        self._kept: dict[str, _Kept] = {}
        self._pictures: dict[str, str] = {}
        self._wanted = {
            camera_id: sorted({label for rule in profile.rules for label in rule.classes})
            for camera_id, profile in profile_of.items()
        }

    def take(self, look: ReplayedLook) -> None:
        """Write one look down."""
        looked = look.looked
        camera_id, at = looked.frame.camera_id, looked.frame.taken_at
        kept = self._kept.setdefault(camera_id, _Kept(start=at))
        kept.size = looked.frame.size
        second = (at - kept.start).total_seconds()
        kept.counts.append((second, len(looked.detections.of(self._wanted[camera_id]))))
        kept.notes = tuple(note.tell("en") for note in looked.notes) or kept.notes
        self._sightings.writelines(
            json.dumps(line, ensure_ascii=False) + "\n" for line in self._lines(look, second)
        )
        new = [one for one in looked.decision.incidents if one.opened_at == at]
        if self._film is None and not new:
            return
        zones = self._cameras[camera_id].all_zones
        drawn = draw(looked.frame.image, looked.detections, looked.sightings, zones)
        if self._film is not None:
            self._film.add(drawn)
        for incident in new:
            self._keep(incident.id, drawn)

    def results(
        self, incidents: Iterable[Incident], every_s: float, names: Mapping[str, tuple[str, str]]
    ) -> list[SourceResult]:
        """Return what came of each camera that was looked at.

        Args:
            incidents: all that were raised.
            every_s: seconds between looks.
            names: camera id to (name, about) where they are not the camera's own.
        """
        mine: dict[str, list[Incident]] = {}
        for incident in incidents:
            mine.setdefault(incident.cameras[0], []).append(incident)
        results = []
        for camera_id, kept in sorted(self._kept.items()):
            size = f"{kept.size[0]}×{kept.size[1]}"
            name, about = names.get(camera_id, (f"{camera_id} {self._cameras[camera_id].name}", size))
            found = mine.get(camera_id, [])
            results.append(
                SourceResult(
                    camera=camera_id,
                    name=name,
                    about=about,
                    start=kept.start,
                    seconds=kept.counts[-1][0] + every_s,
                    counts=tuple(kept.counts),
                    incidents=tuple(found),
                    pictures={one.id: self._pictures[one.id] for one in found if one.id in self._pictures},
                    notes=kept.notes,
                    profile=self._profile_of[camera_id],
                )
            )
        return results

    def _keep(self, incident_id: str, image: Image) -> None:
        height, width = image.shape[:2]
        if width > _WIDEST:
            size = (_WIDEST, round(height * _WIDEST / width))
            image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment] # still uint8
        name = f"{PICTURES}/{incident_id}.jpg"
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 86])
        path.write_bytes(jpeg.tobytes())
        self._pictures[incident_id] = name

    def _lines(self, look: ReplayedLook, second: float) -> list[dict[str, Any]]:
        frame = look.looked.frame
        whose = {"clip": self._clip} if self._clip else {}
        return [
            {
                **whose,
                "camera": frame.camera_id,
                "taken_at": frame.taken_at.isoformat().replace("+00:00", "Z"),
                "seconds": round(second, 3),
                "subject": sighting.subject,
                "matter": sighting.matter,
                "rule": sighting.rule,
                "zone": sighting.zone,
                "finding": sighting.finding.value,
                "confidence": round(sighting.confidence, 4),
                "count": sighting.count,
                "box": [round(v, 5) for v in sighting.box.row] if sighting.box else None,
                "why": sighting.reason.tell("en"),
            }
            for sighting in look.looked.sightings
        ]


def incidents_told(results: Sequence[SourceResult]) -> list[dict[str, Any]]:
    """Return the incidents of all sources as the API tells them, each with the clip or camera it is of."""
    from api.models.incident import IncidentOut

    def told(result: SourceResult, incident: Incident) -> dict[str, Any]:
        return {"clip": result.name, **IncidentOut.of(incident).model_dump(mode="json")}

    return [told(result, incident) for result in results for incident in result.incidents]
