"""The kinds that come with Gridwatch: Standard Webhooks, HMAC over parameters, MD5 with an expiry, a token."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from alerts.signers.base import Outgoing, Signing, query_of, with_parameters
from alerts.signing import BadSecret, sign
from core.config.signature import HmacQuery, Md5Expiry, Token


@dataclass(frozen=True, slots=True)
class StandardSigner:
    """Standard Webhooks: every key signs, so that a receiver may change its secret whenever it likes."""

    def __call__(self, request: Outgoing, signing: Signing) -> Outgoing:
        """Add the three headers."""
        headers = sign(
            " ".join(signing.keys), message_id=signing.message_id, at=signing.at, body=request.body
        )
        return replace(
            request, headers={**request.headers, **headers}, signed=request.signed | {"webhook-signature"}
        )


@dataclass(frozen=True, slots=True)
class HmacSigner:
    """HMAC over `k=v&k=v`, sorted by name, of the query, the body's part and the three parameters that are added."""

    how: HmacQuery

    def __call__(self, request: Outgoing, signing: Signing) -> Outgoing:
        """Add app id, time, random word and signature."""
        how = self.how
        added = {
            how.app_id_name: how.app_id,
            how.timestamp_name: str(int(signing.at.timestamp() * (1000 if how.clock == "ms" else 1))),
            how.nonce_name: signing.nonce,
        }
        text = text_to_sign([*query_of(request.url), *added.items(), *self._body(request.body)])
        digest = hmac.new(one_key(signing).encode(), text.encode(), how.algorithm).digest()
        added[how.sign_name] = _encoded(digest, how.encoding)
        return with_parameters(request, added, where=how.where, secret=how.sign_name)

    def _body(self, body: bytes) -> list[tuple[str, str]]:
        match self.how.body:
            case "fields":
                return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
            case "text":
                return [("body", body.decode("utf-8", "replace"))]
            case "sha256":
                return [("body", hashlib.sha256(body).hexdigest())]
            case _:
                return []


@dataclass(frozen=True, slots=True)
class ExpirySigner:
    """MD5 of the key followed by the expiry."""

    how: Md5Expiry

    def __call__(self, request: Outgoing, signing: Signing) -> Outgoing:
        """Add expiry and signature."""
        expires = str(int(signing.at.timestamp()) + self.how.valid_s)
        digest = hashlib.md5(f"{one_key(signing)}{expires}".encode(), usedforsecurity=False).hexdigest()
        added = {self.how.expires_name: expires, self.how.sign_name: digest}
        return with_parameters(request, added, where=self.how.where, secret=self.how.sign_name)


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """The secret itself, in a header."""

    how: Token

    def __call__(self, request: Outgoing, signing: Signing) -> Outgoing:
        """Add the header."""
        added = {self.how.header: f"{self.how.prefix}{one_key(signing)}"}
        return with_parameters(request, added, where="headers", secret=self.how.header)


def text_to_sign(parameters: list[tuple[str, str]]) -> str:
    """Return `k=v&k=v`, sorted by name and then value, decoded, empty values left out as platforms do."""
    return "&".join(f"{name}={value}" for name, value in sorted(parameters) if value != "")


def one_key(signing: Signing) -> str:
    """Return the key in force of a kind that carries one signature."""
    if not signing.keys or not signing.keys[0]:
        raise BadSecret("is not set; add it to the secrets file")
    key = signing.keys[0]
    if not key.replace(" ", "").isprintable():
        raise BadSecret("holds a line break or another character that no header can carry")
    if key != key.strip() or " " in key:
        raise BadSecret(
            "holds several keys, and this kind signs with one; name the other by next_secret and switch_at"
        )
    return key


def _encoded(digest: bytes, encoding: str) -> str:
    if encoding == "base64":
        return base64.b64encode(digest).decode()
    return digest.hex().upper() if encoding == "upper_hex" else digest.hex()
