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
from api.inbox_lines import InboxTold
from api.inbox_told import WATCHED_S, InboxBoard, InboxWish
from api.live_tail import AT_ONCE, Tail, Told
from api.routes.live import HEARTBEAT_S, PATIENCE_S, Bell, newest_told, seen
from api.services import Services
from api.watching import Watches
from core.people.roles import Act

router = APIRouter()

DENIED, UNSAID, FULL = 4401, 4422, 4503  # close codes: who are you; that is no message; too many
MOST_WORDS = 60  # of a reason; a close frame takes 123 bytes
_SEES = Needs(Act.SEE)


@router.websocket("/api/v1/live")
async def live(socket: WebSocket) -> None:
    """Send `[{seq, kind, ref, at, data}, ...]`; `?since=` resumes after a number, as the event stream does.

    The first message is a `beat`; one comes whenever nothing else has for ten seconds. A console that says
    `{"name": ..., "watch": {...}}`, with what `GET /api/v1/inbox` takes, is sent `{"name": ..., "body": ...}` at once
    and `{"name": ..., "change": ...}` whenever the answer has changed, until it says `{"name": ...}`. Both are what
    GET answers without `order`; in a change the key of a row (its group, else its head's id) or the id of a card
    stands for one that is as it was told before.
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
        watches = Watches()
        telling = _tell(socket, given, bell, tail, min(start, last))
        await _until_gone(_hear(socket, watches), telling, _show(socket, bell, watches))
    finally:
        bell.listening -= 1


async def _until_gone(*sides: Coroutine[Any, Any, None]) -> None:
    """Hear and tell until one side has come to its end: the console is gone, may see nothing more, or never reads."""
    tasks = [asyncio.create_task(one) for one in sides]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError, TimeoutError):
                await task


async def _hear(socket: WebSocket, watches: Watches) -> None:
    """Hear what is watched, until the console is gone or says what nobody understands."""
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        if (wrong := watches.hear(message.get("text") or "")) is not None:
            await socket.close(UNSAID, wrong[:MOST_WORDS])
            return


async def _send(socket: WebSocket, text: str) -> None:
    """Send, to a reader that reads: one that has gone to sleep loses its place to somebody who looks (TimeoutError)."""
    async with asyncio.timeout(PATIENCE_S):
        await socket.send_text(text)


def _is_foreign(socket: WebSocket) -> bool:
    """A page of another site could open this socket with the browser's cookie: its Origin gives it away."""
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != socket.headers.get("host")


async def _tell(socket: WebSocket, given: Services, bell: Bell, tail: Tail, seq: int) -> None:
    await _send(socket, tail.joined([_beat(given, seq)]))
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
                await _send(socket, tail.joined(told))
            if len(found) == AT_ONCE:
                continue
        try:
            await asyncio.wait_for(rung.wait(), HEARTBEAT_S)
        except TimeoutError:
            await _send(socket, tail.joined([_beat(given, seq)]))


async def _show(socket: WebSocket, bell: Bell, watches: Watches) -> None:
    """Send what is watched, first and whenever it has changed."""
    board: InboxBoard = socket.app.state.inboxes
    told: dict[str, tuple[InboxWish, InboxTold]] = {}
    while True:
        rung = bell.listen()
        watches.changed.clear()
        for name, wish in list(watches.wishes.items()):
            who = await still(socket)
            if who is None:
                await socket.close(DENIED, "the session has ended")
                return
            found = await board.told(who.scope, wish, pace_s=WATCHED_S)
            if watches.wishes.get(name) is not wish:
                continue
            before = told[name][1] if name in told and told[name][0] is wish else None
            if not found.same(before):
                told[name] = wish, found
                what = "body" if before is None else "change"
                await _send(socket, f'{{"name":"{name}","{what}":{found.since(before)}}}')
        await _first(rung, watches.changed, within_s=HEARTBEAT_S if watches.wishes else None)


async def _first(*events: asyncio.Event, within_s: float | None) -> None:
    """Wait until one of them is set, or for so many seconds."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()


def _beat(given: Services, seq: int) -> Told:
    return Told(event=LiveEvent(seq=seq, at=given.clock.now(), kind="beat", ref="", data={}))
