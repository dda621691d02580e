"""What one attempt sends: address, headers and body, signed for this instant. Pure; sending is `sending.py`'s.

The body is what the outbox holds, byte for byte, in every attempt; only what depends on time is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from alerts.mapping.body import FORM_TYPE, JSON_TYPE
from alerts.message import CONTENT_TYPE
from alerts.signers.base import Outgoing, Signer, Signing, query_of
from core.config.receiver import Receiver

HIDDEN = "***"
_KEY, _WORD = 16, 6  # characters from which part of a path may be a key, by a word of at least so many
_BETWEEN = re.compile(r"[-_.~:=]")
_SECRETIVE = ("token", "secret", "password", "passwd", "pwd", "key", "sign", "signature", "ticket")


def outgoing(receiver: Receiver, signer: Signer, body: bytes, signing: Signing) -> Outgoing:
    """Return the request of one attempt; BadSecret where the secret cannot sign."""
    headers = {"content-type": content_type(body), "webhook-id": signing.message_id}
    return signer(Outgoing(url=receiver.url, headers=headers, body=body), signing)


def content_type(body: bytes) -> str:
    """Return what a kept body is; told by itself, for the receiver's file may have changed since."""
    if body.startswith(b'{"specversion":'):
        return CONTENT_TYPE
    return JSON_TYPE if body.startswith((b"{", b"[")) else FORM_TYPE


def shown_url(request: Outgoing) -> str:
    """Return the address with every signature, and whatever is called like a secret, hidden."""
    parts = urlsplit(request.url)
    path = "/".join(HIDDEN if _keylike(segment) else segment for segment in parts.path.split("/"))
    pairs = [(name, HIDDEN if _hidden(name, request) else value) for name, value in query_of(request.url)]
    query = urlencode(pairs, quote_via=quote, safe="*")
    return urlunsplit(parts._replace(path=path, query=query))


def shown_headers(request: Outgoing) -> Mapping[str, str]:
    """Return the headers with every signature hidden."""
    return {
        name: HIDDEN if _hidden(name, request) else value for name, value in sorted(request.headers.items())
    }


def _keylike(segment: str) -> bool:
    """Return whether a part of a path looks like a key, as chat robots carry theirs: long, letters among digits."""
    words = _BETWEEN.split(unquote(segment))
    mixed = any(len(word) >= _WORD and not word.isalpha() and not word.isdigit() for word in words)
    return mixed and len(segment) >= _KEY


def _hidden(name: str, request: Outgoing) -> bool:
    lower = name.lower()
    return name in request.signed or any(
        lower == word or lower.endswith((f"-{word}", f"_{word}")) for word in _SECRETIVE
    )
