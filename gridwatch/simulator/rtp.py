"""RTP packets of H.264 (RFC 6184, packetization-mode 1) inside an RTSP connection. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

CLOCK_HZ = 90_000
PAYLOAD_TYPE = 96
_FU_A = 28
_HEADER = struct.Struct("!BBHII")


def fragments(unit: bytes, most: int) -> Iterator[bytes]:
    """Yield the RTP payloads of one NAL unit: itself, or FU-A fragments of at most `most` bytes."""
    if len(unit) <= most:
        yield unit
        return
    indicator = (unit[0] & 0xE0) | _FU_A
    kind = unit[0] & 0x1F
    room = most - 2
    for at in range(1, len(unit), room):
        start = 0x80 if at == 1 else 0
        end = 0x40 if at + room >= len(unit) else 0
        yield bytes((indicator, start | end | kind)) + unit[at : at + room]


class Packetiser:
    """Numbers the packets of one stream. `first` is the first sequence number, `ssrc` its source id."""

    def __init__(self, *, ssrc: int, first: int, payload: int = 1400) -> None:
        self._ssrc = ssrc
        self._payload = payload
        self.next = first & 0xFFFF  # sequence number of the next packet

    def packets(self, units: Sequence[bytes], timestamp: int) -> list[bytes]:
        """Return the packets of one picture; the last one carries the marker."""
        payloads = [part for unit in units for part in fragments(unit, self._payload)]
        made = []
        for index, payload in enumerate(payloads):
            marker = 0x80 if index == len(payloads) - 1 else 0
            head = _HEADER.pack(0x80, marker | PAYLOAD_TYPE, self.next, timestamp & 0xFFFFFFFF, self._ssrc)
            made.append(head + payload)
            self.next = (self.next + 1) & 0xFFFF
        return made


def interleaved(packets: Sequence[bytes], channel: int) -> bytes:
    """Return the packets as they travel in the RTSP connection (RFC 2326 section 10.12)."""
    return b"".join(struct.pack("!cBH", b"$", channel, len(packet)) + packet for packet in packets)
