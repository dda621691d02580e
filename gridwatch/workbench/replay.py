"""Recorded looks through the very pipeline that the service runs, with the time they were taken at.

    clip, pictures, stored looks ─► seeing.see ─► Frame ─► Pipeline.digest ─► Looked ─► record, report, run.json

Nothing of the path from picture to incident is repeated here: only where frames come from and what is
written down differ. The clock is the recording's, so a day takes as long as its pictures take to be seen. A look
that an incident is waiting for is answered by the next recorded look of that camera; none is made up.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from alerts.codes import CodeTable
from alerts.desk import Desk
from alerts.evidence import EvidenceStore
from alerts.grid import GridIndex
from alerts.locate import Locator
from alerts.owing import REVIEW_S
from alerts.store.base import IncidentQuery
from alerts.store.memory import MemoryStore
from core.clock import Clock, ManualClock
from core.config.camera import Camera
from core.config.profile import Profile
from core.config.settings.delivery import Delivery
from core.config.settings.merging import Merging
from core.detection import Detections
from core.errors import ClipError
from core.frame import Frame, FrameSource
from core.incident import Incident, Status
from core.look import LookFailure, LookReason, LookRequest, LookWish
from detectors.rulebook import RuleBook
from detectors.tiles import Plan
from gridwatch.gating import Gating
from gridwatch.opinions.second import SecondOpinions
from gridwatch.pipeline import Looked, Pipeline, Posting
from gridwatch.surveying import ground_of
from gridwatch.workbench.seeing import RecordedLook, SeenLook

Seconds = Callable[[Clock], AbstractAsyncContextManager[SecondOpinions | None]]
"""clock of the replay -> second opinions, open as long as the context is."""
_EVIDENCE_BYTES = 10_000_000_000
_RAISED = tuple(status for status in Status if status not in {Status.CANDIDATE, Status.EXPIRED})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayedLook:
    """One recorded look and everything that came of it."""

    seconds: float  # from the first look of the replay
    looked: Looked


class Replay:
    """Cameras with their profiles and one desk: `judge` looks in order of time, then ask for `incidents`."""

    def __init__(
        self,
        *,
        cameras: Mapping[str, Camera],
        profile_of: Mapping[str, Profile],
        codes: CodeTable,
        evidence: Path | None,
        facts: Mapping[str, str],
        grid: GridIndex | None = None,
        merging: Merging | None = None,
        source: str = "",
        second: Seconds | None = None,
        gating: Gating | None = None,
    ) -> None:
        """Make ready.

        Args:
            cameras: by id; looks of others are an error.
            profile_of: camera id to profile.
            codes: the city's table.
            evidence: folder of evidence pictures; None keeps none, for sweeps.
            facts: recorded in each incident, e.g. the model.
            grid: where places are found; None: nowhere.
            merging: when two views are one incident.
            source: stands in the ids of incidents, so that those of several replays differ.
            second: opens second opinions for the replay's clock; None asks nobody.
            gating: the change gate; None lets the rules have every look's own detections.
        """
        self._second = second
        self._gating = gating
        self._postings = {
            camera_id: Posting(camera=cameras[camera_id], profile=profile,
                               ground=ground_of(cameras[camera_id], profile))
            for camera_id, profile in profile_of.items()
            if camera_id in cameras
        }  # fmt: skip
        self._plans = {
            camera_id: RuleBook(posting.camera, posting.profile, posting.ground).plan
            for camera_id, posting in self._postings.items()
        }
        merging, index = merging or Merging(), grid or GridIndex()
        self._clock = ManualClock(datetime.fromtimestamp(0, UTC))
        self._ids = _Ids(source=source)
        self._store = MemoryStore()
        self._evidence: EvidenceStore = (
            Unkept() if evidence is None else EvidenceStore(evidence, max_bytes=_EVIDENCE_BYTES)
        )
        self._facts = facts
        self._wishes: dict[str, dict[tuple[str | None, LookReason], LookWish]] = {}
        self._ticked_at: datetime | None = None
        self._desk = Desk(
            store=self._store,
            locator=Locator(cameras=cameras.get, grid=lambda: index, merging=merging),
            codes=codes,
            evidence=self._evidence,
            receivers=(),
            delivery=Delivery(),
            merging=merging,
            links=None,
            clock=self._clock,
            ids=self._ids,
        )

    def plan_of(self, camera_id: str) -> Plan | None:
        """Which tiles of a camera's pictures its rules want to be looked at enlarged, for `seeing.see`."""
        return self._plans.get(camera_id)

    def judge(self, looks: Iterable[SeenLook]) -> Iterator[ReplayedLook]:
        """Carry seen looks through the pipeline, one by one, in order.

        Raises:
            ClipError: a look could not be decided on.
        """
        sees = _Seen()
        first: datetime | None = None
        with ThreadPoolExecutor(1) as thread, asyncio.Runner() as runner, self._asked(runner) as second:
            pipeline = Pipeline(
                posting=self._postings.get,
                looks=_NoLooks(),
                sees=sees,
                desk=self._desk,
                store=self._store,
                store_thread=thread,
                facts=self._facts,
                clock=self._clock,
                second=second,
                gating=self._gating,
            )
            for seen in looks:
                look = seen.look
                first = first or look.taken_at
                self._tick(look.taken_at)
                frame = self._frame(look)
                sees.now = seen.detections
                # not runner.run: it hangs a signal handler in and out at every look, a third of the time
                looked = runner.get_loop().run_until_complete(pipeline.digest(frame))
                if isinstance(looked, LookFailure):
                    raise ClipError(f"{look.camera_id} at {look.taken_at:%Y-%m-%d %H:%M:%S}: {looked.detail}")
                self._wish(looked.decision.wishes)
                yield ReplayedLook(seconds=(look.taken_at - first).total_seconds(), looked=looked)

    def incidents(self) -> tuple[Incident, ...]:
        """Return every incident that was raised, first one first; candidates that came to nothing are not."""
        found: list[Incident] = []
        after: str | None = None
        with self._store.read() as reader:
            while True:
                page = reader.find(IncidentQuery(statuses=_RAISED, limit=500, after=after))
                found += page.incidents
                after = page.next
                if after is None:
                    break
        raised = (incident for incident in found if incident.opened_at is not None)
        return tuple(sorted(raised, key=lambda incident: (incident.created_at, incident.id)))

    def picture(self, key: str) -> bytes:
        """Return a kept picture as JPEG."""
        return self._evidence.read(key)

    @contextlib.contextmanager
    def _asked(self, runner: asyncio.Runner) -> Iterator[SecondOpinions | None]:
        """Open and close second opinions on the loop that they are asked on."""
        if self._second is None:
            yield None
            return
        opinions = self._second(self._clock)
        try:
            yield runner.run(opinions.__aenter__())
        finally:
            runner.run(opinions.__aexit__(None, None, None))

    def _tick(self, now: datetime) -> None:
        """Let the desk end what has waited in vain, as the service does."""
        self._clock.move_to(now)
        if self._ticked_at is None or (now - self._ticked_at).total_seconds() >= REVIEW_S:
            self._ticked_at = now
            self._wish(self._desk.tick(now))

    def _wish(self, wishes: Iterable[LookWish]) -> None:
        for wish in wishes:
            self._wishes.setdefault(wish.camera_id, {})[wish.incident_id, wish.reason] = wish

    def _frame(self, look: RecordedLook) -> Frame:
        """The look as a frame: the answer to the oldest wish for this camera, or a patrol look."""
        waiting = self._wishes.get(look.camera_id)
        wish = waiting.pop(next(iter(waiting))) if waiting else None
        return Frame(
            camera_id=look.camera_id,
            look_id=self._ids.new("look"),
            taken_at=look.taken_at,
            reason=LookReason.PATROL if wish is None else wish.reason,
            source=FrameSource.CLIP,
            image=look.image,
            jpeg=look.jpeg,
            incident_id=None if wish is None else wish.incident_id,
        )


class Unkept(EvidenceStore):
    """Evidence that nobody will look at: keys are given, nothing is written."""

    def __init__(self) -> None:
        super().__init__(Path(), max_bytes=1)

    def _keep(self, path: Path, jpeg: bytes) -> None:
        """Write nothing."""


@dataclass(kw_only=True, slots=True)
class _Ids:
    """`inc_000001`, or with a source `inc_2-000001`: the same replay gives the same ids."""

    source: str
    _counts: dict[str, int] = field(default_factory=dict)

    def new(self, prefix: str) -> str:
        number = self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}_{self.source}{'-' if self.source else ''}{number:06d}"


class _NoLooks:
    """Frames are pushed into the pipeline; nobody looks."""

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        raise AssertionError(f"a replay does not look at {request.camera_id}")


class _Seen:
    """What was detected ahead, handed to the pipeline when it asks."""

    def __init__(self) -> None:
        self.now: Detections | None = None

    async def detect(self, frame: Frame, plan: Plan | None = None) -> Detections:  # noqa: ARG002 - detected by plan before
        if self.now is None:
            raise AssertionError(f"{frame.camera_id} was not seen before it was judged")
        return self.now
