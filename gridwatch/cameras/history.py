"""Every camera's history: counted as looks end, written to the store a few cameras at a time."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor

import structlog

from alerts.store.base import Json, Store
from api.camera_desk import HistoryNow
from core.clock import Clock
from core.config.camera import Camera
from core.errors import GridwatchError
from core.look import LookFailure, LookFailureKind
from gridwatch.engines.local import Ended, camera_of
from ingest.health import HealthEvent
from ingest.history import FAILED, HOUR_S, ON_TIME, Counts, History, LookLine, Owed, counted, hours_of, merged

log = structlog.get_logger(__name__)

NOTE = "history"
TICK_S = 2.0  # so that few are written at once: decisions wait for the store's thread
ROUND_S = 1200.0  # in which every camera's counts are written once: what a killed process loses at most
STOP_S = 2.0  # for what is left at a stop
BATCH = 200  # cameras of one transaction


class HistoryBook:
    """Counts, writes and tells. The event loop owns it; `told` may be called from any thread."""

    def __init__(
        self, store: Store, thread: Executor, clock: Clock, cameras: Callable[[], Mapping[str, Camera]]
    ) -> None:
        self._store = store
        self._thread = thread
        self._clock = clock
        self._cameras = cameras
        self._history = History()

    def period(self, camera_id: str, what: str, kind: LookFailureKind | None, periods: int) -> None:
        """Count what became of a camera's periods (ingest.accounts.Told)."""
        self._history.period(camera_id, self._hour(), what, kind, periods)

    def note(self, ended: Ended, events: Iterable[HealthEvent] = ()) -> None:
        """Remember how a look ended, and what changed by it."""
        camera_id = camera_of(ended)
        camera = self._cameras().get(camera_id)
        if camera is None:
            return  # removed while it was being looked at
        self._history.look(camera_id, _line(ended))
        for event in events:
            self._history.changed(event)
        if camera.watch_fps is not None:  # the schedule knows nothing of it
            kind = ended.kind if isinstance(ended, LookFailure) else None
            self._history.period(camera_id, self._hour(), ON_TIME if kind is None else FAILED, kind)

    def told(self, camera_id: str, hours: int) -> HistoryNow:
        """Return what is known of a camera."""
        with self._store.read() as reader:
            note = reader.note(NOTE, camera_id)
        now = merged(note, self._history.owed(camera_id), hour=self._hour())
        return HistoryNow(
            hours=tuple(hours_of(now, hour=self._hour(), back=hours)),
            changes=tuple(reversed(now["changes"])),
            looks=self._history.looks(camera_id),
        )

    def counted(self, camera_ids: Iterable[str]) -> Iterator[tuple[str, Iterator[tuple[int, Counts]]]]:
        """Return the counts of cameras, one after the other: a street has a thousand."""
        with self._store.read() as reader:
            for one in camera_ids:
                yield one, counted(reader.note(NOTE, one), self._history.owed(one))

    async def run(self, stop: asyncio.Event) -> None:
        """Write until `stop`, then what is left for as long as a stop may take."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK_S)
            known = self._cameras()
            self._history.keep(known)
            await self._write(max(1, math.ceil(len(known) * TICK_S / ROUND_S)))
        until = self._clock.monotonic() + STOP_S
        while self._clock.monotonic() < until and await self._write(BATCH):
            pass

    async def _write(self, most: int) -> bool:
        """Write what at most so many cameras are owed; return whether there may be more."""
        owed = self._history.take(most)
        if not owed:
            return False
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._keep, owed)
        except GridwatchError as error:  # a full disk or a locked database: the next tick tries again
            log.warning("history.kept_back", error=str(error))
            self._history.give_back(owed)
            return False
        return True

    def _keep(self, owed: Mapping[str, Owed]) -> None:
        hour = self._hour()
        with self._store.write() as writer:
            for camera_id, one in owed.items():
                note: Json = merged(writer.note(NOTE, camera_id), one, hour=hour)
                writer.put_note(NOTE, camera_id, note)

    def _hour(self) -> int:
        return int(self._clock.now().timestamp()) // HOUR_S


def _line(ended: Ended) -> LookLine:
    if isinstance(ended, LookFailure):
        return LookLine(
            look_id=ended.look_id,
            at=ended.at,
            reason=ended.reason.value,
            kind=ended.kind,
            detail=ended.detail,
            boxes=None,
            sightings=0,
            took_s=ended.took_s,
        )
    frame = ended.frame
    return LookLine(
        look_id=frame.look_id,
        at=frame.taken_at,
        reason=frame.reason.value,
        kind=None,
        detail="",
        boxes=len(ended.detections),
        sightings=len(ended.sightings),
        took_s=frame.took_s,
    )
