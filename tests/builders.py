"""One builder per type: plain values in, a valid object out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from core.config.camera import Camera
from core.config.profile import Profile
from core.detection import Detections
from core.frame import Frame, FrameSource
from core.look import LookFailure, LookFailureKind, LookReason
from core.sighting import Observation

NAMES = ("person", "bicycle", "car", "motorcycle", "bus", "truck", "waste", "bin", "overflow")
START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """Return the instant `seconds` after the start of the script."""
    return START + timedelta(seconds=seconds)


def detections(*rows: tuple[str, Sequence[float], float], size: tuple[int, int] = (1280, 720)) -> Detections:
    """Build from `(name, [x0, y0, x1, y1], score)` rows."""
    return Detections(
        boxes=np.array([row[1] for row in rows], np.float32).reshape(-1, 4),
        scores=np.array([row[2] for row in rows], np.float32),
        labels=np.array([NAMES.index(row[0]) for row in rows], np.int16),
        names=NAMES,
        picture_size=size,
    )


def observation(
    *rows: tuple[str, Sequence[float], float],
    seconds: float = 0,
    camera_id: str = "cam-1",
    reason: LookReason = LookReason.PATROL,
) -> Observation:
    """Build an observation made `seconds` after the start."""
    return Observation(
        camera_id=camera_id,
        look_id=f"look-{seconds:g}",
        at=at(seconds),
        reason=reason,
        detections=detections(*rows),
    )


def frame(
    *, seconds: float = 0, camera_id: str = "cam-1", image: Any = None, reason: LookReason = LookReason.PATROL
) -> Frame:
    """Build a frame; a mid-grey 320x180 picture unless told otherwise."""
    return Frame(
        camera_id=camera_id,
        look_id=f"look-{seconds:g}",
        taken_at=at(seconds),
        reason=reason,
        source=FrameSource.SNAPSHOT,
        image=np.full((180, 320, 3), 127, np.uint8) if image is None else image,
    )


def failure(kind: LookFailureKind, *, seconds: float = 0, camera_id: str = "cam-1") -> LookFailure:
    """Build a failed look."""
    return LookFailure(
        camera_id=camera_id,
        look_id=f"look-{seconds:g}",
        at=at(seconds),
        reason=LookReason.PATROL,
        kind=kind,
        detail=f"scripted {kind.value}",
    )


def camera(camera_id: str = "cam-1", **changes: Any) -> Camera:
    """Build a camera with a pose at 120.25 E 30.45 N, looking north."""
    values: dict[str, Any] = {
        "id": camera_id,
        "name": f"Camera {camera_id}",
        "owner": "urban-management",
        "scene": "street",
        "position": {"lon": 120.25, "lat": 30.45, "datum": "WGS84"},
        "access": {"host": "127.0.0.1"},
        "pose": {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 70},
    }
    return Camera.model_validate(values | changes)


def profile(*rules: dict[str, Any], **changes: Any) -> Profile:
    """Build a profile; without rules, the one that looks for waste."""
    default = {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]}
    return Profile.model_validate({"name": "test", "rules": list(rules) or [default]} | changes)
