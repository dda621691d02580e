"""A camera that streams a clip by RTSP over TCP, and misbehaves by script. Just enough of RFC 2326 and RTP."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Self

import av
import av.bitstream

from core.secrets import Credential

PAYLOAD = 1300  # bytes of picture data in one RTP packet


class Fault(Enum):
    """What goes wrong."""

    DEAF = auto()  # accepts the connection and never answers
    GONE = auto()  # 404
    BUSY = auto()  # 503
    FORBIDDEN = auto()  # 403
    GARBAGE = auto()  # does not speak RTSP
    SOUND_ONLY = auto()  # offers no video
    SILENT = auto()  # answers PLAY and sends nothing
    HANG_UP = auto()  # answers PLAY and closes
    NO_KEY = auto()  # sends everything but key frames
    BREAKS = auto()  # closes in the middle of the stream


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A clip cut into NAL units: `pictures` are (is key frame, units)."""

    codec: str  # "H264" or "H265"
    parameters: list[bytes]  # VPS, SPS, PPS
    pictures: list[tuple[bool, list[bytes]]]

    @classmethod
    def read(cls, path: Path) -> Clip:
        """Cut a file."""
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            hevc = stream.codec_context.name == "hevc"
            cut = av.bitstream.BitStreamFilterContext(
                f"{'hevc' if hevc else 'h264'}_mp4toannexb", in_stream=stream
            )
            packets: list[tuple[bool, bytes]] = []
            for packet in container.demux(stream):
                key = packet.is_keyframe  # the filter empties the packet
                packets += [(key, bytes(out)) for out in cut.filter(packet)] if packet.size else []
        pictures = [(key, _units(data)) for key, data in packets]
        kinds = {32, 33, 34} if hevc else {7, 8}
        first = [unit for unit in pictures[0][1] if _kind(unit, hevc=hevc) in kinds]
        bare = [(key, [u for u in units if _kind(u, hevc=hevc) not in kinds]) for key, units in pictures]
        return cls(codec="H265" if hevc else "H264", parameters=first, pictures=bare)


