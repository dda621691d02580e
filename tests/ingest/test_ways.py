"""The order in which addresses are tried."""

from __future__ import annotations

from core.config.camera import Access
from ingest.access import Addresses
from ingest.ways import WayKind, ways

ACCESS = Access(host="cam", snapshot_url="http://cam/own.jpg", rtsp_url="rtsp://cam/own")
FOUND = Addresses(
    snapshot_url="http://cam/onvif.jpg", rtsp_url="rtsp://cam/main", substream_url="rtsp://cam/sub"
)


def kinds(**changes: object) -> list[WayKind]:
    """The kinds in order."""
    asked = {"worked": None, "refused": ()} | changes
    return [way.kind for way in ways(ACCESS, FOUND, **asked)]


def test_snapshots_before_streams_and_the_substream_first():
    """Cheapest first, for the camera and for us."""
    assert kinds() == [
        WayKind.ONVIF_SNAPSHOT,
        WayKind.SNAPSHOT,
        WayKind.ONVIF_SUBSTREAM,
        WayKind.ONVIF_STREAM,
        WayKind.STREAM,
    ]
    assert [kind.is_stream for kind in kinds()] == [False, False, True, True, True]


def test_what_worked_goes_first_and_what_refused_goes_last():
    """A refusal outweighs an earlier success."""
    assert kinds(worked=WayKind.ONVIF_STREAM)[0] is WayKind.ONVIF_STREAM
    assert kinds(refused={WayKind.ONVIF_SNAPSHOT})[-1] is WayKind.ONVIF_SNAPSHOT
    assert kinds(worked=WayKind.SNAPSHOT, refused={WayKind.SNAPSHOT})[-1] is WayKind.SNAPSHOT


def test_one_address_is_tried_once():
    """The configured address is often the one that ONVIF tells."""
    same = Addresses(
        snapshot_url="http://cam/own.jpg", substream_url="rtsp://cam/own", rtsp_url="rtsp://cam/own"
    )
    assert [way.url for way in ways(ACCESS, same, worked=None, refused=())] == [
        "http://cam/own.jpg",
        "rtsp://cam/own",
    ]
    again = ways(ACCESS, same, worked=WayKind.SNAPSHOT, refused=())
    assert again[0].kind is WayKind.SNAPSHOT


def test_nothing_known_is_nothing_to_try():
    """Only a host: ONVIF must be asked first."""
    assert ways(Access(host="cam"), None, worked=None, refused=()) == ()
