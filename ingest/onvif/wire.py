"""HTTP POST with limits that hold: a wall-clock deadline on every byte, and a bounded answer.

A time-out per socket operation, as HTTP clients have it, is no limit: a device that sends one byte
a second, headers included, holds such a client for hours. Here each operation on the socket gets what is
left until the deadline. Plain HTTP/1.1 with keep-alive; no proxies, no redirects, no cookies. Only the lookup
of a name is the system's own and has the system's limit: cameras are best configured by address.
"""

from __future__ import annotations

import errno
import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from core.clock import Clock
from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif.trouble import Cause, Trouble

MAX_ANSWER = 2_000_000  # bytes; the profiles of a 64-channel recorder are some 0.7 MB
_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An HTTP answer, read to its end."""

    status: int
    body: bytes = field(repr=False)
    challenges: tuple[str, ...] = ()  # WWW-Authenticate headers
    date: str | None = None  # Date header: the device's clock, where nothing better is told


class Wire:
    """One connection to one device, for one conversation of one thread."""

    def __init__(self, *, clock: Clock, until: float, open_s: float, call_s: float) -> None:
        """`until` is the end of the whole conversation on `clock.monotonic`; the others are seconds."""
        self._clock = clock
        self._until = until
        self._open_s = open_s
        self._call_s = call_s
        self._peer: tuple[str, int] | None = None
        self._socket: _Timed | None = None

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, fresh: bool = False) -> Reply:
        """Send and read one request. `fresh` makes a new connection, so that nothing is sent twice.

        Raises:
            LookError: UNREACHABLE, TIMEOUT, TOO_LARGE or BAD_ANSWER.
        """
        peer = _peer_of(url)
        target = target_of(url)
        started = self._clock.monotonic()
        until = min(self._until, started + self._call_s)
        if fresh or peer != self._peer:
            self.close()
        kept = self._socket is not None
        try:
            try:
                return self._exchange(peer, target, body, headers, until)
            except ConnectionError:
                if not kept:
                    raise
                # The device closed a kept connection between two requests: ask once more on a new one.
                self.close()
                return self._exchange(peer, target, body, headers, until)
        except TimeoutError:
            cause = Cause.NO_CONNECTION if self._socket is None else Cause.SLOW
            self.close()
            took = self._clock.monotonic() - started
            what = "take the connection" if cause is Cause.NO_CONNECTION else "finish its answer"
            raise Trouble(cause, f"{_name(peer)} did not {what} in {took:.1f} s") from None
        except UnicodeError:
            self.close()
            raise Trouble(Cause.UNKNOWN_NAME, f"{_name(peer)}: the name is none") from None
        except OSError as wrong:
            self.close()
            raise _unreached(peer, wrong) from None
        except http.client.HTTPException as wrong:
            self.close()
            raise _misread(peer, wrong) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the connection; a later `post` makes a new one."""
        if self._socket is not None:
            self._socket.close()
        self._socket = self._peer = None

    def _exchange(
        self, peer: tuple[str, int], target: str, body: bytes, headers: Mapping[str, str], until: float
    ) -> Reply:
        if self._socket is None:
            self._socket = _connect(peer, self._clock, min(until, self._clock.monotonic() + self._open_s))
            self._peer = peer
        self._socket.until = until
        # Head and body leave together: http.client would send each by itself, twice the work for both sides.
        self._socket.sendall(_head(peer, target, headers, len(body)) + body)
        answer = http.client.HTTPResponse(self._socket, method="POST")
        try:
            answer.begin()
            content = _read(answer, peer)
            reply = Reply(
                status=answer.status,
                body=content,
                challenges=tuple(map(_as_sent, answer.headers.get_all("WWW-Authenticate") or ())),
                date=answer.headers.get("Date"),
            )
        finally:
            answer.close()
        if answer.will_close:
            self.close()
        return reply


