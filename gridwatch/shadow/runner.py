"""Runs a candidate on looks that the live pipeline has decided already, in its own time.

It is handed what came of a look and gives nothing back: no wish, no incident, no delivery. What finds no room is
shed and counted; what breaks is counted and told once a minute; the live path never waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from core.clock import Clock
from core.config.profile import Profile
from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Frame
from core.sighting import Observation, Sighting
from detectors.batcher import Counters
from detectors.rulebook import RuleBook
from detectors.tiles import Plan
from gridwatch.pipeline import Looked, Posting
from gridwatch.shadow.book import Book, Pictures
from gridwatch.shadow.book import Looked as Tally
from gridwatch.shadow.trial import Seer, Side, Trial, chosen, ended, opens, standing

log = structlog.get_logger(__name__)
T = TypeVar("T")

QUIET = 10  # looks at an empty street that are counted in memory before they are written
PRUNE_S = 3600.0
TELL_S = 60.0  # a fault that lasts is told this often


class Sees(Protocol):
    """The candidate's detector."""

    @property
    def counters(self) -> Counters:
        """What it has cost since the start."""
        ...

    async def detect(self, frame: Frame, plan: Plan | None = None) -> Detections:
        """Return what is in the frame."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """What is tried."""

    live: Seer
    seer: Seer  # the same as `live` where only profiles are tried
    sees: Sees | None  # None: the live model's boxes are used again
    profile: Callable[[Posting], Profile]  # what it would check a camera by
    picture: Callable[[Frame, Detections, Sighting], bytes | None] | None = None  # small and masked


@dataclass(frozen=True, kw_only=True, slots=True)
class _Post:
    """One camera in the trial."""

    posting: Posting
    trial: Trial
    rules: RuleBook


class Shadow:
    """Owns `book` from now on."""

    def __init__(
        self, candidate: Candidate, book: Book, *, share: float, waiting: int, keep_days: float, clock: Clock
    ) -> None:
        self._candidate = candidate
        self._book = book
        self._share = share
        self._room = waiting
        self._keep_days = keep_days
        self._clock = clock
        self._waiting: deque[Looked] = deque()
        self._arrived = asyncio.Event()
        self._posts: dict[str, _Post | None] = {}
        self._postings: dict[str, Posting] = {}
        self._states: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._unwritten: dict[tuple[str, str], Tally] = {}
        self._pruned_at = float("-inf")
        self._told_at = float("-inf")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="shadow")
        self.counts: Counter[str] = Counter()  # looks, shed, failed since the start

    def offer(self, looked: Looked, posting: Posting | None) -> None:
        """Take a look to be judged again, or leave it: another camera's, nothing to compare, no room."""
        if posting is None or not chosen(posting.camera.id, self._share):
            return
        post = self._post(posting)
        if post is None:
            return
        if len(self._waiting) >= self._room:
            self.counts["shed"] += 1
            self._note(post, Tally(shed=1))
            return
        self._waiting.append(looked)
        self._arrived.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Judge what is offered until `stop`; what still waits then is left."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await self._work_off(stop)
                arrived = asyncio.create_task(self._arrived.wait())
                await asyncio.wait({stopping, arrived}, return_when=asyncio.FIRST_COMPLETED)
                arrived.cancel()
        finally:
            stopping.cancel()

    async def drain(self) -> None:
        """Judge everything that waits: for a replay, which has time."""
        await self._work_off(None)

    async def close(self) -> None:
        """Write the counts of quiet looks, stop the thread and close the book."""
        for post in [post for post in self._posts.values() if post is not None]:
            camera_id = post.posting.camera.id
            tally = self._unwritten.pop((post.trial.id, camera_id), None)
            if tally is not None:
                with contextlib.suppress(GridwatchError):  # they are counts; the service is going down anyway
                    await self._in_thread(
                        partial(self._book.keep, post.trial, camera_id, at=self._clock.now(), looked=tally)
                    )
        await asyncio.to_thread(self._thread.shutdown)
        self._book.close()

    async def _work_off(self, stop: asyncio.Event | None) -> None:
        self._arrived.clear()
        while self._waiting and not (stop is not None and stop.is_set()):
            looked = self._waiting.popleft()
            post = self._posts.get(looked.frame.camera_id)
            if post is None:
                continue  # its configuration changed while it waited
            try:
                await self._judge(post, looked)
            except Exception as error:  # noqa: BLE001 - whatever breaks in a shadow stays there; it is counted and told
                self.counts["failed"] += 1
                self._note(post, Tally(failed=1))
                self._states.pop((post.trial.id, looked.frame.camera_id), None)
                self._tell(error)

    async def _judge(self, post: _Post, looked: Looked) -> None:
        frame, candidate = looked.frame, self._candidate
        before = await self._state(post, frame.camera_id)
        detections, cost = looked.detections, Tally(looks=1)
        if candidate.sees is not None:
            spent = candidate.sees.counters
            detections = await candidate.sees.detect(frame, post.rules.plan)
            now = candidate.sees.counters
            pictures = now.pictures + now.tiles - spent.pictures - spent.tiles
            cost = Tally(looks=1, pictures=pictures, seconds=now.infer_s - spent.infer_s)
        verdict = post.rules.step(before, Observation.of(frame, detections))
        self.counts["looks"] += 1
        self._states[post.trial.id, frame.camera_id] = verdict.state
        self._note(post, cost)
        said = {Side.LIVE: looked.sightings, Side.CANDIDATE: verdict.sightings}
        if not any(said.values()) and not verdict.state["rules"] and not (before or {}).get("rules"):
            if self._unwritten[post.trial.id, frame.camera_id].looks >= QUIET:
                await self._keep(post, looked, None, {}, {})
            return
        stands = {side: standing(sightings) for side, sightings in said.items()}
        over = {side: ended(sightings) for side, sightings in said.items()}
        pictures_of = await asyncio.to_thread(self._pictures, looked, detections, stands)
        await self._keep(post, looked, verdict.state, stands, over, pictures_of)

    async def _keep(
        self,
        post: _Post,
        looked: Looked,
        state: dict[str, Any] | None,
        stands: dict[Side, tuple[Sighting, ...]],
        over: dict[Side, tuple[Sighting, ...]],
        pictures: Pictures | None = None,
    ) -> None:
        key = (post.trial.id, looked.frame.camera_id)
        tally = self._unwritten.pop(key, Tally())
        try:
            await self._in_thread(
                partial(
                    self._book.keep,
                    post.trial,
                    looked.frame.camera_id,
                    at=looked.frame.taken_at,
                    state=state,
                    standing=stands,
                    ended=over,
                    looked=tally,
                    pictures=pictures,
                )
            )
        except GridwatchError:
            self._unwritten[key] = tally + self._unwritten.get(key, Tally())
            raise
        now = self._clock.monotonic()
        if now - self._pruned_at >= PRUNE_S:
            self._pruned_at = now
            await self._in_thread(partial(self._book.prune, looked.frame.taken_at, self._keep_days))

    def _pictures(
        self, looked: Looked, detections: Detections, stands: dict[Side, tuple[Sighting, ...]]
    ) -> Pictures:
        make = self._candidate.picture
        if make is None:
            return {}
        found = {Side.LIVE: looked.detections, Side.CANDIDATE: detections}
        made = {
            (side, one.subject): make(looked.frame, found[side], one)
            for side, sightings in stands.items()
            for one in sightings
            if opens(one)
        }
        return {which: jpeg for which, jpeg in made.items() if jpeg is not None}

    def _post(self, posting: Posting) -> _Post | None:
        camera_id = posting.camera.id
        if self._postings.get(camera_id) is not posting:
            old = self._posts.get(camera_id)
            if old is not None:
                self._states.pop((old.trial.id, camera_id), None)
                self._unwritten.pop((old.trial.id, camera_id), None)
            self._postings[camera_id] = posting
            self._posts[camera_id] = self._posted(posting)
        return self._posts[camera_id]

    def _posted(self, posting: Posting) -> _Post | None:
        candidate = self._candidate
        profile = candidate.profile(posting)
        if profile == posting.profile and candidate.seer == candidate.live:
            return None  # the same on both sides: nothing to compare
        rules = RuleBook(posting.camera, profile, posting.ground)
        trial = Trial.of(candidate.live, posting.profile, candidate.seer, profile)
        return _Post(posting=posting, trial=trial, rules=rules)

    async def _state(self, post: _Post, camera_id: str) -> dict[str, Any] | None:
        key = (post.trial.id, camera_id)
        if key not in self._states:
            self._states[key] = await self._in_thread(partial(self._book.state, post.trial, camera_id))
        return self._states[key]

    def _note(self, post: _Post, tally: Tally) -> None:
        key = (post.trial.id, post.posting.camera.id)
        self._unwritten[key] = self._unwritten.get(key, Tally()) + tally

    def _tell(self, error: Exception) -> None:
        now = self._clock.monotonic()
        if now - self._told_at >= TELL_S:
            self._told_at = now
            log.warning(
                "shadow.failed", error=f"{type(error).__name__}: {error}", failed=self.counts["failed"]
            )

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
