import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from ingest.onvif.conversation import converse
from ingest.onvif.media import Media1, Media2, offered
from ingest.onvif.soap import Fault
from ingest.onvif.wsdl import MEDIA2, NAMESPACES
from tests.fakes.onvif_device import FakeDevice, fault, response

LOOKING = Looking(open_s=1, onvif_s=1)


@pytest.mark.parametrize("kind", [Media1, Media2])
def test_both_services_are_asked_for_the_same_things(kind):
    """One by its WSDL, one by hand: a device that answers both leniently gives the same."""
    with (
        FakeDevice() as device,
        converse(device.camera(), None, looking=LOOKING, clock=SystemClock()) as conversation,
    ):
        media = kind(conversation, "/onvif/media")
        assert [one.token for one in media.profiles()] == ["main", "sub"]
        assert media.snapshot_uri("main") == "http://192.168.1.64:80/snap.jpg?q=1"
        assert media.stream_uri("sub") == "rtsp://192.168.1.64:554/sub"

    assert device.operations == ["GetProfiles", "GetSnapshotUri", "GetStreamUri"]
    assert {asked.path for asked in device.asked} == {"/onvif/media"}


def test_what_media2_is_asked():
    """With a Type, else it tells tokens only; in its own namespace; escaped."""
    with (
        FakeDevice(
            {"GetStreamUri": response("GetStreamUri", "<tr2:Uri>rtsp://c/</tr2:Uri>", "tr2")}
        ) as device,
        converse(device.camera(), None, looking=LOOKING, clock=SystemClock()) as conversation,
    ):
        media = Media2(conversation, "/x")
        media.profiles()
        assert media.stream_uri("a&b") == "rtsp://c/"

    first, second = (asked.body for asked in device.asked)
    assert ":Type>All</" in first
    assert MEDIA2 in first
    assert ":Protocol>RTSP</" in second
    assert ":ProfileToken>a&amp;b</" in second


def test_a_device_that_knows_another_protocol_only():
    """Media2 names five ways to stream; the address is mostly the same."""
    with (
        FakeDevice({"GetStreamUri": fault("InvalidStreamSetup")}) as device,
        converse(device.camera(), None, looking=LOOKING, clock=SystemClock()) as conversation,
        pytest.raises(Fault),
    ):
        Media2(conversation, "/x").stream_uri("main")

    assert [":Protocol>RTSP<" in asked.body for asked in device.asked] == [True, False]
    assert ":Protocol>RtspUnicast<" in device.asked[1].body


def test_which_service_is_tried_first():
    """Media2 before Media, unless Media answered last time; none where none is named."""
    both = {NAMESPACES["media"]: "http://c/1", MEDIA2: "http://c/2"}

    def kinds(services, remembered=None):
        return [media.kind for media in offered(None, services, remembered)]

    assert kinds(both) == ["media2", "media1"]
    assert kinds(both, "media1") == ["media1", "media2"]
    assert kinds({NAMESPACES["media"]: "http://c/1"}, "media2") == ["media1"]
    assert kinds({}) == []
