"""Simulated ONVIF cameras, each a host of its own: 127.x.y.z on one port, any path, served by one lean server.

For fleets of thousands whose cameras must cost little beside whoever asks them: no streams, prepared pictures or none,
and of HTTP only what that needs. A camera is known by the address that it was called at, as a real one is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self

from gridwatch.simulator.device import Device, Quirk
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.http_auth import DigestGuard
from gridwatch.simulator.loopback import loopback_socket
from gridwatch.simulator.onvif_server import OnvifServer, Reply
from gridwatch.simulator.onvif_snapshots import HostSnapshots, Pictures

_MOST_BYTES = 64 * 1024  # of a request, head and body
_RTSP_PORT = 554  # told, and served by nobody


class OnvifHosts:
    """Serves a fleet. `async with OnvifHosts(fleet, {host: camera id}) as hosts: hosts.port ...`.

    Args:
        fleet: the cameras, their faults and their time.
        hosts: address to camera id; whoever calls another address of 127.0.0.0/8 is hung up on.
        port: of every camera; 0 takes a free one.
        pictures: what the cameras show; None serves no snapshots.
    """

    def __init__(
        self, fleet: Fleet, hosts: Mapping[str, str], *, port: int = 0, pictures: Pictures | None = None
    ) -> None:
        self.fleet = fleet
        self.hosts = hosts
        guard = DigestGuard(clock=fleet.clock, secret=os.urandom(32))
        self.onvif = OnvifServer(fleet, guard)
        self.snapshots = HostSnapshots(fleet, guard, pictures) if pictures is not None else None
        self.requests = 0  # so far, all cameras
        self.connections = 0
        self._wanted_port = port
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port in use; 0 before the start."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else 0

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        listening = loopback_socket(self._wanted_port)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Talk(self), sock=listening, backlog=4096)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None


class _Talk(asyncio.Protocol):
    """One connection: requests in, answers out, one at a time."""

    def __init__(self, hosts: OnvifHosts) -> None:
        self._hosts = hosts
        self._received = bytearray()
        self._device: Device | None = None
        self._waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # of a TCP server
        self._hosts.connections += 1
        self._here, port = transport.get_extra_info("sockname")[:2]
        self._http = f"{self._here}:{port}"
        self._device = self._hosts.fleet.device(self._hosts.hosts.get(self._here, ""))
        if self._device is None:
            self._transport.abort()

    def connection_lost(self, wrong: Exception | None) -> None:  # noqa: ARG002 - asyncio's own shape
        if self._waiting is not None:
            self._waiting.cancel()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) > _MOST_BYTES:
            self._transport.abort()
        elif self._waiting is None:
            self._serve()

    def _serve(self) -> None:
        """Answer the request that has come in whole, if one has."""
        head, mark, rest = bytes(self._received).partition(b"\r\n\r\n")
        if not mark or self._device is None:
            return
        first, *lines = head.decode("utf-8", "replace").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = fields.get("content-length", "0")
        words = first.split(" ")
        if not length.isdigit() or len(words) < 2:
            self._transport.abort()
            return
        if len(rest) < int(length):
            return
        del self._received[: len(head) + len(mark) + int(length)]
        self._hosts.requests += 1
        body = rest[: int(length)] if words[0] != "GET" else None
        self._troubled(self._device, _Request(uri=words[1], body=body, login=fields.get("authorization")))

    def _troubled(self, device: Device, request: _Request) -> None:
        """Apply what is wrong with the camera now, then answer."""
        faults = {fault.kind: fault for fault in self._hosts.fleet.active(device.id)}
        if FaultKind.OFFLINE in faults:
            self._transport.abort()
        elif FaultKind.SLOW in faults:
            wait = faults[FaultKind.SLOW].value
            self._waiting = asyncio.get_running_loop().call_later(wait, self._answer, device, request)
        elif FaultKind.HTTP_ERROR in faults:
            self._send(device, Reply(status=int(faults[FaultKind.HTTP_ERROR].value), body=b"out of order"))
        else:
            self._answer(device, request)

    def _answer(self, device: Device, request: _Request) -> None:
        self._waiting = None
        if request.body is None:
            self._show(device, request)
        else:
            self._send(
                device,
                self._hosts.onvif.answer(
                    device,
                    request.body,
                    uri=request.uri,
                    authorization=request.login,
                    http=self._http,
                    rtsp=f"{self._here}:{_RTSP_PORT}",
                ),
            )
        if self._received and not self._transport.is_closing():
            self._serve()

    def _show(self, device: Device, request: _Request) -> None:
        """Answer GET with the camera's picture."""
        if self._hosts.snapshots is None:
            self._send(device, Reply(status=404, body=b"no pictures here"))
            return
        shown = self._hosts.snapshots.answer(device, uri=request.uri, authorization=request.login)
        reply = Reply(status=shown.status, body=shown.body, challenge=shown.challenge)
        self._send(device, reply, kind=shown.kind, promised=shown.promised)

    def _send(
        self,
        device: Device,
        reply: Reply,
        *,
        kind: str = "application/soap+xml",
        promised: int | None = None,
    ) -> None:
        try:
            phrase = HTTPStatus(reply.status).phrase
        except ValueError:
            phrase = ""
        lines = [f"HTTP/1.1 {reply.status} {phrase}", f"Content-Type: {kind}"]
        if reply.challenge:
            lines.append(f"WWW-Authenticate: {reply.challenge}")
        if device.has(Quirk.NO_KEEP_ALIVE):
            lines.append("Connection: close")
        lines.append(f"Content-Length: {len(reply.body) if promised is None else promised}")
        self._transport.write("\r\n".join(lines).encode() + b"\r\n\r\n" + reply.body)
        if device.has(Quirk.NO_KEEP_ALIVE) or promised is not None:
            self._transport.close()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    uri: str
    body: bytes | None  # None: GET
    login: str | None  # Authorization header
