"""HTTP digest (RFC 2617, RFC 7616), pure: a challenge in, an Authorization header out.

Not left to requests, because its retry reads the refused answer without a limit or a deadline,
and because the number of times a login is shown must be ours to count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.secrets import Credential

_ALGORITHMS: dict[str, str] = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_PAIR = re.compile(r'(?<![\w-])(\w[\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


@dataclass(frozen=True, kw_only=True, slots=True)
class Challenge:
    """What a server wants to see proven."""

    realm: str
    nonce: str
    algorithm: str = "MD5"  # as sent, upper case; may end in -SESS
    qop: str | None = None  # "auth", or None for the RFC 2069 form
    opaque: str | None = None
    stale: bool = False  # the login was right, only the nonce was too old
    named_algorithm: bool = False  # whether the server named it; some refuse an echo they did not send


def parse_challenge(headers: Sequence[str]) -> Challenge | None:
    """Return the first digest challenge we can answer in the WWW-Authenticate headers, or None.

    Takes several headers and several schemes in one header; the server lists what it prefers first.
    """
    for header in headers:
        for scheme, fields in _split(header):
            if scheme != "digest" or "nonce" not in fields or "realm" not in fields:
                continue
            algorithm = fields.get("algorithm", "MD5").upper()
            if algorithm.removesuffix("-SESS") not in _ALGORITHMS:
                continue
            offered = [word.strip().lower() for word in fields.get("qop", "").split(",") if word.strip()]
            if offered and "auth" not in offered:
                continue  # auth-int only: no camera is known to ask for it
            return Challenge(
                realm=fields["realm"],
                nonce=fields["nonce"],
                algorithm=algorithm,
                qop="auth" if offered else None,
                opaque=fields.get("opaque"),
                stale=fields.get("stale", "").lower() == "true",
                named_algorithm="algorithm" in fields,
            )
    return None


def authorization(
    challenge: Challenge, credential: Credential, *, method: str, uri: str, count: int, cnonce: str
) -> str:
    """Return the value of the Authorization header (RFC 7616 section 3.4).

    `uri` is path and query as sent, `count` how often this nonce has been used, from 1. Bytes of the challenge
    that are no UTF-8 (a Chinese realm in GBK) stand in it as surrogates and go back as they came.
    """
    digest = _digest_of(challenge.algorithm)
    secret = digest(f"{credential.user}:{challenge.realm}:{credential.password}")
    if challenge.algorithm.endswith("-SESS"):
        secret = digest(f"{secret}:{challenge.nonce}:{cnonce}")
    request = digest(f"{method}:{uri}")
    used = f"{count:08x}"
    middle = f"{used}:{cnonce}:{challenge.qop}:" if challenge.qop else ""
    response = digest(f"{secret}:{challenge.nonce}:{middle}{request}")
    parts = [
        f'username="{_quoted(credential.user)}"',
        f'realm="{_quoted(challenge.realm)}"',
        f'nonce="{_quoted(challenge.nonce)}"',
        f'uri="{uri}"',
        f'response="{response}"',
    ]
    if challenge.named_algorithm:
        parts.append(f"algorithm={challenge.algorithm}")
    if challenge.opaque is not None:
        parts.append(f'opaque="{_quoted(challenge.opaque)}"')
    if challenge.qop:
        parts.append(f'qop={challenge.qop}, nc={used}, cnonce="{cnonce}"')
    return "Digest " + ", ".join(parts)


def _digest_of(algorithm: str) -> Callable[[str], str]:
    name = _ALGORITHMS[algorithm.removesuffix("-SESS")]
    return lambda text: hashlib.new(
        name, text.encode("utf-8", "surrogateescape"), usedforsecurity=False
    ).hexdigest()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _split(header: str) -> list[tuple[str, dict[str, str]]]:
    """Split a header into `(scheme, fields)`. A scheme is a known word outside of quotes."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', lambda quoted: '"' + "x" * (len(quoted[0]) - 2) + '"', header)
    starts = [
        (found.start(1), found.end(1))
        for found in re.finditer(
            r"(?:^|,)\s*(Digest|Basic|Bearer|Negotiate|NTLM)(?=\s|,|$)", bare, re.IGNORECASE
        )
    ]
    ends = [start for start, _ in starts[1:]] + [len(header)] * bool(starts)
    return [
        (
            header[start:after].lower(),
            {
                pair[1].lower(): re.sub(r"\\(.)", r"\1", pair[2]) if pair[2] is not None else pair[3]
                for pair in _PAIR.finditer(header[after:end])
            },
        )
        for (start, after), end in zip(starts, ends, strict=True)
    ]
