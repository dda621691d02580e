"""One schedule over days of a district: the real `Schedule`, `RuleBook`, `Attending`, with simulated time.

A look takes half a second and never fails; what it shows comes from `attention_eye`. A candidate asks for its
confirming look as the desk and the engine do, by its profile's pace. There is no desk: an incident is a confirmed
subject of a rule; one that matches no event is rejected at once, the others count as history for every camera of the
event. The day that is measured earns nothing before it has been lived.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.clock import ManualClock
from core.config.settings.attention import Attention as Choice
from core.config.settings.looking import Budgets, Looking
from core.geometry import Box
from core.look import LookReason, LookRequest
from core.sighting import Finding, Observation, Sighting
from detectors.rulebook import RuleBook
from gridwatch.attending import HISTORY_S, Attending
from gridwatch.bench.attention_days import DAY_S, Ward
from gridwatch.bench.attention_eye import Eye, Thing
from gridwatch.simulator.day import DAY_START
from ingest.schedule import Schedule

LOOK_S = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """How the looks are given."""

    name: str
    stretch: float = 1.0  # of every period of the profiles, so that all policies spend the same looks
    confirming: bool = True  # candidates ask for their looks
    attention: Choice | None = None


@dataclass(kw_only=True, slots=True)
class Lived:
    """What came of a policy between `since` and the end."""

    policy: Policy
    looks: int = 0
    confirming: int = 0  # of these
    first_seen: dict[str, float] = field(
        default_factory=dict
    )  # happening id -> seconds, first look that showed it
    alarmed: dict[str, float] = field(default_factory=dict)  # happening id -> seconds
    cleared: dict[str, float] = field(
        default_factory=dict
    )  # happening id -> seconds, first called gone after
    again: int = 0  # alarms for what the same camera had called gone while it was there
    false_alarms: int = 0
    longest_wait_s: float = 0.0  # between two looks of a camera
    longest_wait_of: str = ""


class Run:
    """Lives through days."""

    def __init__(
        self, ward: Ward, eye: Eye, policy: Policy, *, start: float, since: float, seed: int
    ) -> None:
        """`start`: seconds at which looking begins; `since`: from which it is measured."""
        self._ward, self._eye, self._policy = ward, eye, policy
        self._clock = ManualClock(DAY_START)
        self._clock.advance(start)
        self._since = since
        self._attending = None if policy.attention is None else Attending(policy.attention, self._clock)
        self._schedule = Schedule(
            Budgets(sessions=10000, looks_per_s=100000), Looking(), random.Random(seed),  # noqa: S311 - reproducible draws
            pacing=None if self._attending is None else self._attending.pacing,
        )  # fmt: skip
        self._books: dict[tuple[str, frozenset[str]], RuleBook] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._steady: dict[
            str, tuple[frozenset[str], Sequence[Sighting]]
        ] = {}  # what was shown, what was said
        self._last: dict[str, float] = {}
        self._of_subject: dict[str, Thing | None] = {}
        self._alarmed: set[str] = set()  # ids of things
        self._alarms: deque[tuple[float, str]] = deque()  # when, camera
        self._ends: list[tuple[float, int, LookRequest]] = []
        self._number = 0
        self._history_at = start
        self.lived = Lived(policy=policy)
        for camera in ward.cameras.values():
            period_s = ward.profile_of[camera.id].period_s * policy.stretch
            self._schedule.plan(camera.id, camera.id, camera.owner, period_s)

    def until(self, end: float, progress: Callable[[float], None] = lambda _: None) -> Lived:
        """Live on to `end` seconds; `progress` is told the seconds of each hour's end."""
        schedule, told = self._schedule, self._clock.monotonic()
        while (now := self._clock.monotonic()) < end:
            for request in schedule.start(now):
                self._started(request, now)
            schedule.given_up(now)
            due = schedule.next_due(now)
            at = min(t for t in (end, due, self._ends[0][0] if self._ends else None) if t is not None)
            self._clock.advance(max(0.001, at - now))
            now = self._clock.monotonic()
            while self._ends and self._ends[0][0] <= now:
                self._ended(heapq.heappop(self._ends)[2], now)
            if self._attending is not None and now - self._history_at >= HISTORY_S:
                self._learn(now)
            if now - told >= 3600:
                told = now
                progress(now)
        return self.lived

    def _started(self, request: LookRequest, now: float) -> None:
        camera_id = request.camera_id
        last = self._last.get(camera_id)
        self._last[camera_id] = now
        self._number += 1
        heapq.heappush(self._ends, (now + LOOK_S, self._number, request))
        if now < self._since:
            return
        self.lived.looks += 1
        self.lived.confirming += request.reason is LookReason.CONFIRM
        if last is not None and now - last > self.lived.longest_wait_s:
            self.lived.longest_wait_s, self.lived.longest_wait_of = now - last, camera_id

    def _ended(self, request: LookRequest, now: float) -> None:
        camera_id = request.camera_id
        sightings = self._judged(camera_id, request.reason, now)
        profile = self._ward.profile_of[camera_id]
        if self._attending is not None:
            self._attending.looked(camera_id, sightings, profile.confirm_s)
        self._schedule.finished(request, None, now)
        if not self._policy.confirming:
            return
        for one in sightings:
            if one.finding is Finding.CANDIDATE:
                self._schedule.ask(
                    LookRequest(
                        camera_id=camera_id,
                        not_before=now + profile.confirm_s,
                        deadline=now + profile.confirm_s + profile.confirm_deadline_s,
                        reason=LookReason.CONFIRM,
                        incident_id=one.subject,
                    )
                )

    def _judged(self, camera_id: str, reason: LookReason, now: float) -> Sequence[Sighting]:
        things = self._eye.seen(camera_id, now)
        state = self._states.get(camera_id)
        shown = frozenset(one.id for one in things)
        steady = self._steady.get(camera_id)
        if steady is not None and steady[0] == shown:
            return steady[1]
        if not things and not (state and state["rules"]):
            return ()  # the rules would remember nothing, and say nothing
        for thing in things:
            if thing.happening is not None and now >= self._since:
                self.lived.first_seen.setdefault(thing.happening.id, now)
        book = self._book(camera_id, things, state)
        observation = Observation(
            camera_id=camera_id,
            look_id=f"look_{self._number}",
            at=DAY_START + timedelta(seconds=now),
            reason=reason,
            detections=self._eye.detections(things, camera_id, now),
        )
        verdict = book.step(state, observation)
        self._states[camera_id] = verdict.state
        # What is confirmed and shown again is present again, and nothing a later look depends on has changed.
        if all(one.finding is Finding.PRESENT for one in verdict.sightings) and len(verdict.sightings) == len(
            shown
        ):
            self._steady[camera_id] = shown, verdict.sightings
        else:
            self._steady.pop(camera_id, None)
        for sighting in verdict.sightings:
            self._noted(sighting, things, now)
        return verdict.sightings

    def _book(self, camera_id: str, things: Sequence[Thing], state: Mapping[str, Any] | None) -> RuleBook:
        """Return the camera's rules that were shown something or remember it: the others would say nothing."""
        remembered = {key.split("/", 1)[0] for key in state["rules"]} if state else set()
        needed = frozenset(remembered | {one.rule for one in things})
        book = self._books.get((camera_id, needed))
        if book is None:
            profile = self._ward.profile_of[camera_id]
            rules = tuple(rule for rule in profile.rules if rule.id in needed)
            book = RuleBook(self._ward.cameras[camera_id], profile.model_copy(update={"rules": rules}))
            self._books[camera_id, needed] = book
        return book

    def _noted(self, sighting: Sighting, things: Sequence[Thing], now: float) -> None:
        subject = sighting.subject
        if sighting.finding is Finding.PRESENT and subject not in self._of_subject:
            thing = self._of_subject[subject] = _match(sighting, things)
            if thing is None or thing.happening is None:
                self.lived.false_alarms += now >= self._since
                return
            again = thing.id in self._alarmed
            self._alarmed.add(thing.id)
            if not again:
                self._alarms.append((now, sighting.camera_id))
            if thing.start >= self._since:
                self.lived.again += again
                self.lived.alarmed.setdefault(thing.happening.id, now)
        elif sighting.finding is Finding.CLEARED:
            thing = self._of_subject.get(subject)
            if thing is None or thing.happening is None or thing.start < self._since:
                return
            if now >= thing.end:
                self.lived.cleared.setdefault(thing.happening.id, now)

    def _learn(self, now: float) -> None:
        """Tell who was alarmed lately, as the service reads it from its store."""
        self._history_at = now
        if self._attending is None:
            return
        while self._alarms and self._alarms[0][0] < now - self._attending.history_days * DAY_S:
            self._alarms.popleft()
        counts = Counter(camera_id for _, camera_id in self._alarms)
        self._attending.take(counts, self._ward.cameras.keys())


def _match(sighting: Sighting, things: Sequence[Thing]) -> Thing | None:
    """Return what a subject of a rule really is."""
    if sighting.box is None:
        return None
    mine = [(_overlap(sighting.box, one), one) for one in things if one.rule == sighting.rule]
    share, best = max(mine, key=lambda pair: pair[0], default=(0.0, None))
    return best if share > 0 else None


def _overlap(box: Box, thing: Thing) -> float:
    low, high = thing.boxes[:, :2].min(axis=0), thing.boxes[:, 2:].max(axis=0)
    return box.iou(Box.of([low[0], low[1], high[0], high[1]]))
