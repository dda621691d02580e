"""Live events as Server-Sent Events: resumable, bounded, and never a reason to keep a picture waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Send
from starlette.types import Scope as AsgiScope

from alerts.store.base import LiveEvent
from api.auth import may, still
from api.deps import Given
from api.live_tail import AT_ONCE, Tail, Told
from api.people.telling import within
from api.services import Services
from core.people.roles import Act
from core.people.scope import Scope
from core.people.who import Who

router = APIRouter(prefix="/api/v1/events", tags=["live"])

PATIENCE_S = 60.0  # for a reader to take in one piece: a dispatcher's console does so at once
HEARTBEAT_S = (
    10.0  # a console that hears nothing for longer shows that it is cut off; comments it would not hear
)


class Bell:
    """Wakes every live connection when something was committed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.listening = 0

    def ring(self) -> None:
        """Wake all; call it in the event loop."""
        self._rung.set()
        self._rung = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """Return what the next ring sets. Listen first, then read: what is committed in between rings, too."""
        return self._rung


@router.get("", response_class=StreamingResponse)
async def events(
    request: Request,
    _: Annotated[Who, may(Act.SEE)],
    given: Given,
    last_event_id: Annotated[str | None, Header()] = None,
    since: Annotated[
        int | None, Query(ge=0, description="Resume after this number; the header wins.")
    ] = None,
) -> StreamingResponse:
    """Stream `incident`, `camera`, `outage` and `delivery` events; resume with Last-Event-ID, nothing is lost.

    `beat` comes first and whenever nothing else has for ten seconds. It tells the server's time and
    the number to resume after.
    """
    bell: Bell = request.app.state.bell
    if bell.listening >= given.live_clients:
        raise _full()
    start = since
    if last_event_id is not None:
        if not last_event_id.isdecimal() or len(last_event_id) > 18:
            raise HTTPException(422, "Last-Event-ID is the number of an event")
        start = int(last_event_id)
    last = await run_in_threadpool(newest_told, given)
    tail: Tail = request.app.state.tail
    tail.begin(last)
    if (
        start is None or start > last
    ):  # beyond the newest: a number of another database, from before a restore
        start = last
    if bell.listening >= given.live_clients:  # once more: others have come meanwhile
        raise _full()
    return _Listening(bell, _stream(request, given, bell, tail, start))


class _Listening(StreamingResponse):
    """An event stream, counted from its making to its end, and cut off from a reader that has gone to sleep."""

    def __init__(self, bell: Bell, pieces: AsyncIterator[str]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(pieces, media_type="text/event-stream", headers=headers)
        self._bell = bell
        bell.listening += 1

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        async def patiently(message: Message) -> None:
            async with asyncio.timeout(PATIENCE_S):
                await send(message)

        try:
            await super().__call__(scope, receive, patiently)
        finally:
            self._bell.listening -= 1


async def _stream(request: Request, given: Services, bell: Bell, tail: Tail, seq: int) -> AsyncIterator[str]:
    yield f"retry: 2000\n{_beat(given, seq)}"  # numbered: cut off before the first event, nothing is lost
    while not await request.is_disconnected():
        rung = bell.listen()
        found = await tail.after(seq)
        now = await still(request)
        if now is None:
            return  # logged out, or ended by an administrator
        for told in await seen(given, now.scope, found):
            yield told.lines
        if found:
            seq = found[-1].seq
        if len(found) == AT_ONCE:
            continue
        try:
            await asyncio.wait_for(rung.wait(), HEARTBEAT_S)
        except TimeoutError:
            yield _beat(given, seq)


def _full() -> HTTPException:
    return HTTPException(503, "too many live connections; close a tab", headers={"Retry-After": "10"})


def _beat(given: Services, seq: int) -> str:
    return f'id: {seq}\nevent: beat\ndata: {{"at":"{given.clock.now().isoformat()}"}}\n\n'


async def seen(given: Services, scope: Scope, found: Sequence[Told]) -> Sequence[Told]:
    """Return what lies within a scope; a scope that holds everything costs nothing."""
    if scope.everything or not found:
        return found
    kept = await run_in_threadpool(within, given, scope, [told.event for told in found])
    numbers = {event.seq for event in kept}
    return [told for told in found if told.seq in numbers]


def told_since(given: Services, seq: int, limit: int) -> tuple[LiveEvent, ...]:
    """Return what was told after this number."""
    with given.store.read() as reader:
        return reader.events_since(seq, limit)


def newest_told(given: Services) -> int:
    """Return the number of the newest event."""
    with given.store.read() as reader:
        return reader.last_event_seq()
