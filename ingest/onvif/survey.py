"""What a device is asked, step by step. What was learnt before a step failed is kept, for the probe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import Addresses, DeviceInfo, LoginRefused, MediaKind
from ingest.onvif import read
from ingest.onvif.conversation import Conversation, LoginWanted
from ingest.onvif.media import Media, offered
from ingest.onvif.nat import Outside, host_of, port_of
from ingest.onvif.read import Choice, MediaProfile, Preset
from ingest.onvif.wsdl import NAMESPACES

_PASSING = frozenset({LookFailureKind.BAD_ANSWER, LookFailureKind.TOO_LARGE})  # may be asked in another way


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockReading:
    """How far the device's clock is off."""

    offset_s: float | None = None  # the device's clock minus ours; None when it could not be read
    source: Literal["onvif", "http", "remembered", "unknown"] = "unknown"


class Survey:
    """Asks one device in the order that costs the fewest requests. Every step may raise LookError."""

    def __init__(self, conversation: Conversation, path: str, *, remembered: Addresses | None = None) -> None:
        self._conversation = conversation
        self._path = path
        self._remembered = remembered
        self._media: Media | None = None
        self._clock_wants_login = False
        self.clock = ClockReading()
        self.services: dict[str, str] = {}  # namespace to address, as told
        self.services_fault: str | None = None  # why GetServices did not answer
        self.device: DeviceInfo | None = None
        self.profiles: tuple[MediaProfile, ...] = ()
        self.choice: Choice | None = None
        self.snapshot_url: str | None = None
        self.rtsp_url: str | None = None
        self.substream_url: str | None = None
        self.presets: tuple[Preset, ...] = ()
        self.rewritten: str | None = None  # the host the device believes to have, where it is not ours
        self.missing: dict[str, str] = {}  # what the device did not give, and what it said instead

    @property
    def media(self) -> MediaKind | None:
        """The media service that answered."""
        return self._media.kind if self._media else None

    def run(self) -> None:
        """Ask for everything a look needs."""
        self.read_clock()
        self.find_services()
        self.find_profiles()
        self.find_device()
        self.find_uris()
        if self._clock_wants_login and self._conversation.login.kind != "none":
            self.read_clock(anonymous=False)  # Axis authenticates even this

    def read_clock(self, *, anonymous: bool = True) -> None:
        """Measure the device's clock; a device without the operation (HiKam A7) is read by its Date header."""
        conversation = self._conversation
        before = conversation.clock.now()
        asked = conversation.clock.monotonic()
        try:
            told: datetime | None = read.device_time(
                conversation.call("device", self._path, "GetSystemDateAndTime", anonymous=anonymous)
            )
            source: Literal["onvif", "http"] = "onvif"
        except LoginWanted:
            self._clock_wants_login = True
            told, source = _http_date(conversation.date_header), "http"
        except LookError as failure:
            if not _passing(failure):
                raise
            told, source = _http_date(conversation.date_header), "http"
        if told is not None:
            halfway = (conversation.clock.monotonic() - asked) / 2
            self.clock = ClockReading(offset_s=(told - before).total_seconds() - halfway, source=source)
        elif self.clock.offset_s is None and self._remembered is not None:
            self.clock = ClockReading(offset_s=self._remembered.clock_offset_s, source="remembered")
        conversation.clock_offset_s = self.clock.offset_s or 0.0

    def find_services(self) -> None:
        """GetServices, or GetCapabilities where that is a fault (older devices)."""
        conversation = self._conversation
        try:
            self.services = read.services(
                conversation.call("device", self._path, "GetServices", IncludeCapability=False)
            )
        except LookError as failure:
            if not _passing(failure):
                raise
            self.services_fault = failure.detail
        if not self.services:
            self.services = read.capabilities(
                conversation.call("device", self._path, "GetCapabilities", Category="All")
            )
        own = self.services.get(NAMESPACES["device"]) or next(iter(self.services.values()), "")
        conversation.outside = Outside(
            host=conversation.outside.host, port=conversation.outside.port, inside_port=port_of(own)
        )
        host = host_of(own)
        self.rewritten = host if host and host != conversation.outside.host else None

    def find_profiles(self) -> None:
        """GetProfiles of Media2 where it is offered and useful, else of Media; choose what to use."""
        failure: LookError | None = None
        known = self._remembered.media if self._remembered else None
        services = offered(self._conversation, self.services, known)
        for media in services:
            try:
                found = media.profiles()
            except LookError as wrong:
                if not _passing(wrong):
                    raise
                failure = wrong
                continue
            choice = read.choose(found)
            self.profiles = found or self.profiles
            if choice is not None:
                self._media, self.choice = media, choice
                return
        if failure is not None:
            raise failure
        why = "has no media profile with video" if services else "names no media service"
        raise LookError(LookFailureKind.NO_ADDRESS, f"the device {why}")

    def find_device(self) -> None:
        """GetDeviceInformation; a device that does not answer it can be looked at all the same."""
        try:
            self.device = read.device_info(
                self._conversation.call("device", self._path, "GetDeviceInformation")
            )
        except LookError as failure:
            if not _passing(failure):
                raise
            self.missing["device information"] = failure.detail

    def find_uris(self) -> None:
        """GetSnapshotUri and GetStreamUri of the chosen profiles.

        Raises:
            LookError: NO_ADDRESS when the device gives neither.
        """
        if self._media is None or self.choice is None:
            raise LookError(LookFailureKind.NO_ADDRESS, "no media profile was chosen")
        media, main, sub = self._media, self.choice.main, self.choice.sub
        self.snapshot_url = self._address("snapshot", lambda: media.snapshot_uri(main.token))
        self.rtsp_url = self._address("stream", lambda: media.stream_uri(main.token))
        if sub.token != main.token:
            self.substream_url = self._address("substream", lambda: media.stream_uri(sub.token))
        if not (self.snapshot_url or self.rtsp_url or self.substream_url):
            raise LookError(
                LookFailureKind.NO_ADDRESS,
                "the device gives neither a snapshot nor a stream address ("
                + "; ".join(self.missing.values())
                + ")",
            )

    def find_presets(self) -> None:
        """GetPresets of the main profile, where the camera can be turned."""
        address = self.services.get(NAMESPACES["ptz"])
        turning = next((one for one in self.profiles if one.ptz), None)
        if address is None or turning is None:
            return
        try:
            self.presets = read.presets(
                self._conversation.call("ptz", address, "GetPresets", ProfileToken=turning.token)
            )
        except LookError as failure:
            if not _passing(failure):
                raise
            self.missing["presets"] = failure.detail

    def _address(self, what: str, ask: Callable[[], str]) -> str | None:
        try:
            told = ask()
        except LookError as failure:
            if not _passing(failure):
                raise
            self.missing[what] = failure.detail
            return None
        reached = self._conversation.outside.reach(told)
        if reached is None:
            self.missing[what] = f"the device gave no {what} address" if not told else f"not a {what} address"
        return reached


def _passing(failure: LookError) -> bool:
    """Whether the conversation can go on: the device answers, and would do so to another question."""
    if isinstance(failure, LoginRefused):
        return failure.attempts == 0
    return failure.kind in _PASSING


def _http_date(header: str | None) -> datetime | None:
    try:
        told = parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
    return told.replace(tzinfo=UTC) if told is not None and told.tzinfo is None else told
