"""A watched camera: a warm stream at a chosen rate. The newest picture wins, what nobody took is counted.

One attempt (`stream`) and the loop that repeats it (`Watch`) live apart. The attempt blocks in a thread of
its own and ends by raising; the loop owns back-off and turns what was raised into a failure to be told.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from typing import Self

import av.video
import structlog

from core.clock import Clock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.backoff import full_jitter
from ingest.rtsp import QUICK, check_size, naming_failures, open_stream, to_image, video_of, with_login
from ingest.shown import places, shown

log = structlog.get_logger(__name__)

Seen = Image | LookError

Attempt = Callable[[Callable[[Image], None], threading.Event], None]
"""Gives pictures to the first argument until it fails (LookError) or the event is set."""


class Newest:
    """A place for one thing: putting replaces, and what was replaced is counted. For one event loop."""

    def __init__(self) -> None:
        self._thing: Seen | None = None
        self._there = asyncio.Event()
        self.dropped = 0  # pictures that nobody took in time

    def put(self, thing: Seen) -> None:
        """Replace what is there."""
        if self._thing is not None:
            self.dropped += 1
        self._thing = thing
        self._there.set()

    async def take(self) -> Seen:
        """Wait for something and take it."""
        await self._there.wait()
        self._there.clear()
        thing, self._thing = self._thing, None
        if thing is None:
            raise RuntimeError("only one task may take from a watch")
        return thing


class Watch:
    """Keeps one camera's stream warm. `async with` it, and `await next()` for the newest picture or failure."""

    def __init__(self, attempt: Attempt, *, looking: Looking, clock: Clock, rng: random.Random) -> None:
        self._attempt = attempt
        self._looking = looking
        self._clock = clock
        self._rng = rng
        self._newest = Newest()
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self.connects = 0

    @property
    def dropped(self) -> int:
        """Pictures that nobody took in time."""
        return self._newest.dropped

    async def __aenter__(self) -> Self:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop; the thread ends at its next picture or read deadline."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def next(self) -> Seen:
        """Return the newest picture, or the failure of the latest attempt."""
        return await self._newest.take()

    async def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            began = self._clock.monotonic()
            self.connects += 1
            failure = await self._once()
            if failure is None:
                return
            self._newest.put(failure)
            # A stream that ran for a while was a good one: begin the back-off anew.
            ran_s = self._clock.monotonic() - began
            failures = 1 if ran_s > self._looking.backoff_max_s else failures + 1
            wait_s = full_jitter(
                failures,
                first_s=self._looking.backoff_s,
                most_s=self._looking.backoff_max_s,
                rng=self._rng,
            )
            if not failure.retry:
                wait_s = self._looking.backoff_max_s
            await asyncio.sleep(wait_s)

    async def _once(self) -> LookError | None:
        """Run one attempt in its own thread; returns how it failed, None when it was told to stop."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[LookError | None] = loop.create_future()

        def tell(result: LookError | None) -> None:
            if not ended.done():
                ended.set_result(result)

        def call(what: Callable[[], None]) -> None:
            try:
                loop.call_soon_threadsafe(what)
            except RuntimeError:  # the loop is closed: nobody listens any more
                self._stop.set()

        def emit(image: Image) -> None:
            call(lambda: self._newest.put(image))

        def work() -> None:
            result: LookError | None = None
            try:
                self._attempt(emit, self._stop)
            except LookError as error:
                result = error
            except Exception as error:  # noqa: BLE001 - a thread must tell how it ended, whatever it was
                log.error(  # noqa: TRY400 - an exception's text may hold a login
                    "watch.broke", error=type(error).__name__, at=places(error)
                )
                result = LookError(LookFailureKind.INTERNAL, f"watching broke: {type(error).__name__}")
            call(lambda: tell(result))

        # A thread of its own and no pool: it lives as long as the stream. Daemon: it cannot hold up the end.
        threading.Thread(target=work, name="watch", daemon=True).start()
        return await ended


def streaming(
    url: str, credential: Credential | None, *, fps: float, looking: Looking, clock: Clock
) -> Attempt:
    """Return the attempt that streams `url` and emits at most `fps` pictures a second."""

    def attempt(emit: Callable[[Image], None], stop: threading.Event) -> None:
        address = with_login(url, credential)
        naming_failures(
            lambda: _stream(address, url, emit, stop, fps=fps, looking=looking, clock=clock),
            url,
            credential,
            looking=looking,
            clock=clock,
        )

    return attempt


def _stream(
    address: str,
    where: str,
    emit: Callable[[Image], None],
    stop: threading.Event,
    *,
    fps: float,
    looking: Looking,
    clock: Clock,
) -> None:
    with open_stream(address, looking, QUICK) as container:
        stream = video_of(container, where)
        check_size(stream.codec_context.width, stream.codec_context.height, where, looking)
        stream.codec_context.thread_count = 1
        due = decoded_at = clock.monotonic()
        for packet in container.demux(stream):
            if stop.is_set():
                return
            for frame in packet.decode():
                now = decoded_at = clock.monotonic()
                if not isinstance(frame, av.video.VideoFrame) or frame.is_corrupt or now < due:
                    continue  # decoded to keep the stream, not converted: that costs as much again
                due = max(due + 1.0 / fps, now)
                emit(to_image(frame, where, looking))
            if clock.monotonic() - decoded_at > 2 * looking.read_s:
                raise LookError(LookFailureKind.NO_FRAME, f"{shown(where)} sends, but nothing can be decoded")
    if not stop.is_set():
        raise LookError(LookFailureKind.NO_FRAME, f"{shown(where)} ended the stream")
