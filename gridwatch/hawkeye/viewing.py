"""The second view itself: a picture of a camera that has been turned to a place, looked through and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol, TypeVar

from alerts.covering import Sight
from alerts.desk import Desk
from alerts.parting import goes_on_as
from alerts.store.base import Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.hawkeye import Hawkeye
from core.frame import Frame
from core.incident import Incident
from core.look import LookFailure, LookReason, LookRequest
from core.place import Place
from core.reason import Reason
from gridwatch.hawkeye.aim import pose_of
from gridwatch.hawkeye.events import Look
from gridwatch.hawkeye.finding import find
from gridwatch.pipeline import Posting, Sees

T = TypeVar("T")


class Looks(Protocol):
    """What takes pictures of cameras that are turned away."""

    async def look_elsewhere(self, request: LookRequest) -> Frame | LookFailure:
        """Take one picture; never raises."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What hawk-eyes need to know of the district."""

    cameras: Callable[[], Mapping[str, Camera]]
    posting: Callable[[str], Posting | None]
    covering: Callable[[Place, Collection[str]], tuple[Sight, ...]]  # (place, cameras that have shown it)
    may_log_in: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The store and the one thread in which it is asked."""

    store: Store
    thread: Executor

    async def ask(self, work: Callable[[], T]) -> T:
        """Run something that blocks in the store's thread."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    async def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as it stands, or what it was merged into."""
        return await self.ask(lambda: self._incident(incident_id))

    def _incident(self, incident_id: str) -> Incident | None:
        with self.store.read() as reader:
            found = reader.incident(incident_id)
            return None if found is None else goes_on_as(reader.incident, found)


class Viewing:
    """Takes second views."""

    def __init__(
        self,
        rules: Hawkeye,
        around: Around,
        *,
        kept: Kept,
        desk: Desk,
        looks: Looks,
        sees: Sees,
        clock: Clock,
    ) -> None:
        self._rules = rules
        self._around = around
        self._kept = kept
        self._desk = desk
        self._looks = looks
        self._sees = sees
        self._clock = clock

    async def take(self, command: Look, holder: Callable[[], str | None]) -> tuple[bool, Reason]:
        """Take the picture and keep it with the incident; return whether it is kept, and why not.

        holder: returns who has taken the camera over, if anybody has.
        """
        camera_id, incident_id = command.camera_id, command.wish.incident_id
        frame = await self._look(camera_id, incident_id)
        if isinstance(frame, LookFailure):
            return False, Reason(code="hawk.look_failed", facts={"detail": frame.detail})
        detections = await self._sees.detect(frame)
        who = holder()
        if who is not None:  # a person has turned it meanwhile
            return False, Reason(code="hawk.held", facts={"who": who})
        camera = self._around.cameras().get(camera_id)
        incident = await self._kept.incident(incident_id)
        if camera is None or incident is None:
            return False, Reason(code="hawk.over")
        classes, least = self._looked_for(incident)
        shown = find(
            detections,
            classes,
            least,
            camera=camera,
            pose=pose_of(camera, command.turned),
            preset=command.turned.preset,
            place=incident.place,
        )
        taken = await self._kept.ask(
            lambda: self._desk.second_view(
                frame, detections, incident_id, name=camera.name, box=shown.box, why=shown.why
            )
        )
        return taken is not None, Reason(code="hawk.over") if taken is None else shown.why

    async def _look(self, camera_id: str, incident_id: str) -> Frame | LookFailure:
        now = self._clock.monotonic()
        request = LookRequest(
            camera_id=camera_id,
            not_before=now,
            deadline=now + self._rules.turn_s,
            reason=LookReason.CONFIRM,
            incident_id=incident_id,
        )
        frame = await self._looks.look_elsewhere(request)
        if isinstance(frame, LookFailure) and frame.kind.retry:
            # it has come all the way: one picture may fail
            await asyncio.sleep(self._rules.settle_s)
            frame = await self._looks.look_elsewhere(request)
        return frame

    def _looked_for(self, incident: Incident) -> tuple[tuple[str, ...], float]:
        """Return the classes that the rule which raised it looks for, and from which score on."""
        for view in incident.views:
            posting = self._around.posting(view.camera_id)
            for rule in posting.profile.rules if posting is not None else ():
                if rule.id == view.rule:
                    return tuple(rule.classes), rule.min_confidence
        return (), 1.0
