"""From a look request to a picture or a named failure: the shell of looking. Never raises.

Order: what worked last; else the ONVIF snapshot address, the configured one, a key frame of the substream,
of the stream. An ordinary look is one HTTP request and no ONVIF. A look ends at the first refused login,
and two refused logins end all logins to that camera until its credential changes.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.looking import Looking, Quality
from core.errors import LookError
from core.frame import Frame, Image
from core.ids import Ids
from core.look import LookFailure, LookFailureKind, LookRequest
from core.secrets import Secrets
from ingest.access import LoginRefused, Memory
from ingest.known import SALT_BYTES, Known, reach_of
from ingest.onvif import find_addresses
from ingest.quality import QualityState, Verdict, judge
from ingest.shown import places
from ingest.snapshot import Snapshots
from ingest.taking import FindAddresses, Taker, asks, note_refusal, spread
from ingest.watch import Attempt, Watch, streaming
from ingest.ways import Way, ways

log = structlog.get_logger(__name__)
T = TypeVar("T")

KEEP_S = 3600.0
"""What was learned about pictures is written this often; addresses and refusals at once."""

KEPT_AT_CLOSE = 1000
"""Cameras whose picture knowledge is written at a stop, so that a stop stays quick."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """What was made of a picture where it was decoded."""

    at: datetime  # when it was there
    verdict: Verdict
    quality: QualityState  # what is known about the camera's pictures from now on


class Looker:
    """Takes pictures. One per event loop; one look per camera at a time, which the schedule sees to."""

    def __init__(  # noqa: PLR0913 - every part it talks to is an argument
        self,
        *,
        cameras: Callable[[str], Camera | None],
        secrets: Secrets,
        memory: Memory,
        looking: Looking,
        quality: Quality,
        clock: Clock,
        ids: Ids,
        find: FindAddresses = find_addresses,
        enough: Callable[[str], int | None] = lambda _: None,
        streams: int = 64,
        conversations: int = 32,
        keep: int = 10_000,
    ) -> None:
        """`enough`: camera id -> pixels of the longer side that whoever looks at the picture can do with.

        A JPEG is then decoded smaller, as long as so many stay; None decodes it whole. Its bytes are kept either way.
        `keep`: see `Snapshots`.
        """
        self._cameras = cameras
        self._enough = enough
        self._secrets = secrets
        self._memory = memory
        self._looking = looking
        self._quality = quality
        self._clock = clock
        self._ids = ids
        self._known: dict[str, Known] = {}
        self._work = ThreadPoolExecutor(max(2, os.cpu_count() or 2), thread_name_prefix="picture")
        self._rtsp = ThreadPoolExecutor(streams, thread_name_prefix="rtsp")
        self._onvif = ThreadPoolExecutor(conversations, thread_name_prefix="onvif")
        self._snapshots = Snapshots(
            looking, cnonce=lambda: os.urandom(8).hex(), decoder=self._work, clock=clock, keep=keep
        )
        self._taker = Taker(
            looking=looking,
            clock=clock,
            snapshots=self._snapshots,
            find=find,
            rtsp=self._rtsp,
            onvif=self._onvif,
        )

    @property
    def deadline_s(self) -> float:
        """Seconds after which a look is over, whatever the camera does: two ways and one ONVIF call long."""
        return 2 * (self._looking.open_s + self._looking.read_s) + self._looking.onvif_s

    async def look(self, request: LookRequest) -> Frame | LookFailure:
        """Take one picture and judge it. Only a cancellation passes."""
        return await self._ended(request)

    async def _ended(self, request: LookRequest, *, elsewhere: bool = False) -> Frame | LookFailure:
        look_id = self._ids.new("look")
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(self.deadline_s):
                return await self._look(request, look_id, began, elsewhere=elsewhere)
        except LookError as error:
            kind, detail = error.kind, error.detail
        except TimeoutError:
            kind, detail = LookFailureKind.TIMEOUT, f"no picture within {self.deadline_s:g} s"
        except Exception as error:  # noqa: BLE001 - a bug in looking at one camera must not stop the others
            log.error(  # noqa: TRY400 - an exception's text may hold a login
                "look.broke", camera=request.camera_id, error=type(error).__name__, at=places(error)
            )
            kind, detail = LookFailureKind.INTERNAL, f"looking broke: {type(error).__name__}"
        known = self._known.get(request.camera_id)
        if known is not None and not kind.got_a_picture:
            known.failures += 1
        return LookFailure(
            camera_id=request.camera_id,
            look_id=look_id,
            at=self._clock.now(),
            reason=request.reason,
            kind=kind,
            detail=detail,
            took_s=self._clock.monotonic() - began,
        )

    async def look_elsewhere(self, request: LookRequest) -> Frame | LookFailure:
        """Take one picture of a camera that is turned away: judged for itself, and nothing learned of its view."""
        return await self._ended(request, elsewhere=True)

    def forget(self, camera_id: str) -> None:
        """The camera's configuration or login changed: what is kept is checked against it at the next look."""
        known = self._known.get(camera_id)
        camera = self._cameras(camera_id)
        if known is not None and (camera is None or known.reach != reach_of(camera)):
            del self._known[camera_id]

    def use(self, secrets: Secrets) -> None:
        """Take other secrets: a login that was stopped goes on where its credential has changed."""
        self._secrets = secrets

    async def accept_view(self, camera_id: str) -> None:
        """A person says that the camera was turned on purpose: learn its view anew."""
        known = await self._meet(self._camera(camera_id))
        known.quality = known.quality.accept_view()
        await self._keep(camera_id, known)

    def may_log_in(self, camera_id: str) -> bool:
        """Return whether its login has not been refused so often that logins have stopped."""
        known = self._known.get(camera_id)
        return known is None or known.refused < self._looking.refused_logins

    def clock_offset_s(self, camera_id: str) -> float | None:
        """Return the camera's clock minus ours in seconds, None where it was never asked."""
        known = self._known.get(camera_id)
        return known.addresses.clock_offset_s if known is not None and known.addresses is not None else None

    async def watch(self, camera_id: str, *, fps: float, rng: random.Random) -> Watch:
        """Return a watch on the camera's stream, substream first; LookError where none can be found."""
        camera = self._camera(camera_id)
        known = await self._meet(camera)
        if known.addresses is None and asks(camera) and camera.access.rtsp_url is None:
            await self._taker.ask(camera, known)
        for way in ways(camera.access, known.addresses, worked=None, refused=()):
            if way.kind.is_stream:
                attempt = self._streaming(way, camera, known, fps)
                return Watch(attempt, looking=self._looking, clock=self._clock, rng=rng)
        raise LookError(LookFailureKind.NO_ADDRESS, "no stream address is known; give rtsp_url or use ONVIF")

    async def judge(self, camera_id: str, image: Image) -> Verdict:
        """Judge a picture that came another way (a watched stream) by what is known of its camera."""
        known = await self._meet(self._camera(camera_id))
        judged = await self._in_thread(partial(self._judge_of(known), image))
        known.quality = judged.quality
        return judged.verdict

    async def close(self) -> None:
        """Close connections and threads; write what was learned about pictures."""
        await self._snapshots.close()
        learned = [(name, known) for name, known in self._known.items() if known.dirty or known.quality.looks]
        for camera_id, known in learned[:KEPT_AT_CLOSE]:
            await self._keep(camera_id, known)
        for pool in (self._rtsp, self._onvif):
            pool.shutdown(wait=False, cancel_futures=True)  # what is under way ends at its own deadlines
        self._work.shutdown(wait=True)

    async def _look(self, request: LookRequest, look_id: str, began: float, *, elsewhere: bool) -> Frame:
        camera = self._camera(request.camera_id)
        known = await self._meet(camera)
        self._check_login(known)
        try:
            judging = self._judge_of(known, QualityState()) if elsewhere else self._judge_of(known)
            taken = await self._taker.take(
                camera, known, judge=judging, max_side=None if elsewhere else self._enough(camera.id)
            )
            known.failures = 0
            judged = taken.judged
            verdict = judged.verdict
            if not elsewhere:
                known.quality = judged.quality
        finally:
            if known.dirty or self._clock.monotonic() - known.kept_at > KEEP_S:
                await self._keep(camera.id, known)
        if verdict.kind is not None:
            raise LookError(verdict.kind, verdict.detail)
        return Frame(
            camera_id=camera.id,
            look_id=look_id,
            taken_at=judged.at,
            reason=request.reason,
            source=taken.source,
            image=taken.image,
            jpeg=taken.jpeg,
            took_s=self._clock.monotonic() - began,
            incident_id=request.incident_id,
            small=verdict.small,
        )

    def _streaming(self, way: Way, camera: Camera, known: Known, fps: float) -> Attempt:
        """Return an attempt that shows the present login, unless logins have been stopped."""

        def attempt(emit: Callable[[Image], None], stop: threading.Event) -> None:
            known.meet(self._secrets.credential(camera.access.credential))
            self._check_login(known)
            try:
                streaming(way.url, known.credential, fps=fps, looking=self._looking, clock=self._clock)(
                    emit, stop
                )
            except LoginRefused as refused:
                note_refusal(known, way.kind, refused)
                raise

        return attempt

    def _check_login(self, known: Known) -> None:
        if known.credential is not None and known.refused >= self._looking.refused_logins:
            raise LookError(
                LookFailureKind.LOGIN_STOPPED,
                f"the login of user {known.credential.user!r} was refused {known.refused} times;"
                " correct it, and looking goes on",
            )

    def _camera(self, camera_id: str) -> Camera:
        camera = self._cameras(camera_id)
        if camera is None:
            raise LookError(LookFailureKind.INTERNAL, f"camera {camera_id} is not configured any more")
        return camera

    async def _meet(self, camera: Camera) -> Known:
        """Return what is known about the camera, with its present login."""
        credential = self._secrets.credential(camera.access.credential)
        known = self._known.get(camera.id)
        if known is None:
            known = await self._in_thread(
                lambda: Known.recall(self._memory.recall(camera.id), camera, credential)
            )
            # Spread the writings of a fleet that was started at once.
            known.kept_at = self._clock.monotonic() - KEEP_S * spread(camera.id)
            known = self._known.setdefault(camera.id, known)
        if known.meet(credential):
            known.dirty = True
        return known

    def _judge_of(self, known: Known, state: QualityState | None = None) -> Callable[[Image], _Judged]:
        """Return what judges this camera's pictures, for the thread that decodes them.

        state: judge by this instead of what is known of its pictures.
        """

        def judged(image: Image) -> _Judged:
            at = self._clock.now()
            verdict, after = judge(image, known.quality if state is None else state, self._quality, at=at)
            return _Judged(at=at, verdict=verdict, quality=after)

        return judged

    async def _keep(self, camera_id: str, known: Known) -> None:
        known.dirty, known.kept_at = False, self._clock.monotonic()
        await self._in_thread(lambda: self._memory.remember(camera_id, known.to_json(os.urandom(SALT_BYTES))))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._work, work)
