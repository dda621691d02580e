"""Expiring signed links to evidence: whoever holds one may fetch one picture until it expires.

The signature is HMAC-SHA256 over the picture's key and the expiry, so that a receiver without an
account can show the picture, and cannot guess its way to another one. Nothing is stored; a link is
withdrawn by changing the key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode

KEY_BYTES = 16  # a shorter key could be guessed
_CONTEXT = b"gridwatch evidence link v1\n"  # one key may sign other things elsewhere


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceLinks:
    """Makes and checks links below `base_url`, each valid for `valid_s` seconds."""

    base_url: str  # e.g. "https://gridwatch.example.gov.cn/evidence"
    key: bytes = field(repr=False)  # at least KEY_BYTES long
    valid_s: float

    def __post_init__(self) -> None:
        if len(self.key) < KEY_BYTES:
            raise ValueError(f"the key of evidence links needs at least {KEY_BYTES} bytes")

    def link(self, picture_key: str, now: datetime) -> str:
        """Return `<base>/<picture key>?expires=<unix seconds>&signature=<base64url>`."""
        expires = int(now.timestamp() + self.valid_s)
        query = urlencode({"expires": expires, "signature": self._signature(picture_key, expires)})
        return f"{self.base_url.rstrip('/')}/{quote(picture_key)}?{query}"

    def refuse(self, picture_key: str, expires: str, signature: str, now: datetime) -> str | None:
        """Return why a link is not good, or None when it is."""
        if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):
            return "expires is not a number of unix seconds"
        expected = self._signature(picture_key, int(expires))
        # The signature first: an expired link tells nothing to somebody who made it up.
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            return "the signature does not fit this picture and expiry"
        if now.timestamp() >= int(expires):
            return "the link has expired; ask for a new one"
        return None

    def _signature(self, picture_key: str, expires: int) -> str:
        signed = _CONTEXT + f"{expires}\n{picture_key}".encode()
        digest = hmac.new(self.key, signed, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def evidence_links(*, base_url: str, secret: str | None, valid_s: float) -> EvidenceLinks | None:
    """Return the links of this Gridwatch, or None where they are off or no secret is set."""
    if not base_url or not secret:
        return None
    key = hashlib.sha256(_CONTEXT + secret.encode()).digest()  # the secret itself may sign other things
    return EvidenceLinks(base_url=base_url, key=key, valid_s=valid_s)
