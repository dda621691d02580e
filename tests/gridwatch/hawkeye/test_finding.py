from __future__ import annotations

import numpy as np

from alerts.ground import to_picture
from core.config.camera import Pose
from core.detection import Detections
from gridwatch.hawkeye.finding import find
from tests.builders_desk import place
from tests.builders_hawkeye import dome

POSE = Pose(height_m=12, heading_deg=45, tilt_deg=30, hfov_deg=50)
PLACE = place(15, 15)


def seen(*things: tuple[float, float, float, str]) -> Detections:
    """Make detections of (metres east, metres north, score, class)."""
    feet = to_picture(np.array([(e, n) for e, n, _, _ in things]), POSE, 16 / 9)
    boxes = np.array([(x - 0.03, max(0, y - 0.08), x + 0.03, y) for x, y in feet], np.float32)
    names = ("waste", "person")
    return Detections(
        boxes=boxes,
        scores=np.array([score for _, _, score, _ in things], np.float32),
        labels=np.array([names.index(name) for _, _, _, name in things], np.int16),
        names=names,
        picture_size=(1280, 720),
    )


def shown(detections: Detections, pose: Pose | None = POSE) -> object:
    """Look for waste at the place."""
    return find(detections, ("waste",), 0.5, camera=dome(), pose=pose, preset="7", place=PLACE)


def test_the_thing_at_the_place() -> None:
    """The most confident of what lies at the place; another heap farther away is another."""
    found = shown(seen((15, 15, 0.6, "waste"), (16, 15, 0.8, "waste"), (24, 24, 0.9, "waste")))
    assert found.why.code == "hawk.seen"
    assert found.why.facts["score"] == 0.8
    assert found.box is not None


def test_nothing_of_the_kind() -> None:
    """A person, a faint heap, a heap elsewhere: the picture is told, and no box."""
    found = shown(seen((15, 15, 0.9, "person"), (15, 15, 0.4, "waste"), (27, 27, 0.9, "waste")))
    assert (found.why.code, found.box) == ("hawk.not_seen", None)


def test_at_a_preset_nothing_is_placed() -> None:
    """Its pose is not known: a box there could be anything."""
    found = shown(seen((15, 15, 0.9, "waste")), None)
    assert (found.why.code, found.box) == ("hawk.preset", None)
    assert "7" in found.why.tell("zh")
