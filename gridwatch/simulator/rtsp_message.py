"""RTSP/1.0 messages (RFC 2326), read and written. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_WORDS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Stream Not Found",
    405: "Method Not Allowed",
    453: "Not Enough Bandwidth",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    503: "Service Unavailable",
}
_TARGET = re.compile(r"^rtsp://[^/]+/cam/([^/?]+)/([^/?]+)")
_CHANNELS = re.compile(r"interleaved=(\d{1,3})(?:-\d{1,3})?")


class Malformed(ValueError):
    """Not an RTSP request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One request. Header names are in lower case."""

    method: str
    uri: str
    headers: Mapping[str, str]

    @property
    def target(self) -> tuple[str, str]:
        """`(camera id, stream name)` of the address; two empty strings when it names none."""
        found = _TARGET.match(self.uri)
        return (found[1], found[2]) if found else ("", "")

    @property
    def channel(self) -> int | None:
        """The interleaved channel for RTP that the client asks for, None for another transport."""
        transport = self.headers.get("transport", "")
        if "RTP/AVP/TCP" not in transport.upper():
            return None
        found = _CHANNELS.search(transport)
        channel = int(found[1]) if found else 0
        return channel if channel < 255 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def to_bytes(self, request: Request) -> bytes:
        """Return the answer to this request as it travels."""
        lines = [
            f"RTSP/1.0 {self.status} {_WORDS.get(self.status, 'Error')}",
            f"CSeq: {request.headers.get('cseq', '0')}",
        ]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        body = self.body.encode()
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


def read_request(head: bytes) -> Request:
    """Read the head of a request, up to and with its empty line.

    Raises:
        Malformed: not RTSP/1.0, or a header without a colon.
    """
    try:
        first, *rest = head.decode("utf-8").split("\r\n")
        method, uri, version = first.split(" ")
    except ValueError:  # UnicodeDecodeError is one
        raise Malformed("not an RTSP request line") from None
    if version != "RTSP/1.0":
        raise Malformed("not RTSP/1.0")
    headers = {}
    for line in rest:
        if not line:
            break
        name, colon, value = line.partition(":")
        if not colon:
            raise Malformed("a header without a colon")
        headers[name.strip().lower()] = value.strip()
    return Request(method=method, uri=uri, headers=headers)
