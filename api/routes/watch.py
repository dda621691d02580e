"""Live pictures of one camera over a WebSocket, and who is watched against the budget.

Binary messages: eight bytes, milliseconds since 1970 (big endian), then a JPEG. A view that may not be, or may be no
longer, gets one JSON text message {"code", "why", "why_en"} and is closed with that code.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from api.auth import Caller
from api.camera_desk import WatchRefused
from api.deps import Desk
from api.models.live_view import WatchedOut
from api.socket_caller import socket_caller
from api.services import Services
from core.reason import Reason

router = APIRouter(prefix="/api/v1", tags=["cameras"])

STRANGER = 4401
_MOST_REASON = 120  # bytes; a close frame holds 123


@router.get("/watched")
def watched(_: Caller, desk: Desk) -> WatchedOut:
    """Return which cameras are watched live, against how many may be."""
    return WatchedOut.of(desk.live.now())


@router.websocket("/cameras/{camera_id}/watch")
async def watch(
    socket: WebSocket,
    camera_id: str,
    fps: Annotated[float, Query(ge=0.2, le=5, description="Most pictures a second.")] = 2.0,
) -> None:
    """Send pictures until the viewer leaves, or may not watch any longer."""
    await socket.accept()
    who = socket_caller(socket)
    if who is None:
        await _refuse(socket, WatchRefused(STRANGER, Reason(code="live.stranger")))
        return
    given: Services = socket.app.state.services
    desk = given.camera_desk
    if desk is None:
        await _refuse(socket, WatchRefused(1011, Reason(code="live.stopping")))
        return
    sending = asyncio.create_task(_send(socket, desk.live.view(camera_id, who=who, fps=fps)))
    leaving = asyncio.create_task(_left(socket))
    done, waiting = await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if sending in done and (error := sending.exception()) is not None:
        if isinstance(error, WatchRefused):
            await _refuse(socket, error)
        elif not isinstance(error, WebSocketDisconnect | RuntimeError):  # it was cut while we were sending
            raise error


async def _send(socket: WebSocket, view) -> None:
    async with view as pictures:
        async for picture in pictures:
            stamp = round(picture.at.timestamp() * 1000).to_bytes(8, "big")
            await socket.send_bytes(stamp + picture.jpeg)


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
        reason = told["why_en"].encode()[:_MOST_REASON].decode(errors="ignore")
        await socket.close(code=refused.code, reason=reason)
