"""Live pictures of one camera over a WebSocket, and who is watched against the budget.

Binary messages: eight bytes, milliseconds since 1970 (big endian), then a JPEG. A view that may not be, or may be no
longer, gets one JSON text message {"code", "why", "why_en"} and is closed with that code.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from api.auth import may, still
from api.camera_desk import LivePicture, WatchRefused
from api.deps import Desk, Given
from api.models.live_view import WatchedOut
from api.people.desk import Desk as People
from api.people.within import holds_camera, outside
from api.services import Services
from core.people.roles import Act
from core.people.viewing import why_not_live
from core.people.who import Who
from core.reason import Reason

router = APIRouter(prefix="/api/v1", tags=["cameras"])

STRANGER, FORBIDDEN, RESTARTING = 4401, 4403, 1012
CHECK_S = 30.0  # between two questions whether a viewer may still watch
_MOST_REASON = 120  # bytes; a close frame holds 123


@router.get("/watched")
def watched(who: Annotated[Who, may(Act.SEE)], given: Given, desk: Desk) -> WatchedOut:
    """Return which cameras are watched live, and how many, against how many may be."""
    cameras = given.fleet.cameras()
    seen = (
        {one for one in cameras if holds_camera(who.scope, cameras[one])}
        if not who.scope.everything
        else None
    )
    return WatchedOut.of(desk.live.now(), seen)


@router.websocket("/cameras/{camera_id}/watch")
async def watch(
    socket: WebSocket,
    who: Annotated[Who, may(Act.EVIDENCE)],
    camera_id: str,
    fps: Annotated[float, Query(ge=0.2, le=5, description="Most pictures a second.")] = 2.0,
) -> None:
    """Send pictures until the viewer leaves, or may not watch any longer."""
    await socket.accept()
    given: Services = socket.app.state.services
    desk = given.camera_desk
    if desk is None:
        await _refuse(socket, WatchRefused(RESTARTING, Reason(code="live.stopping")))
        return
    refused = _refused(socket, who, camera_id)
    if refused is not None:
        people: People = socket.app.state.people
        route, why = "WS /api/v1/cameras/{camera_id}/watch", refused.why.tell("en")
        await run_in_threadpool(
            lambda: people.recorder.acted(who, route, camera_id, outcome="refused", detail=why)
        )
        await _refuse(socket, refused)
        return
    sending = asyncio.create_task(_send(socket, desk.live.view(camera_id, who=who.name, fps=fps)))
    leaving = asyncio.create_task(_left(socket))
    checking = asyncio.create_task(_may_no_longer(socket, camera_id))
    done, waiting = await asyncio.wait({sending, leaving, checking}, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if checking in done:
        await _refuse(socket, checking.result())
    elif sending in done and (error := sending.exception()) is not None:
        if isinstance(error, WatchRefused):
            await _refuse(socket, error)
        elif not isinstance(error, WebSocketDisconnect | RuntimeError):  # it was cut while we were sending
            raise error


def _refused(socket: WebSocket, who: Who, camera_id: str) -> WatchRefused | None:
    """Return why they may not watch. A browser sends its cookie whoever's page opens a socket: that is a stranger's."""
    origin = socket.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != socket.headers.get("host"):
        return WatchRefused(STRANGER, Reason(code="live.stranger"))
    if not who.may(Act.LOOK):
        return WatchRefused(FORBIDDEN, Reason(code="live.role", facts={"role": who.role.value}))
    return _owners_word(socket, who, camera_id)


def _owners_word(socket: WebSocket, who: Who, camera_id: str) -> WatchRefused | None:
    """Return what the camera's owner has against a live view by this person at this hour."""
    given: Services = socket.app.state.services
    people: People = socket.app.state.people
    camera = given.fleet.cameras().get(camera_id)
    if camera is None or not people.policy.owners:
        return None
    zone = ZoneInfo(str(given.fleet.district()["timezone"]))
    at = given.clock.now().astimezone(zone).time()
    why = why_not_live(people.policy.owners, owner=camera.owner, role=who.role, at=at)
    return None if why is None else WatchRefused(FORBIDDEN, why)


async def _send(socket: WebSocket, view: AbstractAsyncContextManager[AsyncIterator[LivePicture]]) -> None:
    async with view as pictures:
        async for picture in pictures:
            stamp = round(picture.at.timestamp() * 1000).to_bytes(8, "big")
            await socket.send_bytes(stamp + picture.jpeg)


async def _may_no_longer(socket: WebSocket, camera_id: str) -> WatchRefused:
    """Wait until the session is over, or role, scope or the owner's hours allow it no longer; return why."""
    given: Services = socket.app.state.services
    over = WatchRefused(STRANGER, Reason(code="live.stranger"))
    while True:
        who = await still(socket)
        if who is None or not (who.may(Act.LOOK) and who.may(Act.EVIDENCE)):
            return over
        if outside(given, who.scope, {"camera_id": camera_id}):  # a camera's scope needs no store
            return over
        if (refused := _owners_word(socket, who, camera_id)) is not None:
            return refused
        await asyncio.sleep(CHECK_S)


async def _left(socket: WebSocket) -> None:
    """Wait until the viewer has left; what they say is passed over."""
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return


async def _refuse(socket: WebSocket, refused: WatchRefused) -> None:
    told = {"code": refused.code, "why": refused.why.tell("zh"), "why_en": refused.why.tell("en")}
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_json(told)
        reason = refused.why.tell("en").encode()[:_MOST_REASON].decode(errors="ignore")
        await socket.close(code=refused.code, reason=reason)
