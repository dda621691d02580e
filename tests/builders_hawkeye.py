"""Builders for cameras that are turned: wishes, ends of turns, a camera with a head."""

from __future__ import annotations

from typing import Any

from core.config.camera import Camera
from core.reason import Reason
from gridwatch.hawkeye.events import Choice, Wish
from ingest.onvif.turning import Direction, Order, Turned
from tests.builders import camera

ARRIVED = Turned(
    arrived=True,
    why=Reason(code="ptz.arrived", facts={"took_s": 3}),
    direction=(30, -20),
    hfov_deg=40,
    moved=True,
)
FAILED = Turned(arrived=False, why=Reason(code="ptz.late", facts={"within_s": 30}), moved=True)


def wish(incident_id: str = "inc-1", *cameras: str, at: float = 0.0, rank: int = 0) -> Wish:
    """Build a wish for these cameras, best first; `dome` when none is given."""
    order = Order(direction=Direction(pan_deg=30, tilt_deg=-20))
    choices = tuple(Choice(camera_id=one, order=order) for one in cameras or ("dome",))
    return Wish(incident_id=incident_id, choices=choices, rank=rank, asked_at=at)


def dome(camera_id: str = "dome", **ptz: Any) -> Camera:
    """Build a camera 12 m up that turns by degrees, pan 0 to the north; at 120.25 E 30.45 N."""
    return camera(
        camera_id,
        pose={"height_m": 12, "heading_deg": 0, "tilt_deg": 20, "hfov_deg": 60},
        ptz={"zero_heading_deg": 0} | ptz,
    )
