"""The two media services behind one shape: Media by its WSDL, Media2 (for which onvif-zeep has none) by hand."""

from __future__ import annotations

from typing import Protocol

from ingest.access import MediaKind
from ingest.onvif import read
from ingest.onvif.asking import by_hand
from ingest.onvif.conversation import Conversation
from ingest.onvif.read import MediaProfile
from ingest.onvif.soap import Element, Fault
from ingest.onvif.wsdl import MEDIA2, NAMESPACES


class Media(Protocol):
    """What Gridwatch asks of a media service. Every method raises LookError."""

    kind: MediaKind

    def profiles(self) -> tuple[MediaProfile, ...]:
        """Return the profiles in the device's order."""
        ...

    def snapshot_uri(self, token: str) -> str:
        """Return the snapshot address as told; empty where the device tells none."""
        ...

    def stream_uri(self, token: str) -> str:
        """Return the RTSP address as told; empty where the device tells none."""
        ...


class Media1:
    """ver10/media."""

    kind: MediaKind = "media1"

    def __init__(self, conversation: Conversation, address: str) -> None:
        self._conversation = conversation
        self._address = address

    def profiles(self) -> tuple[MediaProfile, ...]:
        """GetProfiles."""
        return read.profiles(self._conversation.call("media", self._address, "GetProfiles"))

    def snapshot_uri(self, token: str) -> str:
        """GetSnapshotUri."""
        return read.uri(self._conversation.call("media", self._address, "GetSnapshotUri", ProfileToken=token))

    def stream_uri(self, token: str) -> str:
        """GetStreamUri, unicast over RTSP."""
        setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
        return read.uri(
            self._conversation.call(
                "media", self._address, "GetStreamUri", StreamSetup=setup, ProfileToken=token
            )
        )


class Media2:
    """ver20/media: the only place where many devices tell their H.265 profiles."""

    kind: MediaKind = "media2"

    def __init__(self, conversation: Conversation, address: str) -> None:
        self._conversation = conversation
        self._address = address

    def profiles(self) -> tuple[MediaProfile, ...]:
        """GetProfiles with all configurations (without a Type the answer holds tokens only)."""
        return read.profiles(self._send("GetProfiles", Type="All"))

    def snapshot_uri(self, token: str) -> str:
        """GetSnapshotUri."""
        return read.uri(self._send("GetSnapshotUri", ProfileToken=token))

    def stream_uri(self, token: str) -> str:
        """GetStreamUri, interleaved (which NAT and firewalls let through), or else as the device can."""
        try:
            return read.uri(self._send("GetStreamUri", Protocol="RTSP", ProfileToken=token))
        except Fault:
            return read.uri(self._send("GetStreamUri", Protocol="RtspUnicast", ProfileToken=token))

    def _send(self, operation: str, **fields: str) -> Element:
        return self._conversation.send(self._address, by_hand(MEDIA2, operation, fields))


def offered(
    conversation: Conversation, services: dict[str, str], remembered: MediaKind | None
) -> list[Media]:
    """Return the media services of a device in the order to try: what answered last time, else Media2 first."""
    found: list[Media] = []
    if MEDIA2 in services:
        found.append(Media2(conversation, services[MEDIA2]))
    if NAMESPACES["media"] in services:
        found.append(Media1(conversation, services[NAMESPACES["media"]]))
    return sorted(found, key=lambda media: media.kind != remembered)
