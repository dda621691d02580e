"""One picture of every camera that told where its pictures are: does it come, and can anything be seen on it?

The same taking and judging as of an ordinary look. The snapshots share one event loop in a thread of its own; whoever
probes waits for it, so that the bounds on threads and hosts hold for pictures too.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Self

from core.config.settings import Looking, Quality
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.onvif.probe import ProbeResult, Problem
from ingest.quality import QualityState, Verdict, judge
from ingest.snapshot import Snapshots

_DECODERS = 2
_MAX_SIDE = 1280  # pixels; enough to judge a picture, and a large JPEG is decoded no larger


class Pictures:
    """Takes and judges single pictures. `with Pictures(...) as pictures: result = pictures.look(result, login)`."""

    def __init__(self, looking: Looking, quality: Quality) -> None:
        self._looking = looking
        self._quality = quality
        self._decoder = ThreadPoolExecutor(_DECODERS, thread_name_prefix="probe-decode")
        # No connection is kept: a camera is looked at once.
        self._snapshots = Snapshots(
            looking, cnonce=lambda: secrets.token_hex(8), decoder=self._decoder, keep=0
        )
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
        try:
            async with asyncio.timeout(self._looking.open_s + self._looking.read_s):
                verdict = (
                    await self._snapshots.take(url, credential, judge=self._judge, max_side=_MAX_SIDE)
                ).judged
        except TimeoutError:
            return _problem(LookFailureKind.TIMEOUT, "no picture in time")
        except LookError as failure:
            return _problem(failure.kind, failure.detail)
        return _problem(verdict.kind, verdict.detail) if verdict.kind is not None else None

    def _judge(self, image: Image) -> Verdict:
        return judge(image, QualityState(), self._quality)[0]


def _problem(kind: LookFailureKind, detail: str) -> Problem:
    return Problem.of(f"picture_{kind.value}", detail)
