"""One picture of every camera that told where its pictures are: does it come, and can anything be seen on it?

The same taking and judging as of an ordinary look. The snapshots share one event loop in a thread of its own; whoever
probes waits for it, so that the bounds on threads and hosts hold for pictures too.

That ONVIF took a login does not mean that HTTP does (Hikvision keeps two lists of users), and a recorder locks an
account after a few refusals. So here as well one camera at a time shows a login at a host until it is let in, and after
`refused_logins` of them nobody does.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from core.clock import SystemClock
from core.config.settings.looking import Looking, Quality
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.onvif.probe import ProbeResult, Problem
from ingest.quality import QualityState, Verdict, judge
from ingest.snapshot import Snapshots

_DECODERS = 2
_SHUT = frozenset({LookFailureKind.LOGIN_REFUSED, LookFailureKind.UNREACHABLE})  # no login was let in
_MAX_SIDE = 1280  # pixels; enough to judge a picture, and a large JPEG is decoded no larger


@dataclass(slots=True, eq=False)
class _Door:
    """One login at one host."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    open: bool = False  # whether it was let in
    refused: int = 0  # cameras


class Pictures:
    """Takes and judges single pictures. `with Pictures(...) as pictures: result = pictures.look(result, login)`."""

    def __init__(self, looking: Looking, quality: Quality) -> None:
        self._looking = looking
        self._quality = quality
        self._decoder = ThreadPoolExecutor(_DECODERS, thread_name_prefix="probe-decode")
        # No connection is kept: a camera is looked at once.
        self._snapshots = Snapshots(
            looking, cnonce=lambda: secrets.token_hex(8), decoder=self._decoder, clock=SystemClock(), keep=0
        )
        self._doors: dict[tuple[str, str], _Door] = {}  # by host and user; at most one a camera
        self._ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="probe-pictures", daemon=True
        )

    def __enter__(self) -> Self:
        """Start the loop."""
        self._thread.start()
        self._loop, self._stop = self._ready.result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it; what is under way, after Ctrl-C, is dropped."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=5)
        self._decoder.shutdown(wait=False, cancel_futures=True)

    async def _serve(self) -> None:
        stop = asyncio.Event()
        self._ready.set_result((asyncio.get_running_loop(), stop))
        try:
            await stop.wait()
        finally:
            await self._snapshots.close()

    def look(self, result: ProbeResult, credential: Credential | None) -> ProbeResult:
        """Return the result with what is wrong with the camera's picture. Blocks; for any thread.

        A camera that cannot be reached, or tells no snapshot address, is returned as it is.
        """
        if not (result.ok and result.snapshot_url):
            return result
        taking = self._take(result.snapshot_url, credential)
        problem = asyncio.run_coroutine_threadsafe(taking, self._loop).result()
        return result if problem is None else replace(result, problems=(*result.problems, problem))

    async def _take(self, url: str, credential: Credential | None) -> Problem | None:
        if credential is None:
            return await self._taken(url, None, _Door())
        host = urlsplit(url).hostname or ""
        door = self._doors.setdefault((host, credential.user), _Door())
        async with contextlib.nullcontext() if door.open else door.turn:
            if not door.open and door.refused >= self._looking.refused_logins:
                told = f"not asked: {host} refused the same login for {door.refused} other cameras"
                return _problem(LookFailureKind.LOGIN_REFUSED, told)
            return await self._taken(url, credential, door)

    async def _taken(self, url: str, credential: Credential | None, door: _Door) -> Problem | None:
        try:
            async with asyncio.timeout(self._looking.open_s + self._looking.read_s):
                verdict = (
                    await self._snapshots.take(url, credential, judge=self._judge, max_side=_MAX_SIDE)
                ).judged
        except TimeoutError:
            door.open = True  # it did not refuse, and to let the others wait in line could take minutes
            return _problem(LookFailureKind.TIMEOUT, "no picture in time")
        except LookError as failure:
            door.refused += failure.kind is LookFailureKind.LOGIN_REFUSED
            door.open = door.open or failure.kind not in _SHUT
            return _problem(failure.kind, failure.detail)
        door.open = True
        return _problem(verdict.kind, verdict.detail) if verdict.kind is not None else None

    def _judge(self, image: Image) -> Verdict:
        return judge(image, QualityState(), self._quality)[0]


def _problem(kind: LookFailureKind, detail: str) -> Problem:
    return Problem.of(f"picture_{kind.value}", detail)
