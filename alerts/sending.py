"""One attempt to hand one delivery to its receiver. Tries once, never raises for what a receiver does."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from yarl import URL

from alerts.pacing import Pace
from alerts.receivers import CheckedResolver, Lookup
from alerts.requests import outgoing
from alerts.retry import Answer, read_retry_after
from alerts.signers.base import Outgoing, Signing, random_words
from alerts.signers.choice import keys_at, signer_of
from alerts.signing import BadSecret
from alerts.store.base import Delivery
from alerts.success import judge
from core.clock import Clock
from core.config.receiver import Receiver
from core.errors import ReceiverRefused
from core.secrets import Secrets

MAX_ANSWER = 64 * 1024
_DETAIL = 500  # characters kept in the ledger


class Sender:
    """Holds the connections to one receiver; lives inside one event loop.

    `secrets` hold its signing secret. Where the administrator has not set it nothing is sent unsigned,
    and every attempt says so.
    """

    def __init__(
        self,
        receiver: Receiver,
        *,
        secrets: Secrets,
        clock: Clock,
        most: int,
        lookup: Lookup | None = None,
        nonce: Callable[[], str] | None = None,
    ) -> None:
        self._receiver = receiver
        self._secrets = secrets
        self._signer = signer_of(receiver)
        self._nonce = nonce or partial(next, random_words())
        self._pace = Pace(receiver.rate.per_s)
        self._clock = clock
        self._resolver = CheckedResolver(receiver, lookup)
        self._session = ClientSession(
            connector=TCPConnector(resolver=self._resolver, use_dns_cache=False, limit=most),
            timeout=ClientTimeout(total=receiver.timeout_s, connect=min(10.0, receiver.timeout_s)),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,  # a few bytes must not become gigabytes
            trust_env=False,  # a proxy would resolve the name again, unchecked
            headers={"user-agent": "Gridwatch", "accept-encoding": "identity"},
        )

    def request(self, delivery: Delivery) -> Outgoing:
        """Return what an attempt would send now; BadSecret where the secret cannot sign."""
        now = self._clock.now()
        keys = keys_at(self._receiver, self._secrets, now)
        if not keys:
            raise BadSecret("is not set; add it to the secrets file")
        signing = Signing(keys=keys, message_id=delivery.id, at=now, nonce=self._nonce())
        return outgoing(self._receiver, self._signer, delivery.body, signing)

    async def attempt(self, delivery: Delivery) -> Answer:
        """Send once and return what came of it."""
        started = self._clock.monotonic()

        def took() -> float:
            return self._clock.monotonic() - started

        try:
            self._resolver.check_url(self._receiver.url)
            await self._pace.turn()
            started = self._clock.monotonic()
            request = self.request(delivery)
            async with self._session.post(
                URL(request.url, encoded=True),  # as it was signed
                data=request.body,
                headers=request.headers,
                allow_redirects=False,
            ) as response:
                return await self._read(response, took)
        except ReceiverRefused as error:
            return Answer(status=None, detail=str(error)[:_DETAIL], took_s=took(), refused=True)
        except BadSecret as error:
            detail = f"receiver {self._receiver.name}: secret {self._receiver.secret}: {error}"
            return Answer(status=None, detail=detail[:_DETAIL], took_s=took(), refused=True)
        except TimeoutError:
            detail = f"no answer within {self._receiver.timeout_s:g} s"
            return Answer(status=None, detail=detail, took_s=took())
        except (ClientError, OSError) as error:
            return Answer(status=None, detail=_plain(_said_of(error)), took_s=took())
        except UnicodeError:
            detail = f"receiver {self._receiver.name}: the name in its address is none"
            return Answer(status=None, detail=detail, took_s=took())

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def _read(self, response: ClientResponse, took: Callable[[], float]) -> Answer:
        body = await _bounded(response)
        status = response.status
        said = body[: 4 * _DETAIL].decode("utf-8", "replace").strip()
        told = f"{status} {response.reason or ''}".strip()
        if 300 <= status < 400:
            told += " (redirects are not followed; configure the final address)"
        verdict = judge(self._receiver.success, status, _json(body))
        if verdict.refusal is not None:
            told += f" ({verdict.refusal})"
        return Answer(
            status=status,
            detail=_plain(f"{told}: {said}" if said else told),
            took_s=took(),
            retry_after_s=read_retry_after(response.headers.get("Retry-After"), self._clock.now()),
            declined=verdict.refusal is not None,
            case_number=verdict.case_number,
        )


async def _bounded(response: ClientResponse) -> bytes:
    """Return at most MAX_ANSWER bytes; what breaks off or drips is cut, for the status has been said."""
    body = bytearray()
    try:
        while len(body) < MAX_ANSWER:
            part = await response.content.read(MAX_ANSWER - len(body))
            if not part:
                return bytes(body)
            body += part
    except (ClientError, OSError):  # a time-out is an OSError, too
        pass
    response.close()  # the rest is not read, so the connection is not used again
    return bytes(body)


def _said_of(error: Exception) -> str:
    """Return an error in its own words without the address: its query may hold a signature, or a key."""
    if isinstance(error, ClientResponseError):
        return f"no HTTP answer that can be read: {' '.join(error.message.split())}"
    if isinstance(error, InvalidURL):
        return "its address is none"
    return f"{type(error).__name__}: {error}"


def _plain(text: str) -> str:
    """Return the beginning of what a receiver said as text that a database and a terminal take."""
    whole = text[: 2 * _DETAIL].encode("utf-8", "replace").decode()
    clean = whole if whole.isprintable() else "".join(c if c.isprintable() else " " for c in whole)
    return clean.strip()[:_DETAIL]


def _json(body: bytes) -> Any:
    """Return the answer where it is JSON: receivers tell in it how it went, and their case number."""
    try:
        value = json.loads(body)
        if rb"\u" in body:  # half a character, written as an escape, is kept nowhere
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value
