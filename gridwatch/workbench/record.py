"""Writes down a replay: sightings as JSON lines, an annotated video, and what the report needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import cv2

from core.config.profile import Profile
from core.frame import Image
from core.incident import Incident
from detectors.annotate import draw
from gridwatch.workbench.clips import clip_info
from gridwatch.workbench.replay import ClipReplay, ReplayedLook
from gridwatch.workbench.report import ClipResult
from gridwatch.workbench.video import VideoWriter


def record_clip(
    replay: ClipReplay,
    profile: Profile,
    sightings: TextIO,
    *,
    video: Path | None,
    every_s: float,
    progress: Callable[[float], None] = lambda _seconds: None,
) -> ClipResult:
    """Replay one clip to its end and write it down.

    Args:
        replay: the clip, ready to go.
        profile: what it is checked for.
        sightings: gets one JSON line a sighting.
        video: the annotated video, or None for none.
        every_s: seconds between looks, which is the video's time as well.
        progress: called with the second reached.

    Raises:
        ClipError: when the clip cannot be read; what came before is written.
    """
    wanted = sorted({label for rule in profile.rules for label in rule.classes})
    counts: list[tuple[float, int]] = []
    opened: dict[str, bytes] = {}
    notes: tuple[str, ...] = ()
    with ExitStack() as stack:
        film = stack.enter_context(VideoWriter(video, 1 / every_s)) if video else None
        for look in replay.looks():
            looked = look.looked
            counts.append((look.seconds, len(looked.detections.of(wanted))))
            notes = tuple(note.tell("en") for note in looked.notes) or notes
            sightings.writelines(
                json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(replay.clip.name, look)
            )
            new = [one for one in looked.decision.incidents if one.opened_at == looked.frame.taken_at]
            if film or new:
                drawn = draw(looked.frame.image, looked.detections, looked.sightings, replay.camera.all_zones)
                if film:
                    film.add(drawn)
                for incident in new:
                    opened[incident.id] = _jpeg(drawn)
            progress(look.seconds)
    incidents = replay.incidents()
    return ClipResult(
        info=clip_info(replay.clip),
        seconds=counts[-1][0] + every_s if counts else 0.0,
        counts=tuple(counts),
        incidents=incidents,
        opened=tuple(opened.get(incident.id) for incident in incidents),
        notes=notes,
    )


def incidents_told(results: list[ClipResult]) -> list[dict[str, Any]]:
    """Return the incidents of all clips as the API tells them, each with its clip."""
    from api.models.incident import IncidentOut

    def told(result: ClipResult, incident: Incident) -> dict[str, Any]:
        return {"clip": result.info.path.name, **IncidentOut.of(incident).model_dump(mode="json")}

    return [told(result, incident) for result in results for incident in result.incidents]


def _lines(clip: str, look: ReplayedLook) -> list[dict[str, Any]]:
    return [
        {
            "clip": clip,
            "seconds": round(look.seconds, 3),
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


def _jpeg(image: Image) -> bytes:
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 88])
    return jpeg.tobytes()
