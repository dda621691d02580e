"""One JPEG over HTTP: open, get, check, decode; every way in which that fails is named."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from core.clock import Clock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.http_login import Logins
from ingest.picture import SNIFF_BYTES, decode, describe, sniff
from ingest.shown import shown

REDIRECTS = 2
"""Redirects followed, on the same host only."""

KEEP_ALIVE_S = 90.0
"""A connection is kept open between looks for this long, where the camera allows it."""

_CHUNK = 64 * 1024
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot(Generic[T]):
    """A decoded picture and the camera's own bytes."""

    image: Image = field(repr=False)  # (h, w, 3) uint8 BGR
    jpeg: bytes | None = field(repr=False)  # None when the camera sent a PNG
    judged: T  # what was made of the picture where it was decoded


class Snapshots:
    """Takes snapshots; one per event loop. Connections are kept between looks.

    Certificates are not verified: cameras sign their own, and their addresses come from our own
    configuration. That is why a basic login is only shown to a camera that offers nothing better.
    """

    def __init__(
        self,
        looking: Looking,
        *,
        cnonce: Callable[[], str],
        decoder: Executor,
        clock: Clock,
        keep: int = 10_000,
    ) -> None:
        """`keep`: origins whose connections stay open between looks; those met later are opened anew each time."""
        self._looking = looking
        self._keep = keep
        self._clock = clock
        self._kept: dict[str, float] = {}  # when origins were last asked, longest ago first; at most `keep`
        self._logins = Logins(cnonce)
        self._read = lru_cache(keep)(_url)  # the same addresses at every look; redirects are not among them
        self._decoder = decoder
        self._sessions: dict[bool, aiohttp.ClientSession] = {}  # by whether connections are kept

    async def take(
        self,
        url: str,
        credential: Credential | None,
        *,
        judge: Callable[[Image], T],
        max_side: int | None = None,
    ) -> Snapshot[T]:
        """Return the picture at `url`. `max_side`: see `picture.decode`.

        `judge` is called where the picture was decoded, in the decoder's thread: to go there a second time would
        cost more than many a judgement.

        Raises:
            LookError: by kind; `LoginRefused` tells how many logins the camera counted.
        """
        try:
            data = await self._get(self._read(url), credential)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _named(error, shown(url)) from None  # aiohttp's own text may hold the query
        except UnicodeError:
            raise LookError(LookFailureKind.NO_ADDRESS, f"{shown(url)} has a name that is none") from None
        loop = asyncio.get_running_loop()

        def work() -> tuple[Image, T]:
            image = decode(data, max_pixels=self._looking.max_pixels, max_side=max_side)
            return image, judge(image)

        image, judged = await loop.run_in_executor(self._decoder, work)
        return Snapshot(image=image, jpeg=data if sniff(data) == "jpeg" else None, judged=judged)

    async def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def _get(self, url: URL, credential: Credential | None) -> bytes:
        redirects = 0
        login = self._logins.open(str(url.origin()), credential)
        authorization = login.first(url.raw_path_qs)
        while True:
            async with self._asked(url, authorization) as response:
                if response.status == 401:
                    challenges = response.headers.getall("WWW-Authenticate", [])
                    await _drain(response)
                    authorization = login.again(challenges, url.raw_path_qs)
                    continue
                if response.status in {301, 302, 303, 307, 308} and redirects < REDIRECTS:
                    redirects += 1
                    url = _followed(url, response.headers.get("Location", ""))
                    login = self._logins.open(str(url.origin()), credential)
                    authorization = login.first(url.raw_path_qs)
                    continue
                _check_status(response, url, attempts=int(authorization is not None))
                return await self._body(response, url)

    def _asked(
        self, url: URL, authorization: str | None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        headers = {"Accept": "image/jpeg, image/*;q=0.5, */*;q=0.1", "Accept-Encoding": "identity"}
        if authorization is not None:
            headers["Authorization"] = authorization
        session = self._open(keep=self._keeps(str(url.origin())))
        return session.get(url, headers=headers, allow_redirects=False)

    def _keeps(self, origin: str) -> bool:
        """Whether there is room for one more connection: who has not been asked for long has lost his anyway."""
        now = self._clock.monotonic()
        if origin not in self._kept and len(self._kept) >= self._keep:
            oldest = next(iter(self._kept), None)
            if oldest is None or now - self._kept[oldest] <= KEEP_ALIVE_S:
                return False
            del self._kept[oldest]
        self._kept.pop(origin, None)
        self._kept[origin] = now
        return True

    async def _body(self, response: aiohttp.ClientResponse, url: URL) -> bytes:
        limit = self._looking.max_bytes
        if (response.content_length or 0) > limit:
            raise LookError(
                LookFailureKind.TOO_LARGE,
                f"{shown(str(url))} announces {response.content_length} bytes, allowed are {limit}",
            )
        data = bytearray()
        checked = False
        async for chunk in response.content.iter_chunked(_CHUNK):
            data += chunk
            if not checked and len(data) >= SNIFF_BYTES:
                checked = True
                if sniff(bytes(data[:SNIFF_BYTES])) is None:  # an endless stream must not be read to its end
                    break
            if len(data) > limit:
                raise LookError(
                    LookFailureKind.TOO_LARGE, f"{shown(str(url))} sent more than the {limit} bytes allowed"
                )
        if sniff(bytes(data[:SNIFF_BYTES])) is None:
            raise LookError(
                LookFailureKind.NOT_A_PICTURE, f"{shown(str(url))} sent {describe(bytes(data[:512]))}"
            )
        return bytes(data)

    def _open(self, *, keep: bool) -> aiohttp.ClientSession:
        if keep not in self._sessions:
            looking = self._looking
            unverified = ssl.create_default_context()
            unverified.check_hostname = False
            unverified.verify_mode = ssl.CERT_NONE
            self._sessions[keep] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,  # the schedule's budgets are the limit
                    ssl=unverified,
                    **({"keepalive_timeout": KEEP_ALIVE_S} if keep else {"force_close": True}),
                ),
                timeout=aiohttp.ClientTimeout(
                    total=looking.open_s + looking.read_s,  # a camera that drips is cut off here
                    sock_connect=looking.open_s,
                    sock_read=looking.read_s,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # a small body must not grow in memory
            )
        return self._sessions[keep]


