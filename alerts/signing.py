"""Standard Webhooks 1.0.0 signatures (https://www.standardwebhooks.com), symmetric kind `v1`.

Signed bytes are `<id>.<unix seconds>.<raw body>`; the signature is base64(HMAC-SHA256). A secret is
`whsec_<base64 key>`. During a rotation a secret value holds several keys separated by spaces: every
one of them signs, newest first, and any of them verifies. Own code rather than the published
library, because that library signs eight hours off when given a +08:00 time and raises ValueError
on a malformed signature; the tests hold both against each other.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

TOLERANCE_S = 300  # both ways, as in the published libraries
MAX_SIGNATURES = 16  # more in one header is nobody's rotation
_PREFIX = "whsec_"


class BadSecret(ValueError):
    """A signing secret is empty or not base64. The message never holds the value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What a correct signature vouches for."""

    id: str  # webhook-id: the same for every repeat of one message
    sent_at: int  # webhook-timestamp of this attempt, unix seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Unverified:
    """Why a message is not believed."""

    reason: str


def read_keys(secret: str) -> tuple[bytes, ...]:
    """Return the keys of a secret value, newest first; BadSecret when there is none or one is no base64."""
    keys = []
    for item in secret.split():
        encoded = item.removeprefix(_PREFIX)
        try:
            key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadSecret(f"a signing secret must be {_PREFIX} followed by base64") from error
        if not key:
            raise BadSecret(f"a signing secret is empty after {_PREFIX}")
        keys.append(key)
    if not keys:
        raise BadSecret(f"a signing secret is empty; make one: echo {_PREFIX}$(openssl rand -base64 32)")
    return tuple(keys)


def sign(secret: str, *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers for one attempt made `at` (timezone-aware)."""
    if at.tzinfo is None:
        raise ValueError("signing needs a timezone-aware time")
    seconds = int(at.timestamp())
    signatures = " ".join(_signature(key, message_id, seconds, body) for key in read_keys(secret))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signatures,
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Verified | Unverified:
    """Check a message as received. Header names in any case; `body` is the raw bytes.

    Raises BadSecret only for our own secret; whatever the sender did wrong is told as Unverified.
    """
    keys = read_keys(secret)
    given = {name.lower(): value for name, value in headers.items()}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        if not given.get(name):
            return Unverified(reason=f"the header {name} is missing")
    message_id, stamp = given["webhook-id"], given["webhook-timestamp"]
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return Unverified(reason="webhook-timestamp is not a number of unix seconds")
    seconds = int(stamp)
    offset = now.timestamp() - seconds
    if abs(offset) > TOLERANCE_S:
        which = "old" if offset > 0 else "far in the future"
        return Unverified(reason=f"webhook-timestamp is too {which}: {abs(offset):.0f} s; check both clocks")
    offered = given["webhook-signature"].split()
    if len(offered) > MAX_SIGNATURES:
        return Unverified(reason=f"more than {MAX_SIGNATURES} signatures")
    expected = [_signature(key, message_id, seconds, body).encode() for key in keys]
    matches = [hmac.compare_digest(e, o.encode("utf-8", "replace")) for e in expected for o in offered]
    if not any(matches):
        return Unverified(reason="no signature fits; check the secret, and that the raw body was signed")
    return Verified(id=message_id, sent_at=seconds)


def _signature(key: bytes, message_id: str, seconds: int, body: bytes) -> str:
    signed = b".".join((message_id.encode(), str(seconds).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def new_key(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a signing key of 32 random bytes as `whsec_<base64>`."""
    return _PREFIX + base64.b64encode(random_bytes(32)).decode()
