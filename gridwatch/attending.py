"""Who is looked at more often, in the running service: what looks and people told, shared out by `ingest.attention`.

The schedule asks `pacing` at the end of every look. What a look showed is noted just before, so that a candidate
shortens the very next wait. A camera that brings no picture neither gives nor gets: its back-off paces it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from alerts.store.base import IncidentQuery, Store
from core.clock import Clock
from core.config.settings.attention import Attention as Choice
from core.errors import GridwatchError
from core.incident import Status
from core.look import LookFailure
from core.reason import Reason
from core.sighting import Finding, Sighting
from gridwatch.engines.local import Ended
from gridwatch.pipeline import Posting
from ingest.attention import Attention, Split
from ingest.interest import Interests
from ingest.port import NOT_ITS_FAULT

log = structlog.get_logger(__name__)

HISTORY_S = 600.0
"""Seconds between two readings of who was alarmed how often."""
_PAGE = 500
_COUNTED = tuple(
    status for status in Status if status not in {Status.CANDIDATE, Status.EXPIRED, Status.REJECTED}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attended:
    """How often a camera is looked at now."""

    period_s: float
    why: Reason | None  # why more often than planned; None: it is not


class Attending:
    """Keeps what makes cameras interesting. The event loop owns it."""

    def __init__(self, choice: Choice, clock: Clock) -> None:
        self._clock = clock
        self.on = choice.mode == "on"
        self.history_days = choice.history_days
        self._interests = Interests(choice)
        self._attention = Attention(choice)
        self._known: set[str] = set()
        self._failing: set[str] = set()
        self._told: dict[str, Attended] = {}
        self._confirm_s: dict[str, float] = {}  # between confirming looks, while a camera has a candidate

    def pacing(self, camera_id: str, planned_s: float) -> float:
        """Return how many seconds a camera waits for its next look: `ingest.schedule.Pacing`."""
        self._known.add(camera_id)
        if camera_id in self._failing:
            self._attention.drop(camera_id)
            self._told[camera_id] = Attended(period_s=planned_s, why=None)
            return planned_s
        worth = self._interests.of(camera_id, self._clock.monotonic())
        confirm_s = self._confirm_s.get(camera_id)
        owed = 1.0 if confirm_s is None else planned_s / confirm_s
        self._attention.see(camera_id, planned_s, worth, owed=owed)
        period_s = self._attention.period_s(camera_id, planned_s)
        why = None if worth.interest is None else self._interests.why(camera_id, worth.interest)
        self._told[camera_id] = Attended(period_s=period_s, why=why)
        return period_s

    def note(self, ended: Ended, posting: Posting | None) -> None:
        """Note how a look ended, before the schedule is told; `posting`: the camera with its profile."""
        if not self.on:
            return
        if isinstance(ended, LookFailure):
            if not ended.kind.got_a_picture and ended.kind not in NOT_ITS_FAULT:
                self.failed(ended.camera_id)
        elif posting is not None:
            self.looked(posting.camera.id, ended.sightings, posting.profile.confirm_s)

    def looked(self, camera_id: str, sightings: Iterable[Sighting], confirm_s: float) -> None:
        """Note what the rules made of a look; `confirm_s`: seconds after which a candidate is looked at again."""
        findings = Counter(sighting.finding for sighting in sightings)
        candidates = findings[Finding.CANDIDATE]
        confirmed = bool(findings[Finding.PRESENT] or findings[Finding.MISSED])
        self._known.add(camera_id)
        self._failing.discard(camera_id)
        self._interests.looked(
            camera_id, self._clock.monotonic(), candidate=candidates > 0, incident=confirmed
        )
        self._confirm_s.pop(camera_id, None)
        if candidates:
            self._confirm_s[camera_id] = confirm_s / candidates  # each asks for looks of its own

    def failed(self, camera_id: str) -> None:
        """Note that a look brought no picture."""
        self._known.add(camera_id)
        self._failing.add(camera_id)
        self._confirm_s.pop(camera_id, None)

    def asked(self, camera_id: str) -> None:
        """Note that an operator looks through a camera."""
        if self.on:
            self._known.add(camera_id)
            self._interests.asked(camera_id, self._clock.monotonic())

    def take(self, raised: Mapping[str, int], cameras: Collection[str]) -> None:
        """Take how many incidents the cameras that are looked at had lately; forget all others."""
        for camera_id in self._known.difference(cameras):
            self._known.discard(camera_id)
            self._failing.discard(camera_id)
            self._confirm_s.pop(camera_id, None)
            self._told.pop(camera_id, None)
            self._attention.drop(camera_id)
            self._interests.drop(camera_id)
        self._interests.history({one: n for one, n in raised.items() if one in cameras}, len(cameras))

    def told(self, camera_id: str) -> Attended | None:
        """Return how often a camera is looked at, as of its last look; from any thread."""
        return self._told.get(camera_id)

    @property
    def split(self) -> Split:
        """How the looks are shared out now."""
        return self._attention.split

    @property
    def watched(self) -> int:
        """Cameras that are looked at more often."""
        return self._attention.watched


async def learn_history(
    attending: Attending,
    stop: asyncio.Event,
    *,
    store: Store,
    thread: Executor,
    cameras: Callable[[], Collection[str]],
    clock: Clock,
) -> None:
    """Tell `attending` every ten minutes who was alarmed how often, until `stop`."""
    while not stop.is_set():
        since = clock.now() - timedelta(days=attending.history_days)
        try:
            raised = await asyncio.get_running_loop().run_in_executor(thread, raised_since, store, since)
        except GridwatchError as error:  # a locked database: what was known goes on to hold
            log.warning("attention.history", error=str(error))
        else:
            attending.take(raised, cameras())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HISTORY_S)


def raised_since(store: Store, since: datetime) -> Counter[str]:
    """Return how many incidents, opened since then and not rejected, each camera has a view of."""
    counts: Counter[str] = Counter()
    after: str | None = None
    with store.read() as reader:
        while True:
            query = IncidentQuery(statuses=_COUNTED, since=since, limit=_PAGE, after=after)
            page = reader.find(query)
            for incident in page.incidents:
                if incident.opened_at is not None and incident.opened_at >= since:
                    counts.update(incident.cameras)
            after = page.next
            if after is None:
                return counts
