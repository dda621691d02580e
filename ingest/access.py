"""What is known about reaching a camera: the addresses and the login that worked last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, get_args

from core.errors import LookError
from core.look import LookFailureKind

LoginKind = Literal["digest", "basic", "wsse", "none"]
MediaKind = Literal["media1", "media2"]

_SHAPE = 1  # grows when the meaning of a field changes; older rows are then looked up anew


class LoginRefused(LookError):
    """A camera refused what we showed it. `attempts` is how many logins it counted against us, 0 to 2.

    With 0 the login was right and the account lacks a permission.
    """

    def __init__(self, detail: str, *, attempts: int) -> None:
        super().__init__(LookFailureKind.LOGIN_REFUSED, detail)
        self.attempts = attempts


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceInfo:
    """What the device says it is; empty where it does not say."""

    manufacturer: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""
    hardware: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """Where a camera's pictures are, as last found. No address holds a user or password."""

    snapshot_url: str | None = None  # JPEG over HTTP
    rtsp_url: str | None = None  # main stream
    substream_url: str | None = None  # smaller stream of the same source; None when there is one stream
    login: LoginKind = "none"  # what the device service accepted
    clock_offset_s: float = 0.0  # the camera's clock minus ours, seconds
    profile_token: str | None = None  # media profile the snapshot belongs to
    media: MediaKind | None = None  # media service that answered
    device: DeviceInfo | None = None
    refreshed_at: datetime | None = None  # when the device was last asked, UTC

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; `from_json` reads them back."""
        plain = asdict(self)
        plain["refreshed_at"] = self.refreshed_at.isoformat() if self.refreshed_at else None
        return {"shape": _SHAPE} | plain

    @classmethod
    def from_json(cls, stored: object) -> Recalled:
        """Read what `to_json` wrote. Anything else gives no addresses and the reason; never raises."""
        if not isinstance(stored, Mapping):
            return Recalled(addresses=None, reason=f"expected a mapping, found {type(stored).__name__}")
        if stored.get("shape") != _SHAPE:
            return Recalled(addresses=None, reason=f"shape {stored.get('shape')!r} is not {_SHAPE}")
        try:
            return Recalled(addresses=_read(stored), reason="")
        except (ValueError, TypeError) as wrong:
            return Recalled(addresses=None, reason=str(wrong))


@dataclass(frozen=True, kw_only=True, slots=True)
class Recalled:
    """What a memory gave back: addresses, or the reason why there are none."""

    addresses: Addresses | None
    reason: str  # empty when there are addresses


class Memory(Protocol):
    """Where addresses are kept between looks. The wiring backs it by the store."""

    def recall(self, camera_id: str) -> dict[str, Any] | None:
        """Return what was remembered for the camera, or None."""
        ...

    def remember(self, camera_id: str, what: dict[str, Any]) -> None:
        """Keep `what`, replacing what was there."""
        ...


def _read(stored: Mapping[str, Any]) -> Addresses:
    device = stored.get("device")
    if device is not None:
        if not isinstance(device, Mapping):
            raise TypeError("device is not a mapping")
        device = DeviceInfo(**{name: str(device.get(name) or "") for name in DeviceInfo.__slots__})
    offset = float(stored.get("clock_offset_s") or 0.0)
    refreshed = stored.get("refreshed_at")
    return Addresses(
        snapshot_url=_text(stored, "snapshot_url"),
        rtsp_url=_text(stored, "rtsp_url"),
        substream_url=_text(stored, "substream_url"),
        login=_one_of(stored, "login", LoginKind) or "none",
        clock_offset_s=offset,
        profile_token=_text(stored, "profile_token"),
        media=_one_of(stored, "media", MediaKind),
        device=device,
        refreshed_at=datetime.fromisoformat(refreshed) if refreshed else None,
    )


def _text(stored: Mapping[str, Any], name: str) -> str | None:
    value = stored.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} is {type(value).__name__}, expected text")
    return value


def _one_of(stored: Mapping[str, Any], name: str, kinds: Any) -> Any:
    value = stored.get(name)
    if value is not None and value not in get_args(kinds):
        raise ValueError(f"{name} is {value!r}, expected one of {', '.join(get_args(kinds))}")
    return value
