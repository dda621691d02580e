from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import cv2
import numpy as np
import pytest

from alerts.store.base import Json
from api.camera_book import ChangeRefused
from core.clock import ManualClock
from core.config.camera import RuleOverride, Zone
from core.detection import Detections
from core.frame import Frame
from core.ids import CountingIds
from detectors.batcher import Shed
from detectors.rulebook import RuleBook
from gridwatch.cameras.trying import TryDesk
from tests.builders import START, camera, detections, observation, profile

LEFT = Zone(id="left", kind="public_ground", polygon=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
RIGHT = Zone(id="right", kind="public_ground", polygon=((0.5, 0), (1, 0), (1, 1), (0.5, 1)))
HEAP = ("waste", [0.1, 0.6, 0.3, 0.8], 0.8)
RULE: dict[str, Any] = {
    "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"], "k": 2, "n": 3, "over_s": 60
}  # fmt: skip
FAINT = ("waste", [0.1, 0.6, 0.3, 0.8], 0.3)


def jpeg() -> bytes:
    """A small picture."""
    return bytes(cv2.imencode(".jpg", np.full((90, 160, 3), 90, np.uint8))[1].tobytes())


class World:
    """A camera with a profile, a picture, and a detector that finds what is scripted."""

    def __init__(self, *found: Any) -> None:
        self.found = detections(*found)
        self.picture: tuple[datetime, bytes] | None = (START, jpeg())
        self.state: Json | None = None
        self.waits = asyncio.Event()
        self.waits.set()
        self.busy = False
        sees: Any = self
        self.desk = TryDesk(
            camera={"cam-1": camera(zones=[LEFT.model_dump()])}.get,
            profile={"cam-1": profile(RULE)}.get,
            latest=lambda _: self.picture,
            state=lambda _: self.state,
            sees=sees,
            clock=ManualClock(START),
            ids=CountingIds(),
        )

    async def detect(self, _frame: Frame, _plan: Any = None) -> Detections:
        """Find it."""
        if self.busy:
            raise Shed("busy")
        await self.waits.wait()
        return self.found

    async def tried(self, **more: Any) -> Any:
        """Try the last picture."""
        return await self.desk.what_if("cam-1", **({"jpeg": None, "zones": None, "overrides": None} | more))


async def test_a_heap_in_the_zone_counts_and_says_what_is_missing() -> None:
    """One look alone confirms nothing: it is told what would."""
    tried = await World(HEAP).tried()
    (rule,) = tried.verdicts
    assert (rule.fires, rule.boxes, rule.zones) == ("later", (0,), ("left",))
    assert "2 of 3 such looks over 60 s" in rule.why[-1].tell("en")


async def test_other_zones_and_overrides_are_tried_without_being_kept() -> None:
    """Drawn elsewhere the heap lies outside; with a lower threshold a faint one counts."""
    (elsewhere,) = (await World(HEAP).tried(zones=[RIGHT])).verdicts
    assert (elsewhere.fires, elsewhere.boxes) == ("no", ())
    assert "1 outside of its zones" in elsewhere.why[0].tell("en")
    rule = elsewhere.rule
    (faint,) = (await World(FAINT).tried()).verdicts
    assert "1 too uncertain" in faint.why[0].tell("en")
    (sure,) = (await World(FAINT).tried(overrides=[RuleOverride(rule=rule, min_confidence=0.2)])).verdicts
    assert sure.fires == "later"


async def test_what_the_rules_remember_goes_on() -> None:
    """A heap that is confirmed already fires now; other zones are tried without that memory."""
    world = World(HEAP)
    (first,) = (await world.tried()).verdicts
    world.state = _confirmed(first.rule)
    tried = await world.tried()
    assert tried.state_known
    assert tried.verdicts[0].fires == "now"
    assert not (await world.tried(zones=[LEFT])).state_known


async def test_refusals_say_what_to_do() -> None:
    """No picture, no JPEG, an override that does not fit, a busy detector, a second one at once."""
    world = World()
    world.picture = None
    with pytest.raises(ChangeRefused, match="no picture"):
        await world.tried()
    with pytest.raises(ChangeRefused, match="cannot be tried"):
        await world.tried(jpeg=b"no picture at all")
    assert (await world.tried(jpeg=jpeg())).verdicts[0].fires == "no"
    with pytest.raises(ChangeRefused, match="no rule other"):
        await world.tried(overrides=[RuleOverride(rule="other", k=1)], jpeg=jpeg())
    world.busy = True
    with pytest.raises(ChangeRefused, match="busy"):
        await world.tried(jpeg=jpeg())
    world.busy = False
    world.waits.clear()
    first = asyncio.create_task(world.tried(jpeg=jpeg()))
    await asyncio.sleep(0.02)
    with pytest.raises(ChangeRefused) as second:
        await world.tried(jpeg=jpeg())
    assert second.value.status == 429
    world.waits.set()
    await first


def _confirmed(rule: str) -> Json:
    """What the rulebook keeps of a heap that it has confirmed."""
    book = RuleBook(camera(zones=[LEFT.model_dump()]), profile(RULE))
    state: Json | None = None
    for seconds in (-200.0, -100.0, -50.0):
        state = book.step(state, observation(HEAP, seconds=seconds)).state
    assert state is not None
    assert f"{rule}/left" in state["rules"]
    return state
