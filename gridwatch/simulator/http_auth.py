"""Logins as cameras check them: HTTP digest and basic, and WS-UsernameToken.

Digest follows RFC 7616 with MD5 and qop=auth, and RFC 2617's form without qop, which old RTSP clients
use. Nonces carry their own birth time under an HMAC, so that an unused one costs no memory; the
counts that were used with a nonce are kept in a bounded table, and a count used twice is stale.
The token's digest is Base64(SHA1(nonce + created + password)) (OASIS UsernameToken Profile 1.1).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from core.clock import Clock
from core.secrets import Credential


class Verdict(StrEnum):
    """What became of a login."""

    OK = "ok"
    NONE = "none"  # no login was sent
    STALE = "stale"  # right, but the nonce is too old or its count was used
    WRONG = "wrong"  # user or password
    MALFORMED = "malformed"  # cannot be read, or is for another request
    CLOCK = "clock"  # the token was made too long ago or in the future, by the camera's clock
    REPLAYED = "replayed"  # the token's nonce was used before


_PART = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_MAX_COUNT = 4096  # uses of one nonce; a bit is kept for each


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def parse_parts(header: str) -> dict[str, str]:
    """Read `key="value", key=value` pairs of an Authorization or WWW-Authenticate header."""
    return {
        found[1].lower(): found[2].replace('\\"', '"').replace("\\\\", "\\") if found[3] is None else found[3]
        for found in _PART.finditer(header)
    }


def digest_response(
    login: Credential, *, realm: str, method: str, uri: str, nonce: str, qop: tuple[str, str] | None
) -> str:
    """Return the `response` of RFC 7616 (MD5). `qop` is (nc, cnonce) for qop=auth, None for RFC 2617 without."""
    ha1 = _md5(f"{login.user}:{realm}:{login.password}")
    ha2 = _md5(f"{method}:{uri}")
    middle = f"{nonce}:{qop[0]}:{qop[1]}:auth" if qop else nonce
    return _md5(f"{ha1}:{middle}:{ha2}")


class DigestGuard:
    """Gives out nonces and checks what comes back.

    `secret` signs the nonces; `life_s` is how long one is good; `kept` bounds the table of used counts.
    """

    def __init__(self, *, clock: Clock, secret: bytes, life_s: float = 300.0, kept: int = 20_000) -> None:
        self._clock = clock
        self._secret = secret
        self._life_s = life_s
        self._kept = kept
        self._used: OrderedDict[str, int] = OrderedDict()  # nonce -> bit mask of the counts seen
        self._given = 0

    def challenge(self, realm: str, *, stale: bool = False) -> str:
        """Return the value of a `WWW-Authenticate` header."""
        note = ", stale=true" if stale else ""
        return f'Digest realm="{realm}", qop="auth", algorithm=MD5, nonce="{self._nonce(realm)}"{note}'

    def check(self, header: str | None, *, method: str, uri: str, realm: str, login: Credential) -> Verdict:
        """Judge an Authorization header for `method` on `uri` (path with query, as it was requested)."""
        if not header:
            return Verdict.NONE
        scheme, _, rest = header.partition(" ")
        if scheme.lower() != "digest":
            return Verdict.NONE
        parts = parse_parts(rest)
        if not {"username", "realm", "nonce", "uri", "response"} <= parts.keys():
            return Verdict.MALFORMED
        if parts["realm"] != realm or not _same_target(parts["uri"], uri):
            return Verdict.MALFORMED
        qop = (parts.get("nc", ""), parts.get("cnonce", "")) if "qop" in parts else None
        expected = digest_response(
            login, realm=realm, method=method, uri=parts["uri"], nonce=parts["nonce"], qop=qop
        )
        if parts["username"] != login.user or not hmac.compare_digest(
            expected.encode(), parts["response"].lower().encode()
        ):
            return Verdict.WRONG
        return self._freshness(parts["nonce"], realm, qop)

    def _freshness(self, nonce: str, realm: str, qop: tuple[str, str] | None) -> Verdict:
        born, _, rest = nonce.partition("-")
        if not hmac.compare_digest(self._sign(born, rest[:6], realm), rest[6:]):
            return Verdict.STALE
        if self._clock.monotonic() - int(born, 16) / 1000 > self._life_s:
            return Verdict.STALE
        if qop is None:
            return Verdict.OK
        try:
            count = int(qop[0], 16)
        except ValueError:
            return Verdict.MALFORMED
        used = self._used.pop(nonce, 0)
        if not 0 < count <= _MAX_COUNT or used >> count & 1:
            self._used[nonce] = used
            return Verdict.STALE
        self._used[nonce] = used | 1 << count
        while len(self._used) > self._kept:
            self._used.popitem(last=False)
        return Verdict.OK

    def _nonce(self, realm: str) -> str:
        self._given = (self._given + 1) % 0x1000000
        born, number = f"{int(self._clock.monotonic() * 1000):x}", f"{self._given:06x}"
        return f"{born}-{number}{self._sign(born, number, realm)}"

    def _sign(self, born: str, number: str, realm: str) -> str:
        text = f"{born}:{number}:{realm}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()[:24]


def _same_target(said: str, asked: str) -> bool:
    """Whether the digest is for this request; an absolute address is compared by its path."""
    if said == asked:
        return True
    if "://" in said and "://" not in asked:
        return "/" + said.split("://", 1)[1].partition("/")[2] == asked
    return False


def check_basic(header: str | None, login: Credential) -> Verdict:
    """Judge a basic Authorization header."""
    scheme, _, rest = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return Verdict.NONE
    try:
        said = base64.b64decode(rest.strip(), validate=True)
    except (binascii.Error, ValueError):
        return Verdict.MALFORMED
    right = f"{login.user}:{login.password}".encode()
    return Verdict.OK if hmac.compare_digest(said, right) else Verdict.WRONG


@dataclass(frozen=True, kw_only=True, slots=True)
class UsernameToken:
    """What a WS-Security header says."""

    user: str
    password: str = field(repr=False)  # the digest, or the password itself
    is_digest: bool
    nonce: str = ""  # Base64
    created: str = ""  # xs:dateTime


class TokenGuard:
    """Checks tokens against the camera's own clock and remembers their nonces for as long as they are good."""

    def __init__(self, *, kept: int = 20_000) -> None:
        self._kept = kept
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    def check(
        self,
        token: UsernameToken | None,
        *,
        camera_id: str,
        login: Credential,
        camera_now: datetime,
        window_s: float,
        zulu_only: bool = False,
    ) -> Verdict:
        """Judge a token; a nonce that was good once is refused the second time.

        Plain-text passwords are malformed here: no camera of the reference district takes them.
        """
        if token is None:
            return Verdict.NONE
        if (read := _nonce_and_birth(token)) is None:
            return Verdict.MALFORMED
        nonce, created = read
        made = hashlib.sha1(
            nonce + token.created.encode() + login.password.encode(), usedforsecurity=False
        ).digest()
        right = hmac.compare_digest(base64.b64encode(made), token.password.encode())
        if not right or token.user != login.user or (zulu_only and not token.created.endswith("Z")):
            return Verdict.WRONG
        if abs((camera_now - created).total_seconds()) > window_s:
            return Verdict.CLOCK
        key = (camera_id, token.nonce)
        if key in self._seen:
            return Verdict.REPLAYED
        self._seen[key] = None
        while len(self._seen) > self._kept:
            self._seen.popitem(last=False)
        return Verdict.OK


def _nonce_and_birth(token: UsernameToken) -> tuple[bytes, datetime] | None:
    """Return the raw nonce and when the token was made; None when it is no readable digest token."""
    if not (token.is_digest and token.nonce and token.created):
        return None
    try:
        nonce = base64.b64decode(token.nonce, validate=True)
        created = datetime.fromisoformat(token.created)
    except (binascii.Error, ValueError):
        return None
    return nonce, created if created.tzinfo else created.replace(tzinfo=UTC)
