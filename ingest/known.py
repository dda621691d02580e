"""What is known about one camera between looks, and how it is kept over a restart.

A refused login is remembered with a fingerprint of the login, never with the login: it ends when the
credential changes, also over a restart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.config.camera import Camera
from core.secrets import Credential
from ingest.access import Addresses
from ingest.quality import QualityState
from ingest.ways import WayKind

_SHAPE = 1  # grows when the meaning of a field changes; older records are then learned anew
SALT_BYTES = 16


@dataclass(slots=True, eq=False)
class Known:
    """Everything that one look leaves for the next."""

    reach: str  # fingerprint of the camera's access settings: what is known is void when they change
    credential: Credential | None  # with which it was learned; not kept
    addresses: Addresses | None = None
    worked: WayKind | None = None
    refused_ways: set[WayKind] = field(default_factory=set)
    refused: int = 0  # logins refused since the last accepted one
    quality: QualityState = field(default_factory=QualityState)
    failures: int = 0  # looks in a row without a picture; not kept
    asked_at: float | None = None  # monotonic seconds of the last ONVIF conversation; not kept
    better_at: float = 0.0  # monotonic seconds from which a preferred way is tried again; not kept
    better_wait_s: float = 60.0  # how long it was, or will be, put off; not kept
    kept_at: float = 0.0  # monotonic seconds of the last writing; not kept
    dirty: bool = False  # whether something was learned that must be written at once; not kept

    def to_json(self, salt: bytes) -> dict[str, Any]:
        """Return plain JSON types. `salt`: SALT_BYTES fresh random bytes. Slow (50 ms) after a refusal."""
        mark = None
        if self.refused and self.credential is not None:
            mark = {"salt": salt.hex(), "print": fingerprint(self.credential, salt)}
        return {
            "shape": _SHAPE,
            "reach": self.reach,
            "addresses": self.addresses.to_json() if self.addresses else None,
            "worked": self.worked.value if self.worked else None,
            "refused_ways": sorted(self.refused_ways),
            "refused": self.refused,
            "login": mark,
            "quality": self.quality.to_json(),
        }

    @classmethod
    def recall(cls, kept: object, camera: Camera, credential: Credential | None) -> Known:
        """Read what `to_json` wrote, as far as it still holds; never raises.

        Other access settings void everything, another credential ends a refusal.
        """
        known = cls(reach=reach_of(camera), credential=credential)
        if not isinstance(kept, Mapping) or kept.get("shape") != _SHAPE:
            return known
        if kept.get("reach") != known.reach:
            return known
        known.quality = QualityState.from_json(kept.get("quality"))
        known.addresses = Addresses.from_json(kept.get("addresses")).addresses
        try:
            known.worked = WayKind(kept["worked"]) if kept.get("worked") else None
            refused = int(kept.get("refused") or 0)
            ways = {WayKind(way) for way in kept.get("refused_ways") or ()}
        except (TypeError, ValueError):
            return known
        if refused and _is_same(credential, kept.get("login")):
            known.refused, known.refused_ways = refused, ways
        return known

    def meet(self, credential: Credential | None) -> bool:
        """Take note of the present credential; returns whether it ended a refusal."""
        if credential == self.credential:
            return False
        self.credential = credential
        ended = bool(self.refused)
        self.refused = 0
        self.refused_ways.clear()
        return ended


def reach_of(camera: Camera) -> str:
    """Return a fingerprint of how the camera is reached; it holds no secret."""
    plain = json.dumps(
        camera.access.model_dump(mode="json", exclude={"credential", "host_key"}), sort_keys=True
    )
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()


def fingerprint(credential: Credential, salt: bytes) -> str:
    """Return a slow, salted hash: whoever reads the database does not learn the password from it."""
    login = f"{credential.user}\0{credential.password}".encode()
    return hashlib.scrypt(login, salt=salt, n=2**13, r=8, p=1, dklen=16).hex()


def _is_same(credential: Credential | None, mark: object) -> bool:
    if credential is None or not isinstance(mark, Mapping):
        return False
    try:
        return bool(fingerprint(credential, bytes.fromhex(mark["salt"])) == mark["print"])
    except (KeyError, TypeError, ValueError):
        return False
