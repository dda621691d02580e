"""Live events over a WebSocket, for the console: a browser opens six event streams to a host, but many sockets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from alerts.store.base import LiveEvent
from api.auth import Needs, caller, still
from api.live_tail import AT_ONCE, Tail, Told
from api.routes.live import HEARTBEAT_S, Bell, newest_told, seen
from api.services import Services
from core.people.roles import Act

router = APIRouter()

DENIED, FULL = 4401, 4503  # close codes: who are you; too many
MOST_WORDS = 60  # of a reason; a close frame takes 123 bytes
_SEES = Needs(Act.SEE)


@router.websocket("/api/v1/live")
async def live(socket: WebSocket) -> None:
    """Send `[{seq, kind, ref, at, data}, ...]`; `?since=` resumes after a number, as the event stream does.

    The first message is a `beat`; one comes whenever nothing else has for ten seconds.
    """
    given: Services = socket.app.state.services
    bell: Bell = socket.app.state.bell
    tail: Tail = socket.app.state.tail
    await socket.accept()
    if _is_foreign(socket):
        await socket.close(DENIED, "a page of another site")
        return
    try:
        await _SEES(socket, await caller(socket))
    except HTTPException as error:
        await socket.close(DENIED, str(error.detail)[:MOST_WORDS])
        return
    if bell.listening >= given.live_clients:
        await socket.close(FULL, "too many live connections; close a tab")
        return
    bell.listening += 1  # at once: of a thousand that come together no more get in than may
    try:
        last = await run_in_threadpool(newest_told, given)
        asked = socket.query_params.get("since", "")
        tail.begin(last)
        start = int(asked) if asked.isdecimal() and len(asked) <= 18 else last
        await _until_gone(socket, _tell(socket, given, bell, tail, min(start, last)))
    finally:
        bell.listening -= 1


async def _until_gone(socket: WebSocket, telling: Coroutine[Any, Any, None]) -> None:
    """Tell until the console is gone; nothing is expected of it."""
    task = asyncio.create_task(telling)
    try:
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await task


def _is_foreign(socket: WebSocket) -> bool:
    """A page of another site could open this socket with the browser's cookie: its Origin gives it away."""
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != socket.headers.get("host")


async def _tell(socket: WebSocket, given: Services, bell: Bell, tail: Tail, seq: int) -> None:
    await socket.send_text(tail.joined([_beat(given, seq)]))
    while True:
        rung = bell.listen()
        found = await tail.after(seq)
        who = await still(socket)
        if who is None:  # logged out, or ended by an administrator
            await socket.close(DENIED, "the session has ended")
            return
        if found:
            seq = found[-1].seq
            if told := await seen(given, who.scope, found):
                await socket.send_text(tail.joined(told))
            if len(found) == AT_ONCE:
                continue
        try:
            await asyncio.wait_for(rung.wait(), HEARTBEAT_S)
        except TimeoutError:
            await socket.send_text(tail.joined([_beat(given, seq)]))


def _beat(given: Services, seq: int) -> Told:
    return Told(event=LiveEvent(seq=seq, at=given.clock.now(), kind="beat", ref="", data={}))
