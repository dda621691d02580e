"""One picture by one of a camera's ways; what worked and what was refused is noted."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

from core.clock import Clock
from core.config.camera import Camera
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import FrameSource, Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import Addresses, LoginRefused
from ingest.known import Known
from ingest.rtsp import grab
from ingest.snapshot import Snapshots
from ingest.ways import Way, WayKind, ways

REFRESH_S = 86400.0
"""Addresses are valid until told otherwise, but cameras are replaced: they are asked for daily, spread out."""

REFRESH_AGAIN_S = 600.0
"""After failures they are asked for earlier, but not more often than this."""

BETTER_S = 60.0
"""The first wait before a preferred way is tried again; it doubles."""


class FindAddresses(Protocol):
    """`ingest.onvif.find_addresses`, or a fake."""

    def __call__(
        self,
        camera: Camera,
        credential: Credential | None,
        *,
        looking: Looking,
        clock: Clock,
        remembered: Addresses | None,
    ) -> Addresses:
        """Ask the camera by ONVIF where its pictures are; blocks; raises LookError."""
        ...


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken(Generic[T]):
    """A picture and how it came."""

    image: Image = field(repr=False)  # (h, w, 3) uint8 BGR
    jpeg: bytes | None = field(repr=False)
    source: FrameSource
    judged: T  # what was made of the picture where it was decoded


class Taker:
    """Tries a camera's ways. `rtsp` and `onvif` are thread pools: both calls block."""

    def __init__(
        self,
        *,
        looking: Looking,
        clock: Clock,
        snapshots: Snapshots,
        find: FindAddresses,
        rtsp: Executor,
        onvif: Executor,
    ) -> None:
        self._looking = looking
        self._clock = clock
        self._snapshots = snapshots
        self._find = find
        self._rtsp = rtsp
        self._onvif = onvif

    async def take(
        self, camera: Camera, known: Known, *, judge: Callable[[Image], T], max_side: int | None = None
    ) -> Taken[T]:
        """Return a picture, or raise the failure of the way that was preferred.

        The first look that fails tries only the way that worked: most often the camera is down, and three
        more deadlines would be spent on it. The next one tries every way and asks for the addresses again.
        `judge` is called with the picture in the thread that decoded it; `max_side`: see `picture.decode`.

        Raises:
            LookError: by kind. `LoginRefused` ends a look at once: the next way would show the same login.
        """
        asked: LookError | None = None
        if self._is_due(camera, known):
            asked = await self._try_asking(camera, known)
        better = self._hopes_for_better(camera, known)
        explore = known.failures > 0 or known.worked is None or better
        worked = None if better else known.worked
        tried = ways(camera.access, known.addresses, worked=worked, refused=known.refused_ways)
        taken = await self._try(tried if explore else tried[:1], known, judge, max_side)
        if isinstance(taken, LookError | None) and explore and self._may_ask_again(camera, known):
            asked = await self._try_asking(camera, known)
            found = ways(camera.access, known.addresses, worked=known.worked, refused=known.refused_ways)
            urls = {way.url for way in tried}
            others = [way for way in found if way.url not in urls]
            taken = await self._try(others, known, judge, max_side) or taken
        if isinstance(taken, Taken):
            return taken
        raise (
            taken
            or asked
            or LookError(
                LookFailureKind.NO_ADDRESS,
                "the camera offers neither snapshot nor stream; give snapshot_url or rtsp_url",
            )
        )

    async def ask(self, camera: Camera, known: Known) -> None:
        """Ask the camera by ONVIF for its addresses, and note them. Raises LookError."""
        known.asked_at = self._clock.monotonic()
        work = partial(
            self._find,
            camera,
            known.credential,
            looking=self._looking,
            clock=self._clock,
            remembered=known.addresses,
        )
        try:
            known.addresses = await asyncio.get_running_loop().run_in_executor(self._onvif, work)
        except LoginRefused as refused:
            note_refusal(known, WayKind.ONVIF, refused)
            raise
        known.dirty = True
        known.refused_ways.discard(WayKind.ONVIF)

    async def _try_asking(self, camera: Camera, known: Known) -> LookError | None:
        """Ask; a failure is returned, because known addresses may still work. A refused login is raised."""
        try:
            await self.ask(camera, known)
        except LoginRefused:
            raise
        except LookError as error:
            return error
        return None

    async def _try(
        self,
        order: tuple[Way, ...] | list[Way],
        known: Known,
        judge: Callable[[Image], T],
        max_side: int | None,
    ) -> Taken[T] | LookError | None:
        """Return a picture, or the failure of the first way, or None without ways."""
        first: LookError | None = None
        for way in order:
            try:
                taken = await self._by(way, known.credential, judge, max_side)
            except LoginRefused as refused:
                note_refusal(known, way.kind, refused)
                raise
            except LookError as error:
                first = first or error
                continue
            if known.worked is not way.kind or known.refused:
                known.dirty = True
            if known.worked is not way.kind:
                known.better_at = self._clock.monotonic() + known.better_wait_s
            known.worked = way.kind
            known.refused = 0
            return taken
        return first

    async def _by(
        self, way: Way, credential: Credential | None, judge: Callable[[Image], T], max_side: int | None
    ) -> Taken[T]:
        if not way.kind.is_stream:
            got = await self._snapshots.take(way.url, credential, judge=judge, max_side=max_side)
            return Taken(image=got.image, jpeg=got.jpeg, source=FrameSource.SNAPSHOT, judged=got.judged)

        def work() -> tuple[Image, T]:
            image = grab(way.url, credential, looking=self._looking, clock=self._clock)
            return image, judge(image)

        image, judged = await asyncio.get_running_loop().run_in_executor(self._rtsp, work)
        return Taken(image=image, jpeg=None, source=FrameSource.RTSP, judged=judged)

    def _is_due(self, camera: Camera, known: Known) -> bool:
        if not asks(camera):
            return False
        recently = known.asked_at is not None and self._clock.monotonic() - known.asked_at < REFRESH_AGAIN_S
        elsewhere = bool(camera.access.snapshot_url or camera.access.rtsp_url)
        if known.addresses is None:
            return not (elsewhere and (recently or WayKind.ONVIF in known.refused_ways))
        at = known.addresses.refreshed_at
        if recently or at is None:
            return False
        return (self._clock.now() - at).total_seconds() > REFRESH_S * (0.75 + 0.25 * spread(camera.id))

    def _hopes_for_better(self, camera: Camera, known: Known) -> bool:
        """Whether to try a cheaper way than the one that worked: it may have failed for a passing reason.

        After a minute, two, four ... at most a day: a camera without a working snapshot costs little.
        """
        if known.worked is None:
            return False
        best = ways(camera.access, known.addresses, worked=None, refused=known.refused_ways)
        now = self._clock.monotonic()
        if not best or best[0].kind is known.worked:
            known.better_at = now + BETTER_S
            known.better_wait_s = BETTER_S
            return False
        if now < known.better_at:
            return False
        known.better_wait_s = min(2 * known.better_wait_s, REFRESH_S)
        known.better_at = now + known.better_wait_s
        return True

    def _may_ask_again(self, camera: Camera, known: Known) -> bool:
        if not asks(camera) or WayKind.ONVIF in known.refused_ways:
            return False
        return known.asked_at is None or self._clock.monotonic() - known.asked_at >= REFRESH_AGAIN_S


def asks(camera: Camera) -> bool:
    """Whether the camera is to be asked by ONVIF."""
    return camera.access.onvif and camera.access.host is not None


def spread(camera_id: str) -> float:
    """Return a number in 0..1 that is the camera's own: what is due for all must not come at once."""
    return zlib.crc32(camera_id.encode()) / 2**32


def note_refusal(known: Known, kind: WayKind, refused: LoginRefused) -> None:
    """Count what the camera counts against us, and let this way go last."""
    known.refused += refused.attempts
    known.refused_ways.add(kind)
    known.dirty = True
