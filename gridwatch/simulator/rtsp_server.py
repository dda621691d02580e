"""The streams of the simulated cameras: a small RTSP/1.0 server on loopback, TCP interleaved.

A session costs one task and, from PLAY on, one x264 encoder. The first picture after PLAY is a keyframe,
so that a look is over after one picture.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from core.frame import Image
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.h264 import Encoder
from gridwatch.simulator.http_auth import DigestGuard
from gridwatch.simulator.picture_desk import PictureDesk
from gridwatch.simulator.rtp import CLOCK_HZ, Packetiser, interleaved
from gridwatch.simulator.rtsp_message import Malformed, Reply, Request, read_request
from gridwatch.simulator.rtsp_session import TIMEOUT_S, Playing, RtspSession

_MOST_HEAD = 16 * 1024
_SOON_S = 0.01
_HANG_UP_S = 0.5
_DRAIN_S = 10.0  # a client that takes nothing for so long is dropped


class RtspServer:
    """Serves `rtsp://127.0.0.1:<port>/cam/<id>/main` and `/sub` of a fleet.

    Args:
        fleet: the cameras.
        desk: renders the pictures and lends its threads for encoding.
        guard: digest nonces; may be shared with the HTTP server.
        port: 0 takes a free one.
        most_clients: connections at a time; more are closed at once.
    """

    def __init__(
        self, fleet: Fleet, desk: PictureDesk, guard: DigestGuard, *, port: int = 0, most_clients: int = 4096
    ) -> None:
        self._fleet = fleet
        self._desk = desk
        self._guard = guard
        self._wanted_port = port
        self._most_clients = most_clients
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self.held: Counter[str] = Counter()  # sessions by camera id
        self.most_held = 0  # sessions of all cameras at the same time, so far
        self.port = 0

    async def start(self) -> Self:
        """Begin to serve."""
        self._server = await asyncio.start_server(
            self._client, "127.0.0.1", self._wanted_port, limit=_MOST_HEAD, backlog=512
        )
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def close(self) -> None:
        """Stop serving; clients are cut off."""
        if self._server is not None:
            self._server.close()
        for client in tuple(self._clients):
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
            self._server = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def url(self, camera_id: str, stream: str = "main") -> str:
        """Return the address of a stream, without credentials."""
        return f"rtsp://127.0.0.1:{self.port}/cam/{camera_id}/{stream}"

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._clients) >= self._most_clients:
            writer.close()
            return
        self._clients.add(task)
        task.add_done_callback(self._clients.discard)
        session = RtspSession(self._fleet, self._guard, self.held)
        flow: asyncio.Task[None] | None = None
        try:
            while not session.ended:
                request = await asyncio.wait_for(_next_request(reader), TIMEOUT_S)
                if request is None or not await self._may_answer(request, writer):
                    break
                writer.write(session.answer(request).to_bytes(request))
                self.most_held = max(self.most_held, self.held.total())
                await asyncio.wait_for(writer.drain(), _DRAIN_S)
                if session.playing is not None and session.playing.flowing and flow is None:
                    flow = asyncio.create_task(self._flow(session.playing, writer))
        except Malformed:
            writer.write(Reply(status=400).to_bytes(Request(method="", uri="", headers={})))
        except (ConnectionError, TimeoutError):
            pass  # the client has gone or sleeps; its session ends like any other
        finally:
            session.close()
            if flow is not None:
                flow.cancel()
            await _hang_up(writer)

    async def _may_answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Play the faults that concern every request; False: the connection has been reset."""
        for fault in self._fleet.active(request.target[0]):
            if fault.kind is FaultKind.OFFLINE:
                writer.transport.abort()
                return False
            if fault.kind is FaultKind.SLOW:
                await asyncio.sleep(fault.value)
        return True

    async def _flow(self, playing: Playing, writer: asyncio.StreamWriter) -> None:
        """Send pictures until cancelled, or until the client takes no more."""
        device, clock = playing.device, self._fleet.clock
        size, period = device.stream_sizes[playing.stream], 1.0 / device.fps
        packetiser = Packetiser(ssrc=playing.ssrc, first=playing.first)
        shot = _Shot(lambda: self._desk.render(device.id, size, period), size, device.fps)
        begun = due = clock.monotonic()

        try:
            while True:
                if self._fleet.fault(device.id, FaultKind.OFFLINE) is not None:
                    writer.transport.abort()
                    return
                if self._fleet.fault(device.id, FaultKind.SILENT_RTSP) is None:
                    stamp = int((clock.monotonic() - begun) * CLOCK_HZ)
                    packets = packetiser.packets(await self._desk.run(shot.units), stamp)
                    writer.write(interleaved(packets, playing.channel))
                    await asyncio.wait_for(writer.drain(), _DRAIN_S)
                # Readers know that a picture is complete when the next begins: the second one comes at once.
                due = max(due + (_SOON_S if shot.count == 1 else period), clock.monotonic())
                await asyncio.sleep(due - clock.monotonic())
        except (ConnectionError, TimeoutError):
            writer.transport.abort()


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    """Close the connection, by force when the client does not take what is still to be sent."""
    writer.close()
    try:
        with contextlib.suppress(ConnectionError, TimeoutError):
            await asyncio.wait_for(writer.wait_closed(), _HANG_UP_S)
    finally:  # also when the server is being closed meanwhile
        writer.transport.abort()


class _Shot:
    """Renders and encodes one session's pictures, in a worker thread; the second repeats the first."""

    def __init__(self, render: Callable[[], Image], size: tuple[int, int], fps: int) -> None:
        self._render = render
        self._size = size
        self._fps = fps
        self._encoder: Encoder | None = None
        self._image: Image | None = None
        self.count = 0

    def units(self) -> list[bytes]:
        """Return the NAL units of the next picture."""
        self._encoder = self._encoder or Encoder(self._size, self._fps)
        image = self._image if self.count == 1 and self._image is not None else self._render()
        self._image = image if self.count == 0 else None
        self.count += 1
        return self._encoder.encode(image)


async def _next_request(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request, passing over the client's own RTCP packets; None at the end.

    Raises:
        Malformed: not a request, or too long.
    """
    try:
        while (first := await reader.readexactly(1)) == b"$":
            head = await reader.readexactly(3)
            await reader.readexactly(int.from_bytes(head[1:], "big"))
        request = read_request(first + await reader.readuntil(b"\r\n\r\n"))
        await reader.readexactly(min(_MOST_HEAD, int(request.headers.get("content-length", "0") or "0")))
    except asyncio.IncompleteReadError:
        return None
    except (asyncio.LimitOverrunError, ValueError) as wrong:
        raise Malformed(str(wrong)) from None
    return request
