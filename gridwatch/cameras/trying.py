"""What a camera would see now: its last picture, or one that is given, through the detector and the rules of one look.

Nothing is kept and nobody is told: the rules run on a copy of what they remember.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal

from alerts.store.base import Json
from api.camera_book import ChangeRefused
from api.camera_desk import RuleVerdict, Tried
from core.clock import Clock
from core.config.camera import Camera, RuleOverride, Zone
from core.config.profile import DwellRule, Profile, Rule
from core.config.tuning import tuned
from core.detection import Detections
from core.errors import LookError
from core.frame import Frame, FrameSource, Image
from core.ids import Ids
from core.look import LookReason
from core.reason import Fact, Reason
from core.sighting import Finding, Observation
from detectors.batcher import Shed
from detectors.rulebook import RuleBook
from detectors.rules.common import sift, within
from gridwatch.pipeline import Sees
from gridwatch.surveying import ground_of
from ingest.picture import decode

DEADLINE_S = 10.0
MAX_PIXELS = 40_000_000
_FIRES: dict[Finding, Literal["now", "later"]] = {
    Finding.PRESENT: "now",
    Finding.CANDIDATE: "later",
}

Latest = Callable[[str], tuple[datetime, bytes] | None]
"""camera id -> when its last good picture was taken, and the picture as JPEG at its full size."""


class TryDesk:
    """What the API asks (api.camera_desk.Trying). One picture at a time: the detector is there for the looks."""

    def __init__(
        self,
        *,
        camera: Callable[[str], Camera | None],
        profile: Callable[[str], Profile | None],
        latest: Latest,
        state: Callable[[str], Json | None],
        sees: Sees,
        clock: Clock,
        ids: Ids,
    ) -> None:
        """`profile`: as chosen, without the camera's overrides. `state` blocks: what the rules remember."""
        self._camera = camera
        self._profile = profile
        self._latest = latest
        self._state = state
        self._sees = sees
        self._clock = clock
        self._ids = ids
        self._busy = asyncio.Lock()

    async def what_if(
        self,
        camera_id: str,
        *,
        jpeg: bytes | None,
        zones: Sequence[Zone] | None,
        overrides: Sequence[RuleOverride] | None,
    ) -> Tried:
        """Judge a picture; ChangeRefused where it cannot be, or another is being judged."""
        if self._busy.locked():
            raise ChangeRefused(429, "another picture is being tried; repeat in a moment")
        async with self._busy:
            try:
                async with asyncio.timeout(DEADLINE_S):
                    return await self._one(camera_id, jpeg, zones, overrides)
            except TimeoutError:
                raise ChangeRefused(504, f"the detector did not answer within {DEADLINE_S:g} s") from None

    async def _one(
        self,
        camera_id: str,
        jpeg: bytes | None,
        zones: Sequence[Zone] | None,
        overrides: Sequence[RuleOverride] | None,
    ) -> Tried:
        camera, profile = self._camera(camera_id), self._profile(camera_id)
        if camera is None or profile is None:
            raise ChangeRefused(404, f"no camera {camera_id}, or no profile is chosen for it")
        changes: dict[str, Any] = {}
        if zones is not None:
            changes["zones"] = tuple(zones)
        if overrides is not None:
            changes["overrides"] = tuple(overrides)
        camera = camera.model_copy(update=changes)
        profile, misfits = tuned(profile, camera.overrides)
        if misfits:
            raise ChangeRefused(422, "; ".join(f"{one.rule}: {one.what}. {one.cure}" for one in misfits))
        at, picture = await self._picture(camera_id, jpeg)
        frame = Frame(
            camera_id=camera_id,
            look_id=self._ids.new("try"),
            taken_at=self._clock.now(),  # as if it were looked at now: what is remembered goes on from here
            reason=LookReason.OPERATOR,
            source=FrameSource.SNAPSHOT,
            image=picture,
        )
        book = RuleBook(camera, profile, ground_of(camera, profile))
        try:
            detections = await self._sees.detect(frame, book.plan)
        except Shed:
            raise ChangeRefused(503, "the detector is busy with looks; repeat in a moment") from None
        # what is remembered of other zones says nothing about these
        state = await asyncio.to_thread(self._state, camera_id) if jpeg is None and zones is None else None
        return Tried(
            at=at,
            camera=camera,
            profile=profile,
            detections=detections,
            verdicts=judged(camera, profile, frame, detections, state),
            state_known=state is not None,
        )

    async def _picture(self, camera_id: str, jpeg: bytes | None) -> tuple[datetime, Image]:
        at = self._clock.now()
        if jpeg is None:
            found = self._latest(camera_id)
            if found is None:
                raise ChangeRefused(404, f"no picture of {camera_id} yet; look now, or upload one")
            at, jpeg = found
        try:
            return at, await asyncio.to_thread(decode, jpeg, max_pixels=MAX_PIXELS)
        except LookError as error:
            raise ChangeRefused(422, f"the picture cannot be tried: {error.detail}") from None


def judged(
    camera: Camera, profile: Profile, frame: Frame, detections: Detections, state: Json | None
) -> tuple[RuleVerdict, ...]:
    """Return what every rule makes of one picture, each by itself. Pure."""
    return tuple(_judged(camera, profile, rule, frame, detections, state) for rule in profile.rules)


def _judged(
    camera: Camera, profile: Profile, rule: Rule, frame: Frame, detections: Detections, state: Json | None
) -> RuleVerdict:
    alone = profile.model_copy(update={"rules": (rule,)})
    verdict = RuleBook(camera, alone, ground_of(camera, alone)).step(state, Observation.of(frame, detections))
    sightings = [one for one in verdict.sightings if one.rule == rule.id]  # others say farewell
    zones = [one for one in camera.all_zones if not rule.zone_kinds or one.kind in rule.zone_kinds]
    sure = sift(rule, detections).sure
    lying = {zone.id: _rows(within(sure, zone)) for zone in zones}
    counted = {row for inside in lying.values() for row in inside}
    fires = [_FIRES[one.finding] for one in sightings if one.finding in _FIRES]
    why = [*(one.reason for one in sightings), *verdict.notes]
    if fires and "now" not in fires:
        facts: dict[str, Fact] = {"k": rule.k, "n": rule.n if isinstance(rule, DwellRule) else rule.k}
        why.append(Reason(code="try.needs", facts={**facts, "over_s": rule.over_s}))
    return RuleVerdict(
        rule=rule.id,
        matter=rule.matter,
        fires="now" if "now" in fires else "later" if fires else "no",
        boxes=tuple(i for i, row in enumerate(_rows(detections)) if row in counted),
        zones=tuple(name for name, inside in lying.items() if inside),
        why=tuple(why),
    )


def _rows(detections: Detections) -> list[tuple[float, ...]]:
    return [
        (*map(float, box), float(score))
        for box, score in zip(detections.boxes, detections.scores, strict=True)
    ]