def _head(peer: tuple[str, int], target: str, headers: Mapping[str, str], length: int) -> bytes:
    """Return the head of a request. A user name may be Chinese, a realm no UTF-8: see `_as_sent`."""
    host, port = peer
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()  # UnicodeError: the name is none
    named = name + ("" if port == 80 else f":{port}")
    fields = {"Host": named, "Accept-Encoding": "identity"} | dict(headers) | {"Content-Length": str(length)}
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise Trouble(Cause.NOT_HTTP, f"{_name(peer)} told a line break where a name is wanted")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _peer_of(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        peer = parts.hostname or "", parts.port or 80
    except ValueError:
        raise Trouble(Cause.OTHER_SCHEME, "the device names a service at no address") from None
    if parts.scheme != "http" or not parts.hostname:
        raise Trouble(
            Cause.OTHER_SCHEME, f"the device names a service at {parts.scheme or 'no'} scheme, not http"
        )
    return peer


def _as_sent(header: str) -> str:
    """Return a header as UTF-8 (http.client reads Latin-1); bytes that are none become surrogates."""
    return header.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def target_of(url: str) -> str:
    """Return path and query as they go over the wire; a digest is made over the very same text."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(target, safe="/?%:@!$&'()*+,;=~-._[]")


class _Timed(socket.socket):
    """A socket whose every operation ends at `until` on the clock."""

    clock: Clock
    until: float

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self._arm()
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self._arm()  # sendall takes the time-out as a limit for all of it
        super().sendall(*args, **kwargs)

    def _arm(self) -> None:
        self.settimeout(_left(self.clock, self.until))


def _left(clock: Clock, until: float) -> float:
    left = until - clock.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect(peer: tuple[str, int], clock: Clock, until: float) -> _Timed:
    """Connect to the first of the peer's addresses that answers, all within the deadline."""
    failure: OSError = ConnectionError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(*peer, type=socket.SOCK_STREAM):
        opened = _Timed(family, kind, protocol)
        opened.clock, opened.until = clock, until
        try:
            opened.settimeout(_left(clock, until))
            opened.connect(address)
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as wrong:
            opened.close()
            failure = wrong
        else:
            return opened
    raise failure


def _read(answer: http.client.HTTPResponse, peer: tuple[str, int]) -> bytes:
    """Read the body, at most MAX_ANSWER bytes."""
    chunks: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > MAX_ANSWER:
            raise LookError(
                LookFailureKind.TOO_LARGE, f"{_name(peer)} answered with more than {MAX_ANSWER} bytes"
            )
        chunks.append(chunk)
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(chunks)


def _misread(peer: tuple[str, int], wrong: http.client.HTTPException) -> Trouble:
    if isinstance(wrong, http.client.IncompleteRead):
        return Trouble(Cause.CUT_ANSWER, f"{_name(peer)} ended its answer early")
    return Trouble(Cause.NOT_HTTP, f"{_name(peer)} does not speak HTTP there ({type(wrong).__name__})")


def _unreached(peer: tuple[str, int], wrong: OSError) -> LookError:
    name = _name(peer)
    if isinstance(wrong, socket.gaierror):
        return Trouble(Cause.UNKNOWN_NAME, f"{name}: the name is not known")
    if isinstance(wrong, http.client.RemoteDisconnected):
        return Trouble(Cause.HUNG_UP, f"{name}: closed the connection without an answer")
    told = f"{name}: {(wrong.strerror or type(wrong).__name__).lower()}"
    if isinstance(wrong, ConnectionRefusedError):
        return Trouble(Cause.CONNECTION_REFUSED, told)
    if isinstance(wrong, ConnectionError):
        return Trouble(Cause.HUNG_UP, told)
    if wrong.errno in {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}:
        return Trouble(Cause.NO_ROUTE, told)
    return LookError(LookFailureKind.UNREACHABLE, told)


def _name(peer: tuple[str, int]) -> str:
    return f"{peer[0]}:{peer[1]}"