@dataclass
class RtspCamera:
    """Streams `clip` in a loop at `fps`. `sprop`: whether its SDP carries the parameter sets."""

    clip: Clip
    credential: Credential | None = None
    fault: Fault | None = None
    sprop: bool = True
    fps: float = 100.0
    plays: int = 0
    refused: int = 0
    connections: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop, and drop whoever is connected."""
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address of the stream."""
        return f"rtsp://127.0.0.1:{self.port}/live/sub"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._talk(reader, writer)
        except asyncio.CancelledError:
            pass  # a cancelled connection is how the test ends
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode(errors="replace")
            if self.fault is Fault.DEAF:
                await asyncio.sleep(60)
            if self.fault is Fault.GARBAGE:
                writer.write(b"I am a toaster\r\n\r\n")
                return
            method = head.split(" ", 1)[0]
            status, headers, body = self._answer(method, head)
            sequence = re.search(r"CSeq: *(\d+)", head, re.IGNORECASE)
            lines = [f"RTSP/1.0 {status} X", f"CSeq: {sequence[1] if sequence else 0}", *headers]
            lines += [f"Content-Length: {len(body)}"] if body else []
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
            if method == "PLAY" and status == 200:
                self.plays += 1
                await self._play(writer)
                return

    def _answer(self, method: str, head: str) -> tuple[int, list[str], bytes]:
        if not self._let_in(method, head):
            return 401, ['WWW-Authenticate: Digest realm="cam", nonce="n1"'], b""
        refusals = {Fault.GONE: 404, Fault.BUSY: 503, Fault.FORBIDDEN: 403}
        if method == "DESCRIBE" and self.fault in refusals:
            return refusals[self.fault], [], b""
        match method:
            case "OPTIONS":
                return 200, ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"], b""
            case "DESCRIBE":
                return 200, ["Content-Type: application/sdp"], self._sdp().encode()
            case "SETUP":
                return 200, ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 7;timeout=60"], b""
            case _:
                return 200, ["Session: 7"], b""

    def _let_in(self, method: str, head: str) -> bool:
        if self.credential is None:
            return True
        found = re.search(r"^Authorization: Digest (.*?)\r$", head, re.MULTILINE)
        if found is None:
            return False
        fields = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        secret = md5(f"{self.credential.user}:cam:{self.credential.password}")
        asked = md5(f"{method}:{fields.get('uri')}")
        right = md5(f"{secret}:n1:{asked}")
        if fields.get("username") == self.credential.user and fields.get("response") == right:
            return True
        self.refused += 1
        return False

    def _sdp(self) -> str:
        lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "t=0 0"]
        if self.fault is Fault.SOUND_ONLY:
            lines += ["m=audio 0 RTP/AVP 8", "a=rtpmap:8 PCMA/8000", "a=control:trackID=0"]
        else:
            lines += [
                "m=video 0 RTP/AVP 96",
                f"a=rtpmap:96 {self.clip.codec}/90000",
                self._fmtp(),
                "a=control:trackID=0",
            ]
        return "\r\n".join([*(line for line in lines if line), ""])

    def _fmtp(self) -> str:
        sets = [base64.b64encode(unit).decode() for unit in self.clip.parameters]
        if not self.sprop:
            return "a=fmtp:96 packetization-mode=1" if self.clip.codec == "H264" else ""
        if self.clip.codec == "H264":
            return f"a=fmtp:96 packetization-mode=1; sprop-parameter-sets={','.join(sets)}"
        names = ("sprop-vps", "sprop-sps", "sprop-pps")
        return "a=fmtp:96 " + "; ".join(f"{name}={one}" for name, one in zip(names, sets, strict=True))

    async def _play(self, writer: asyncio.StreamWriter) -> None:
        if self.fault is Fault.SILENT:
            await asyncio.sleep(60)
        if self.fault is Fault.HANG_UP:
            return
        sequence = number = 0
        while True:
            for key, units in self.clip.pictures:
                number += 1
                if key and self.fault is Fault.NO_KEY:
                    continue
                if number > 20 and self.fault is Fault.BREAKS:
                    return
                sent = [*self.clip.parameters, *units] if key else units
                for payload, last in _payloads(sent, self.clip.codec):
                    sequence += 1
                    header = struct.pack(
                        "!BBHII", 0x80, 96 | (0x80 if last else 0), sequence & 0xFFFF, number * 900, 7
                    )
                    packet = header + payload
                    writer.write(b"$\x00" + struct.pack("!H", len(packet)) + packet)
                await writer.drain()
                await asyncio.sleep(1 / self.fps)


def _units(annexb: bytes) -> list[bytes]:
    return [unit.rstrip(b"\x00") for unit in re.split(rb"\x00\x00\x00?\x01", annexb) if unit]


def _kind(unit: bytes, *, hevc: bool) -> int:
    return (unit[0] >> 1) & 63 if hevc else unit[0] & 31


def _payloads(units: list[bytes], codec: str) -> Iterator[tuple[bytes, bool]]:
    """Yield (RTP payload, whether it ends the picture): whole units, or fragments of RFC 6184 / RFC 7798."""
    for n, unit in enumerate(units):
        last_unit = n == len(units) - 1
        if len(unit) <= PAYLOAD:
            yield unit, last_unit
            continue
        if codec == "H264":
            indicator, kind, body = bytes([(unit[0] & 0xE0) | 28]), unit[0] & 31, unit[1:]
        else:
            indicator, kind, body = (
                bytes([(unit[0] & 0x81) | (49 << 1), unit[1]]),
                (unit[0] >> 1) & 63,
                unit[2:],
            )
        for at in range(0, len(body), PAYLOAD):
            end = at + PAYLOAD >= len(body)
            fragment = bytes([(0x80 if at == 0 else 0) | (0x40 if end else 0) | kind])
            yield indicator + fragment + body[at : at + PAYLOAD], last_unit and end
