"""A desk for single cameras in the place of the real one, for the tests of its routes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.camera_book import ChangeRefused
from api.camera_desk import (
    CameraDesk,
    HistoryNow,
    JobNow,
    LivePicture,
    RuleVerdict,
    Tried,
    TurnDone,
    TurnWish,
    WatchedNow,
    WatchRefused,
)
from api.hawkeyes import HeadNow
from core.config.profile import Profile
from core.errors import IllegalStep, NotFound
from core.look import LookFailureKind
from core.reason import Reason
from ingest.history import LookLine
from tests.builders import at, camera, detections, profile
from tests.builders_api import Deck

HOUR = 490_000
LINE = LookLine(
    look_id="look-1", at=at(0), reason="patrol", kind=None, detail="", boxes=3, sightings=1, took_s=0.2
)


class FakeDesk:
    """Everything in one; notes what was asked."""

    def __init__(self) -> None:
        self.history_now = HistoryNow(
            hours=(
                (HOUR, {"on_time": 58, "missed.no_budget": 2, "failed.timeout": 1, "late": 1}),
                (HOUR + 1, {}),
            ),
            changes=({"at": at(0).isoformat(), "what": "back", "code": "health.right_time", "facts": {}},),
            looks=(replace(LINE, look_id="look-2", kind=LookFailureKind.TIMEOUT, boxes=None), LINE),
        )
        self.asked: list[Any] = []
        self.watchers: list[str] = []
        self.pictures: list[LivePicture | WatchRefused] = []
        self.endless = False  # a view goes on after its last picture
        self.known: list[JobNow] = []
        self.result: dict[str, Any] = {"good": 4}  # of every job
        self.probes = False  # a probe goes on until it is stopped
        self.held: str | None = None  # who holds the camera that turns

    def desk(self) -> CameraDesk:
        """Return it as the API asks it."""
        one: Any = self
        return CameraDesk(history=one, live=one, turning=one, trying=one, jobs=one, profiles=one)

    def told(self, camera_id: str, hours: int) -> HistoryNow:
        """As the test has set it."""
        self.asked.append((camera_id, hours))
        return self.history_now

    def counted(self, camera_ids: Iterable[str]) -> list[tuple[str, Any]]:
        """The same of every camera."""
        return [(one, self.history_now.hours) for one in camera_ids]

    def now(self) -> WatchedNow:
        """One camera."""
        return WatchedNow(most=16, cameras={"cam-1": 2})

    @contextlib.asynccontextmanager
    async def view(
        self, camera_id: str, *, who: str, fps: float
    ) -> AsyncIterator[AsyncIterator[LivePicture]]:
        """Give what is scripted."""
        self.asked.append((camera_id, who, fps))
        if camera_id == "none":
            raise WatchRefused(4404, Reason(code="live.unknown", facts={"camera": camera_id}))
        self.watchers.append(who)
        try:
            yield self._scripted()
        finally:
            self.watchers.remove(who)

    async def _scripted(self) -> AsyncIterator[LivePicture]:
        for one in self.pictures:
            if isinstance(one, WatchRefused):
                raise one
            yield one
        if self.endless:
            await asyncio.Event().wait()

    async def turn(self, camera_id: str, who: str, wish: TurnWish) -> TurnDone:
        """Only for who holds it; that is li, unless somebody else was asked for."""
        self.asked.append(wish)
        holder = self.held or "li"
        if who != holder:
            raise ChangeRefused(409, f"held by {holder}", held_by=holder)
        head = HeadNow(stand="away", incident_id=None, held_by=holder, held_until=at(60))
        return TurnDone(arrived=True, why=Reason(code="ptz.arrived", facts={"took_s": 1}), head=head)

    def head(self, camera_id: str) -> HeadNow:
        """At home, unless it is held."""
        stand, until = ("home", None) if self.held is None else ("away", at(600))
        return HeadNow(stand=stand, incident_id=None, held_by=self.held, held_until=until)

    async def hold(self, camera_id: str, who: str, minutes: float) -> HeadNow:
        """For one at a time."""
        if self.held not in {None, who}:
            raise IllegalStep(f"{camera_id} is held by {self.held}")
        self.held = who
        self.asked.append((camera_id, who, minutes))
        return self.head(camera_id)

    async def release(self, camera_id: str, who: str) -> HeadNow:
        """By anybody."""
        self.held = None
        return self.head(camera_id)

    async def what_if(self, camera_id: str, **asked: Any) -> Tried:
        """A heap that counts."""
        self.asked.append(asked)
        verdict = RuleVerdict(
            rule="waste",
            matter="construction_waste",
            fires="later",
            boxes=(0,),
            zones=("picture",),
            why=(Reason(code="try.needs", facts={"k": 3, "n": 4, "over_s": 600}),),
        )
        return Tried(
            at=at(0),
            camera=camera(camera_id),
            profile=profile(),
            detections=detections(("waste", [0.1, 0.2, 0.3, 0.4], 0.8)),
            verdicts=(verdict,),
            state_known=False,
        )

    def profiles(self) -> Mapping[str, Profile]:
        """One."""
        return {"test": profile()}

    def chosen(self, camera_id: str) -> Profile | None:
        """The same for all."""
        return profile()

    def jobs(self) -> Sequence[JobNow]:
        """Those that were begun."""
        return tuple(reversed(self.known))

    def job(self, job_id: str) -> JobNow:
        """One of them."""
        for one in self.known:
            if one.id == job_id:
                return one
        raise NotFound(f"no job {job_id}")

    def begin_import(self, ledger: bytes, name: str, wishes: Any, *, who: str) -> JobNow:
        """Note it; it is done at once."""
        self.asked.append((ledger, name, wishes))
        return self._begun("import", who)

    def begin_probe(self, wishes: Any, *, who: str) -> JobNow:
        """Note it; one that goes on has asked three of eight."""
        self.asked.append(wishes)
        job = self._begun("probe", who)
        if self.probes:
            job = self.known[-1] = replace(job, state="running", done=3, total=8, ended_at=None, result=None)
        return job

    def stop(self, job_id: str) -> JobNow:
        """Stop it."""
        job = self.job(job_id)
        self.known[self.known.index(job)] = stopped = replace(job, state="stopped")
        return stopped

    def _begun(self, kind: Any, who: str) -> JobNow:
        job = JobNow(
            id=f"job-{len(self.known)}", kind=kind, state="done", what="", done=1, total=1, began_at=at(0),
            ended_at=at(1), who=who, error="", result=self.result,
        )  # fmt: skip
        self.known.append(job)
        return job


def with_desk(deck: Deck) -> FakeDesk:
    """Give the API a desk for single cameras, and their heads."""
    fake = FakeDesk()
    heads: Any = fake
    deck.app.state.services = replace(deck.app.state.services, camera_desk=fake.desk(), heads=heads)
    return fake
