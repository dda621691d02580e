"""What a signer does: one request in, the same request with its signature out. Pure.

A plug-in (entry point of the group `gridwatch.signers`) is a function that takes its `options` and returns
such a signer; see docs/integrators.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_WORD, _DRAWN = 16, 64  # bytes of a word, words drawn at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """One request, ready to be sent by POST."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    signed: frozenset[str] = field(default_factory=frozenset)  # headers and parameters never to be shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """What one attempt is signed with."""

    keys: Sequence[str]  # secret values, the one in force first
    message_id: str  # webhook-id
    at: datetime  # of this attempt, timezone-aware
    nonce: str  # a random word of this attempt


class Signer(Protocol):
    """Signs one attempt."""

    def __call__(self, request: Outgoing, signing: Signing) -> Outgoing:
        """Return the request with its signature; BadSecret where the secret cannot sign."""
        ...


def random_words(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Iterator[str]:
    """Give out a new word for each attempt, 128 random bits as hex.

    Drawn 64 at a time: a system call for each costs as much as the signature.
    """
    while True:
        drawn = random_bytes(_WORD * _DRAWN)
        yield from (drawn[i : i + _WORD].hex() for i in range(0, len(drawn), _WORD))


def query_of(url: str) -> list[tuple[str, str]]:
    """Return the query parameters of an address, decoded, in order."""
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def with_parameters(request: Outgoing, added: Mapping[str, str], *, where: str, secret: str) -> Outgoing:
    """Return the request with parameters in its query or headers; the one called `secret` is never shown."""
    signed = request.signed | {secret}
    if where == "headers":
        return replace(request, headers={**request.headers, **added}, signed=signed)
    parts = urlsplit(request.url)
    query = "&".join(filter(None, (parts.query, urlencode(added, quote_via=quote))))
    return replace(request, url=urlunsplit(parts._replace(query=query)), signed=signed)