def _url(text: str) -> URL:
    try:
        url = URL(text, encoded="%" in text)
    except ValueError:
        raise LookError(LookFailureKind.NO_ADDRESS, f"{shown(text)} is not an address") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise LookError(LookFailureKind.NO_ADDRESS, f"{shown(text)} is not an http(s) address")
    return url.with_user(None)


def _followed(url: URL, location: str) -> URL:
    if not location:
        raise LookError(LookFailureKind.BAD_ANSWER, f"{shown(str(url))} redirects to nowhere")
    try:
        to = _url(urljoin(str(url), location))
    except (ValueError, LookError):  # what was configured is an address: the camera leads to none
        raise LookError(LookFailureKind.BAD_ANSWER, f"{shown(str(url))} redirects to no address") from None
    if to.host != url.host or (url.scheme == "https" and to.scheme == "http"):
        raise LookError(
            LookFailureKind.BAD_ANSWER,
            f"{shown(str(url))} redirects to {shown(str(to))}, which is not followed: another host, or without TLS",
        )
    return to


def _check_status(response: aiohttp.ClientResponse, url: URL, *, attempts: int) -> None:
    if response.status == 403:
        raise LoginRefused(f"{shown(str(url))} answered 403: the user may not do this", attempts=attempts)
    if response.status != 200:
        raise LookError(LookFailureKind.BAD_ANSWER, f"{shown(str(url))} answered {response.status}")


async def _drain(response: aiohttp.ClientResponse) -> None:
    """Read the little body of a refusal, so that the connection can be used again."""
    if (response.content_length or 0) <= _CHUNK:
        await response.content.read(_CHUNK)


# The first class that fits decides: aiohttp's overlap (a time-out is an OSError as well).
_MEANING: tuple[tuple[type[Exception], LookFailureKind, str], ...] = (
    (TimeoutError, LookFailureKind.TIMEOUT, "did not answer in time"),
    (aiohttp.ClientPayloadError, LookFailureKind.TRUNCATED, "closed the connection within the picture"),
    (aiohttp.ClientConnectorDNSError, LookFailureKind.UNREACHABLE, "has a name that cannot be resolved"),
    (aiohttp.ClientSSLError, LookFailureKind.UNREACHABLE, "makes no TLS connection"),
    (aiohttp.ClientConnectorError, LookFailureKind.UNREACHABLE, "cannot be connected to"),
    (aiohttp.ServerDisconnectedError, LookFailureKind.UNREACHABLE, "closed the connection without an answer"),
    (OSError, LookFailureKind.UNREACHABLE, "broke the connection"),
    (Exception, LookFailureKind.BAD_ANSWER, "did not answer by HTTP"),
)


def _named(error: Exception, where: str) -> LookError:
    kind, words = next((kind, words) for cls, kind, words in _MEANING if isinstance(error, cls))
    number = getattr(error, "errno", None)
    return LookError(kind, f"{where} {words}" + (f" ({os.strerror(number)})" if number else ""))
