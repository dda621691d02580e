"""SOAP answers to records. Pure; every reader takes the `...Response` element.

Numbers are read leniently ("30.0" where an integer is required, seen on a Dopiz mock): a field that only
informs may be absent, a field without which nothing can be done raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import DeviceInfo
from ingest.onvif.soap import Element, child, children, name_of, text_of
from ingest.onvif.wsdl import MEDIA2, NAMESPACES

_MIN_WIDTH = 640  # pixels; below it a person at 30 m is a handful of pixels
_CAPABILITIES = {
    "Device": NAMESPACES["device"],
    "Media": NAMESPACES["media"],
    "Media2": MEDIA2,
    "PTZ": NAMESPACES["ptz"],
    "Imaging": NAMESPACES["imaging"],
    "Events": NAMESPACES["events"],
    "Recording": "http://www.onvif.org/ver10/recording/wsdl",
    "Search": "http://www.onvif.org/ver10/search/wsdl",
    "Replay": "http://www.onvif.org/ver10/replay/wsdl",
    "DeviceIO": "http://www.onvif.org/ver10/deviceIO/wsdl",
}
# POSIX: "CST-8" is eight hours east of Greenwich; Hikvision writes "CST-8:00:00".
_POSIX_ZONE = re.compile(r"^(?:<[^>]+>|[A-Za-z]+)([+-]?)(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaProfile:
    """One media profile: a video source through an encoder."""

    token: str
    name: str = ""
    source: str = ""  # video source token; on a recorder it tells the channels apart
    encoding: str = ""  # H264, H265, JPEG ...; empty where there is no encoder
    width: int = 0  # pixels; 0 where it is not told
    height: int = 0  # pixels
    fps: float | None = None  # pictures a second
    gop: int | None = None  # pictures from one keyframe to the next
    ptz: bool = False  # whether the camera can be turned through it
    ptz_token: str = ""  # of its PTZ configuration


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A place that a PTZ camera knows by name."""

    token: str
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The profiles that Gridwatch uses."""

    main: MediaProfile  # largest of the first video source: snapshots, evidence
    sub: MediaProfile  # smallest that is at least 640 wide, else the largest; may be `main`


def device_info(answer: Element) -> DeviceInfo:
    """Read GetDeviceInformationResponse."""
    return DeviceInfo(
        manufacturer=text_of(answer, "Manufacturer"),
        model=text_of(answer, "Model"),
        firmware=text_of(answer, "FirmwareVersion"),
        serial=text_of(answer, "SerialNumber"),
        hardware=text_of(answer, "HardwareId"),
    )


def device_time(answer: Element) -> datetime:
    """Read GetSystemDateAndTimeResponse as UTC; from local time and zone where UTC is not told.

    Raises:
        LookError: BAD_ANSWER when it holds no date that exists.
    """
    told = child(answer, "SystemDateAndTime")
    try:
        utc = _date_time(child(told, "UTCDateTime"))
        if utc is not None:
            return utc.replace(tzinfo=UTC)
        local = _date_time(child(told, "LocalDateTime"))
        if local is not None:
            east = zone_east_s(text_of(told, "TimeZone", "TZ"))
            return local.replace(tzinfo=timezone(timedelta(seconds=east))).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise _bad(f"GetSystemDateAndTime: the camera's date does not exist ({wrong})") from None
    raise _bad("GetSystemDateAndTime: the answer holds no date")


def zone_east_s(zone: str) -> int:
    """Return the seconds east of Greenwich of a POSIX zone without its summer rule; 0 where unreadable."""
    found = _POSIX_ZONE.match(zone.strip())
    if found is None:
        return 0
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60 + int(found[4] or 0)
    return seconds if found[1] == "-" else -seconds


def services(answer: Element) -> dict[str, str]:
    """Read GetServicesResponse: namespace to address, as told."""
    found = {
        text_of(one, "Namespace").rstrip("/"): text_of(one, "XAddr") for one in children(answer, "Service")
    }
    return {namespace: address for namespace, address in found.items() if namespace and address}


def capabilities(answer: Element) -> dict[str, str]:
    """Read GetCapabilitiesResponse: namespace to address, as told; looks into nested Extensions."""
    found: dict[str, str] = {}
    level = child(answer, "Capabilities")
    while level is not None:
        for one in children(level):
            namespace, address = _CAPABILITIES.get(name_of(one)), text_of(one, "XAddr")
            if namespace and address:
                found.setdefault(namespace, address)
        level = child(level, "Extension")
    return found


def profiles(answer: Element) -> tuple[MediaProfile, ...]:
    """Read GetProfilesResponse of Media or Media2, in the device's order; those without a token are left out.

    Raises:
        LookError: BAD_ANSWER when profiles are listed and none has a token.
    """
    listed = tuple(children(answer, "Profiles"))
    found = tuple(_profile(one) for one in listed if one.get("token"))
    if listed and not found:
        raise _bad("GetProfiles: no profile has a token")
    return found


def uri(answer: Element) -> str:
    """Read GetSnapshotUriResponse or GetStreamUriResponse of Media or Media2; empty where none is told."""
    return text_of(answer, "MediaUri", "Uri") or text_of(answer, "Uri")


def presets(answer: Element) -> tuple[Preset, ...]:
    """Read GetPresetsResponse; presets without a token cannot be gone to and are left out."""
    return tuple(
        Preset(token=one.get("token", ""), name=text_of(one, "Name"))
        for one in children(answer, "Preset")
        if one.get("token")
    )


def choose(found: Sequence[MediaProfile]) -> Choice | None:
    """Choose among the profiles of the first video source that has an encoder; None when there is none.

    H.264 and H.265 go before JPEG streams, which have no keyframes to save on.
    """
    encoded = [one for one in found if one.encoding or one.width]
    if not encoded:
        return None
    source = encoded[0].source
    same = [one for one in encoded if one.source == source]
    video = [one for one in same if one.encoding.upper() != "JPEG"] or same
    by_size = sorted(video, key=lambda one: one.width * one.height)
    wide = [one for one in by_size if one.width >= _MIN_WIDTH]
    return Choice(main=by_size[-1], sub=wide[0] if wide else by_size[-1])


def sources(found: Sequence[MediaProfile]) -> int:
    """Return how many video sources the profiles show."""
    return len({one.source for one in found if one.encoding or one.width})


def _profile(one: Element) -> MediaProfile:
    encoder = _first(child(one, "VideoEncoderConfiguration"), child(one, "Configurations", "VideoEncoder"))
    source = _first(child(one, "VideoSourceConfiguration"), child(one, "Configurations", "VideoSource"))
    ptz = _first(child(one, "PTZConfiguration"), child(one, "Configurations", "PTZ"))
    gop = text_of(encoder, "H264", "GovLength") or text_of(encoder, "MPEG4", "GovLength")
    if not gop and encoder is not None:
        gop = encoder.get("GovLength", "")  # Media2 has it as an attribute
    return MediaProfile(
        token=one.get("token", ""),
        name=text_of(one, "Name"),
        source=text_of(source, "SourceToken"),
        encoding=text_of(encoder, "Encoding"),
        width=int(_number(text_of(encoder, "Resolution", "Width")) or 0),
        height=int(_number(text_of(encoder, "Resolution", "Height")) or 0),
        fps=_number(text_of(encoder, "RateControl", "FrameRateLimit")),
        gop=int(length) if (length := _number(gop)) else None,
        ptz=ptz is not None,
        ptz_token=ptz.get("token", "") if ptz is not None else "",
    )


def _first(*found: Element | None) -> Element | None:
    return next((one for one in found if one is not None), None)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None


def _date_time(told: Element | None) -> datetime | None:
    """Read a tt:DateTime without a zone; None when absent, ValueError when it does not exist."""
    if told is None:
        return None
    year, month, day = _numbers(child(told, "Date"), "Year", "Month", "Day")
    hour, minute, second = _numbers(child(told, "Time"), "Hour", "Minute", "Second")
    # A leap second is told as 60; datetime has none.
    return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - the caller knows the zone


def _numbers(told: Element | None, *names: str) -> Iterator[int]:
    return (int(float(text_of(told, name))) for name in names)


def _bad(why: str) -> LookError:
    return LookError(LookFailureKind.BAD_ANSWER, why)
