"""What a second view shows of the thing that it was taken for. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from alerts.ground import radius_95, to_ground
from core.config.camera import Camera, Pose
from core.detection import Detections
from core.geo import Datum, LocalPlane
from core.geometry import Box
from core.place import Place
from core.reason import Fact, Reason

SLACK_M = 4.0  # a heap is not a point
MOST_OFF_M = 30.0  # farther away it is another thing, however unsure both places are


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What is said about a second view."""

    box: Box | None  # of the thing, where it was found
    why: Reason


def find(
    detections: Detections,
    classes: Collection[str],
    min_score: float,
    *,
    camera: Camera,
    pose: Pose | None,
    preset: str | None,
    place: Place,
) -> Shown:
    """Look for a thing of these classes at the place, by the pose of the picture.

    Without a pose (a preset) nothing in the picture can be placed: then only the picture is told.
    """
    if pose is None:
        return Shown(box=None, why=Reason(code="hawk.preset", facts={"preset": preset or "?"}))
    plane = LocalPlane(origin=camera.position.lonlat())
    there = np.array(plane.to_metres(place.point.to(Datum.WGS84)))
    width, height = detections.picture_size
    best: tuple[float, float, Box] | None = None
    for box, score, _ in detections.of(tuple(classes), min_score):
        ground = to_ground(np.array([box.foot]), pose, width / height)[0]
        if np.isnan(ground).any():
            continue
        off = float(np.hypot(*(ground - there)))
        near = SLACK_M + math.hypot(place.radius_m, radius_95(box.foot, pose, width / height))
        if off <= min(near, MOST_OFF_M) and (best is None or score > best[0]):
            best = (float(score), off, box)
    if best is None:
        return Shown(box=None, why=Reason(code="hawk.not_seen"))
    facts: dict[str, Fact] = {"score": round(best[0], 3), "distance_m": round(best[1], 1)}
    return Shown(box=best[2], why=Reason(code="hawk.seen", facts=facts))
