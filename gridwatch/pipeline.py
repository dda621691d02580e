"""The path of one picture, from look to decision: the one place where the three stages meet.

    request ─► look ─► Frame ─► see ─► Detections ─► judge ─► Sightings ─► (ask) ─► decide ─► incidents, wishes
                  └──► LookFailure ─► health

The service and the replay of recorded clips run this very code; only where frames come from differs.
Where the settings want it, somebody else is asked about what a rule has just become sure of (`gridwatch/opinions`):
where that may hold it back the look waits for the answer, in shadow it does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from alerts.desk import Desk
from alerts.desk import Outcome as Decision
from alerts.store.base import Json, Store
from core.clock import Clock
from core.config.camera import Camera
from core.config.profile import Profile
from core.config.settings.detecting import GateChoice
from core.detection import Detections
from core.frame import Frame
from core.ground import Ground
from core.look import LookFailure, LookFailureKind, LookRequest
from core.opinion import Opinion
from core.reason import Reason
from core.sighting import Observation, Sighting
from detectors.batcher import Shed
from detectors.gate import Gate
from detectors.rulebook import RuleBook
from detectors.tiles import Plan
from gridwatch.gating import Gating
from gridwatch.opinions.question import Question
from gridwatch.opinions.second import SecondOpinions


class Looks(Protocol):
    """Where frames come from."""

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        """Take one picture; never raises."""
        ...


class Standing(Protocol):
    """Which cameras are turned away from their home view: what they show then is not judged."""

    def stay(self, camera_id: str) -> int | None:
        """Return the number of its present stay at home; None while it is away."""
        ...

    def why_away(self, camera_id: str) -> str:
        """Return why it is away, for an operator."""
        ...


class _AllAtHome:
    def stay(self, camera_id: str) -> int | None:  # noqa: ARG002 - the shape of Standing
        return 0

    def why_away(self, camera_id: str) -> str:  # noqa: ARG002 - the shape of Standing
        return ""


class Sees(Protocol):
    """What finds boxes in frames."""

    async def detect(self, frame: Frame, plan: Plan | None = None) -> Detections:
        """Return what is in the frame, looked at in the tiles of `plan` too; raises Shed when too many wait."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """Everything that came of one frame."""

    frame: Frame
    detections: Detections
    sightings: tuple[Sighting, ...]
    notes: tuple[Reason, ...]  # why rules did not fire
    decision: Decision
    gate: Gate | None = None  # what the change gate said; UNCHANGED: the boxes are an earlier look's


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """A camera with the profile it is checked by."""

    camera: Camera
    profile: Profile
    ground: Ground | None = None  # the picture's plane by clicked points, where densities need it


class Pipeline:
    """The stages, in order. Rule state lives in the store and is cached here, per camera."""

    def __init__(  # noqa: PLR0913 - every part it talks to is an argument
        self,
        *,
        posting: Callable[[str], Posting | None],
        looks: Looks,
        sees: Sees,
        desk: Desk,
        store: Store,
        store_thread: Executor,
        facts: Mapping[str, str],
        clock: Clock,
        second: SecondOpinions | None = None,
        gating: Gating | None = None,
        standing: Standing | None = None,
    ) -> None:
        self._posting = posting
        self._looks = looks
        self._sees = sees
        self._desk = desk
        self._store = store
        self._store_thread = store_thread
        self._facts = facts
        self._clock = clock
        self._second = second
        self._standing = standing or _AllAtHome()
        self._gating = gating or Gating(GateChoice(mode="off"))
        self._rulebooks: dict[str, tuple[Posting, RuleBook]] = {}
        self._states: dict[str, Json | None] = {}

    async def run(self, request: LookRequest) -> Looked | LookFailure:
        """Take one look and carry its picture through every stage."""
        stay = self._standing.stay(request.camera_id)
        if stay is None:
            return self._away(request, "")
        outcome = await self._looks.look(request)
        if self._standing.stay(request.camera_id) != stay:
            look_id = outcome.look_id  # it was turned while the picture was being taken
            return self._away(request, look_id)
        if isinstance(outcome, LookFailure):
            return outcome
        return await self.digest(outcome)

    async def digest(self, frame: Frame) -> Looked | LookFailure:
        """Carry a picture through see, judge and decide."""
        posting = self._posting(frame.camera_id)
        if posting is None:
            return _failed(
                frame, LookFailureKind.INTERNAL, "the camera was removed while it was being looked at"
            )
        book = self._rulebook(posting)
        state = await self._state(frame.camera_id)
        said = self._gating.ask(frame, state)
        if said.recalled is not None:  # the rules made nothing of these boxes then, and remember nothing now
            return Looked(
                frame=frame,
                detections=said.recalled,
                sightings=(),
                notes=(),
                decision=Decision(),
                gate=said.gate,
            )
        try:
            detections = await self._sees.detect(frame, book.plan)
        except Shed as shed:
            return _failed(frame, LookFailureKind.NO_BUDGET, str(shed))
        # Asked again: a watched camera's picture may have overtaken this one in the detector.
        state = await self._state(frame.camera_id)
        verdict = book.step(state, Observation.of(frame, detections))
        self._gating.ran(frame, said, detections, verdict)
        after, sightings = verdict.state, verdict.sightings
        later: tuple[Question, ...] = ()
        if self._second is not None:
            look = (frame, detections, posting.profile)
            if self._second.beside:
                after, later = self._second.postpone(*look, before=state, after=after, sightings=sightings)
            else:
                after, sightings = await self._second.hear(
                    *look, before=state, after=after, sightings=sightings
                )
        remembered = after["rules"] or (state or {}).get("rules")
        if not sightings and not remembered and frame.incident_id is None:
            decision = Decision()  # nothing there, nothing remembered, nothing to prove: no transaction
        else:
            decision = await self._decide(frame, detections, sightings, after, posting.profile)
        self._states[frame.camera_id] = after
        if self._second is not None:
            self._second.ask_beside(later, self._note)  # only now: what they are about has been kept
        return Looked(
            frame=frame,
            detections=detections,
            sightings=sightings,
            notes=verdict.notes,
            decision=decision,
            gate=said.gate,
        )

    def _away(self, request: LookRequest, look_id: str) -> LookFailure:
        return LookFailure(
            camera_id=request.camera_id,
            look_id=look_id,
            at=self._clock.now(),
            reason=request.reason,
            kind=LookFailureKind.AWAY,
            detail=self._standing.why_away(request.camera_id),
        )

    def forget(self, camera_id: str) -> None:
        """Drop what is cached about a camera: its configuration changed or it is gone."""
        self._rulebooks.pop(camera_id, None)
        self._states.pop(camera_id, None)
        self._gating.drop(camera_id)

    async def _decide(
        self,
        frame: Frame,
        detections: Detections,
        sightings: tuple[Sighting, ...],
        state: Json,
        profile: Profile,
    ) -> Decision:
        facts = {**self._facts, "profile": f"{profile.name} v{profile.version}"}
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._store_thread,
                lambda: self._desk.take(frame, detections, sightings, state, profile, facts),
            )
        except BaseException:
            # the transaction was rolled back: the next look goes on from what the store holds
            self._states.pop(frame.camera_id, None)
            raise

    async def _note(self, sighting: Sighting, opinion: Opinion) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._store_thread, self._desk.note, sighting, opinion)

    async def _state(self, camera_id: str) -> Json | None:
        if camera_id not in self._states:
            loop = asyncio.get_running_loop()
            self._states[camera_id] = await loop.run_in_executor(self._store_thread, self._load, camera_id)
        return self._states[camera_id]

    def _load(self, camera_id: str) -> Json | None:
        with self._store.read() as reader:
            return reader.rule_state(camera_id)

    def _rulebook(self, posting: Posting) -> RuleBook:
        known = self._rulebooks.get(posting.camera.id)
        if known is not None and known[0] is posting:
            return known[1]
        book = RuleBook(posting.camera, posting.profile, posting.ground)
        self._rulebooks[posting.camera.id] = (posting, book)
        return book


def _failed(frame: Frame, kind: LookFailureKind, detail: str) -> LookFailure:
    return LookFailure(
        camera_id=frame.camera_id,
        look_id=frame.look_id,
        at=frame.taken_at,
        reason=frame.reason,
        kind=kind,
        detail=detail,
        took_s=frame.took_s,
    )
