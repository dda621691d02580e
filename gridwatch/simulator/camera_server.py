"""Thousands of simulated cameras on one port: ONVIF SOAP, JPEG snapshots, and streams beside them.

Addresses of a camera: `/cam/<id>/onvif/device_service` (also media, media2, ptz), `/cam/<id>/snapshot.jpg`,
and on the stream port `/cam/<id>/main` and `/cam/<id>/sub`. Everything is on loopback.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from gridwatch.simulator.device import Accepts, Device, Quirk
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.http_auth import DigestGuard, Verdict, check_basic
from gridwatch.simulator.loopback import loopback_socket
from gridwatch.simulator.onvif_server import OnvifServer, realm_of
from gridwatch.simulator.picture_desk import Busy, PictureDesk, Pictures
from gridwatch.simulator.picture_faults import claim_giant
from gridwatch.simulator.rtsp_server import RtspServer

_MOST_REQUEST_BYTES = 256 * 1024
_LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Login</title></head><body>Please log in.</body></html>"
_BLOCK = bytes(256 * 1024)


class CameraServer:
    """Serves a fleet. `async with CameraServer(fleet, pictures) as server: server.base ...`.

    Args:
        fleet: the cameras, their faults and their time.
        pictures: see `picture_desk.Pictures`.
        port: HTTP port; 0 takes a free one.
        streams: whether to serve RTSP as well.
        stream_port: RTSP port; 0 takes a free one.
        fresh_s: seconds for which one picture of a camera stays the same.
        workers: rendering threads for all cameras together.
        nonce_life_s: seconds for which a digest nonce is good.
        own_hosts: whether every address of 127.0.0.0/8 leads here, so that each camera can be a host of its own.
        on_preset: told `(camera id, preset token)` of every PTZ move.
    """

    def __init__(
        self,
        fleet: Fleet,
        pictures: Pictures,
        *,
        port: int = 0,
        streams: bool = True,
        stream_port: int = 0,
        fresh_s: float = 1.0,
        workers: int = 2,
        nonce_life_s: float = 300.0,
        own_hosts: bool = False,
        on_preset: Callable[[str, str], None] | None = None,
    ) -> None:
        self.fleet = fleet
        self.guard = DigestGuard(clock=fleet.clock, secret=os.urandom(32), life_s=nonce_life_s)
        self.onvif = OnvifServer(fleet, self.guard, on_preset=on_preset)
        self.desk = PictureDesk(pictures, fleet, fresh_s=fresh_s, workers=workers, view=self.onvif.heads.view)
        self.requests = 0  # HTTP requests so far, all cameras
        self.streams = RtspServer(fleet, self.desk, self.guard, port=stream_port) if streams else None
        self._wanted_port = port
        self._own_hosts = own_hosts
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def host(self) -> str:
        """`127.0.0.1:<port>` of the HTTP side."""
        return f"127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """The HTTP port in use; 0 before the start."""
        return self._port

    def url(self, camera_id: str, path: str = "snapshot.jpg") -> str:
        """Return an HTTP address of a camera, without credentials."""
        return f"http://{self.host}/cam/{camera_id}/{path}"

    def stream_url(self, camera_id: str, stream: str = "main") -> str:
        """Return an RTSP address of a camera, without credentials."""
        return f"rtsp://{self.stream_host()}/cam/{camera_id}/{stream}"

    async def start(self) -> Self:
        """Begin to serve."""
        if self.streams is not None:
            await self.streams.start()
        app = web.Application(client_max_size=_MOST_REQUEST_BYTES, middlewares=[self._trouble])
        app.router.add_get("/cam/{camera}/snapshot.jpg", self._snapshot)
        app.router.add_post("/cam/{camera}/onvif/{service}", self._soap)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site: web.BaseSite
        if self._own_hosts:
            site = web.SockSite(self._runner, loopback_socket(self._wanted_port), backlog=4096)
        else:
            site = web.TCPSite(self._runner, "127.0.0.1", self._wanted_port, backlog=1024)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        return self

    async def close(self) -> None:
        """Stop serving and end the rendering threads."""
        if self.streams is not None:
            await self.streams.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await asyncio.to_thread(self.desk.close)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @web.middleware
    async def _trouble(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Faults that every address of a camera has in common."""
        self.requests += 1
        device = self.fleet.device(request.match_info.get("camera", ""))
        if device is None:
            return web.Response(status=404, text="no such camera")
        for fault in self.fleet.active(device.id):
            if fault.kind is FaultKind.OFFLINE:
                return _reset(request)
            if fault.kind is FaultKind.SLOW:
                await asyncio.sleep(fault.value)
            if fault.kind is FaultKind.HTTP_ERROR:
                return web.Response(status=int(fault.value), text="out of order")
        response = await handler(request)
        if device.has(Quirk.NO_KEEP_ALIVE):
            response.force_close()
        return response

    async def _soap(self, request: web.Request) -> web.Response:
        device = self._device(request)
        if request.match_info["service"] not in {"device_service", "media", "media2", "ptz"}:
            return web.Response(status=404, text="no such service")
        reply = self.onvif.answer(
            device,
            await request.read(),
            uri=request.raw_path,
            authorization=request.headers.get("Authorization"),
            http=request.host,
            rtsp=self.stream_host(request.url.host or "127.0.0.1"),
        )
        headers = {"WWW-Authenticate": reply.challenge} if reply.challenge else {}
        kind = "text/html" if reply.challenge else "application/soap+xml"
        return web.Response(status=reply.status, body=reply.body, headers=headers, content_type=kind)

    def stream_host(self, host: str = "127.0.0.1") -> str:
        """Return "host:port" of the streams for a client that reached us as `host`; empty without streams."""
        return f"{host}:{self.streams.port}" if self.streams is not None else ""

    async def _snapshot(self, request: web.Request) -> web.StreamResponse:
        device = self._device(request)
        if (refusal := self._refuse_snapshot(device, request)) is not None:
            return refusal
        faults = {fault.kind: fault for fault in self.fleet.active(device.id)}
        if FaultKind.NOT_A_PICTURE in faults:
            return web.Response(body=_LOGIN_PAGE, content_type="text/html")
        try:
            jpeg = await self.desk.jpeg(device.id)
        except Busy as busy:
            return web.Response(status=503, text=str(busy), headers={"Retry-After": "1"})
        if giant := faults.get(FaultKind.GIANT):
            return await _send_giant(request, jpeg, int(giant.value))
        if cut := faults.get(FaultKind.CUT):
            return await _send_part(request, jpeg, cut.value)
        if FaultKind.GIANT_PIXELS in faults:
            jpeg = claim_giant(jpeg)
        if truncated := faults.get(FaultKind.TRUNCATED):
            jpeg = jpeg[: int(len(jpeg) * truncated.value)]
        stamp = self.fleet.clock_of(device).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return web.Response(
            body=jpeg, content_type="image/jpeg", headers={"Date": stamp, "Cache-Control": "no-store"}
        )

    def _device(self, request: web.Request) -> Device:
        device = self.fleet.device(request.match_info["camera"])
        if device is None:  # removed while the request was being read
            raise web.HTTPNotFound(text="no such camera")
        return device

    def _refuse_snapshot(self, device: Device, request: web.Request) -> web.Response | None:
        if device.login is None:
            return None
        header, realm = request.headers.get("Authorization"), realm_of(device)
        verdict = Verdict.NONE
        # A camera that knows SOAP tokens only still protects its snapshot, by HTTP digest.
        basic_only = Accepts.BASIC in device.accepts and Accepts.DIGEST not in device.accepts
        if not basic_only:
            verdict = self.guard.check(
                header, method="GET", uri=request.raw_path, realm=realm, login=device.login
            )
        if verdict is Verdict.NONE and Accepts.BASIC in device.accepts:
            verdict = check_basic(header, device.login)
        refused_by_script = self.fleet.fault(device.id, FaultKind.WRONG_PASSWORD) is not None
        if verdict is Verdict.OK and not refused_by_script:
            return None
        response = web.Response(status=401, text="login required")
        if not basic_only:
            challenge = self.guard.challenge(realm, stale=verdict is Verdict.STALE)
            response.headers.add("WWW-Authenticate", challenge)
        if Accepts.BASIC in device.accepts:
            response.headers.add("WWW-Authenticate", f'Basic realm="{realm}"')
        return response


def _reset(request: web.Request) -> web.Response:
    """End the connection as a host does that has gone: no answer, a reset."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


async def _send_giant(request: web.Request, jpeg: bytes, size: int) -> web.StreamResponse:
    """Send a JPEG that goes on with zeros until `size` bytes, without saying how long it will be."""
    response = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    try:
        await response.write(jpeg[:size])
        for start in range(len(jpeg), size, len(_BLOCK)):
            await response.write(_BLOCK[: size - start])
    except ConnectionError:
        return response  # the client has had enough, as it should
    await response.write_eof()
    return response


async def _send_part(request: web.Request, jpeg: bytes, share: float) -> web.StreamResponse:
    """Promise the whole JPEG, send a part of it, and reset the connection."""
    response = web.StreamResponse(headers={"Content-Type": "image/jpeg", "Content-Length": str(len(jpeg))})
    await response.prepare(request)
    await response.write(jpeg[: int(len(jpeg) * share)])
    await asyncio.sleep(0.05)  # let the part leave before the reset discards it
    if request.transport is not None:
        request.transport.abort()
    return response
