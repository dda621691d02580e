"""In which order a camera's addresses are tried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.config.camera import Access
from ingest.access import Addresses


class WayKind(StrEnum):
    """Where an address comes from, in the order of preference: cheapest for camera and us first."""

    ONVIF_SNAPSHOT = "onvif_snapshot"
    SNAPSHOT = "snapshot"  # configured
    ONVIF_SUBSTREAM = "onvif_substream"
    ONVIF_STREAM = "onvif_stream"
    STREAM = "stream"  # configured
    ONVIF = "onvif"  # asking for the addresses: no picture, but a login that may be refused

    @property
    def is_stream(self) -> bool:
        """Whether a picture comes by RTSP."""
        return self in {WayKind.ONVIF_SUBSTREAM, WayKind.ONVIF_STREAM, WayKind.STREAM}


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One address to try. It holds no login."""

    kind: WayKind
    url: str


def ways(
    access: Access, addresses: Addresses | None, *, worked: WayKind | None, refused: Collection[WayKind]
) -> tuple[Way, ...]:
    """Return the ways to try: what worked last, then by preference, then what refused our login.

    Some cameras have a user of their own for ONVIF: what refuses goes last, so that the next look
    shows its one login elsewhere.
    """
    known = addresses or Addresses()
    candidates = {
        WayKind.ONVIF_SNAPSHOT: known.snapshot_url,
        WayKind.SNAPSHOT: access.snapshot_url,
        WayKind.ONVIF_SUBSTREAM: known.substream_url,
        WayKind.ONVIF_STREAM: known.rtsp_url,
        WayKind.STREAM: access.rtsp_url,
    }
    found: dict[str, Way] = {}
    for kind, url in candidates.items():
        if url is not None and (url not in found or kind is worked):
            found[url] = Way(kind=kind, url=url)
    # sorting keeps the order of preference, in which they were found
    return tuple(sorted(found.values(), key=lambda way: (way.kind in refused, way.kind is not worked)))
