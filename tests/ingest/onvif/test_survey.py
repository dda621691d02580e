from datetime import timedelta

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import Addresses
from ingest.onvif.conversation import converse
from ingest.onvif.soap import read_answer
from ingest.onvif.survey import Survey
from tests.builders import START
from tests.fakes.onvif_device import Answer, FakeDevice, date_time, fault, profile, response, services

LOOKING = Looking(open_s=1, onvif_s=1)
CLOCK = SystemClock()
HALF_A_YEAR_S = 182 * 86400.0


def surveyed(device, *, remembered=None, run=True):
    """Survey a fake and return what was learnt."""
    with converse(
        device.camera(), device.credential, looking=LOOKING, clock=CLOCK, remembered=remembered
    ) as conversation:
        survey = Survey(conversation, "/onvif/device_service", remembered=remembered)
        if run:
            survey.run()
        else:
            survey.read_clock()
        return survey


def test_the_clock_is_measured():
    """The device tells whole seconds; the offset is right within one."""
    with FakeDevice(skew_s=-100) as device:
        clock = surveyed(device, run=False).clock

    assert clock.source == "onvif"
    assert clock.offset_s == pytest.approx(-100.5, abs=1)


def test_the_time_an_answer_takes_is_halved(clock):
    """An answer that took four seconds was made two seconds ago, as near as can be known."""

    class Slow:
        date_header = None
        clock_offset_s = 0.0

        def call(self, *args, **kwargs):
            """Take four seconds."""
            self.clock.advance(4)
            return read_answer(date_time(START + timedelta(seconds=2)), "GetSystemDateAndTime")

    slow = Slow()
    slow.clock = clock
    survey = Survey(slow, "/x")
    survey.read_clock()

    assert survey.clock.offset_s == 0


@pytest.mark.parametrize(
    "answer", [fault("ActionNotSupported"), date_time(CLOCK.now()).replace(b"UTCDateTime", b"X")]
)
def test_a_device_that_does_not_tell_its_time_is_read_by_its_date_header(answer):
    """quirks.tsv, HiKam A7: does not implement GetSystemDateAndTime."""
    then = CLOCK.now() + timedelta(seconds=3600)
    headers = {"Date": then.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    with FakeDevice({"GetSystemDateAndTime": Answer(body=answer, headers=headers)}) as device:
        clock = surveyed(device, run=False).clock

    assert clock.source == "http"
    assert clock.offset_s == pytest.approx(3600, abs=2)


@pytest.mark.parametrize(
    "header", [{}, {"Date": "half past nine"}, {"Date": "Mon, 99 Jan 2026 00:00:00 GMT"}]
)
def test_without_any_time_the_remembered_one_is_used(header):
    """And unknown stays unknown."""
    answer = Answer(status=500, body=fault("ActionNotSupported"), headers=header)
    with FakeDevice({"GetSystemDateAndTime": answer}) as device:
        unknown = surveyed(device, run=False).clock
        known = surveyed(device, run=False, remembered=Addresses(clock_offset_s=7.0)).clock

    assert (unknown.offset_s, unknown.source) == (None, "unknown")
    assert (known.offset_s, known.source) == (7.0, "remembered")


def test_a_device_that_authenticates_even_its_clock():
    """Axis: asked anonymously at first, and again when the login is known (a Date header is no substitute)."""
    with FakeDevice(
        accepts=frozenset({"digest"}), open_operations=frozenset(), skew_s=50, right_date=True
    ) as device:
        survey = surveyed(device)

    assert survey.clock.source == "onvif"
    assert survey.clock.offset_s == pytest.approx(49.5, abs=1)
    assert [asked.login for asked in device.asked if asked.operation == "GetSystemDateAndTime"] == [
        "none",
        "digest",
    ]
    assert device.logins == []


def test_older_devices_are_asked_for_capabilities():
    """quirks.tsv, older devices: GetServices answers a fault: fall back to GetCapabilities."""
    capabilities = response(
        "GetCapabilities",
        "<tds:Capabilities><tt:Media><tt:XAddr>http://192.168.1.64/onvif/Media</tt:XAddr></tt:Media>"
        "</tds:Capabilities>",
    )
    with FakeDevice(
        {"GetServices": Answer(status=500, body=fault("ActionNotSupported")), "GetCapabilities": capabilities}
    ) as device:
        survey = surveyed(device)

    assert survey.media == "media1"
    assert survey.services_fault is not None
    assert {asked.path for asked in device.asked if asked.operation == "GetProfiles"} == {"/onvif/Media"}


def test_media2_that_does_not_work_falls_back_to_media():
    """A fault, or profiles without video: the older service is asked."""
    media2 = "media2"
    for bad in (fault("ActionNotSupported"), response("GetProfiles", "", "tr2")):
        with FakeDevice({"GetServices": services("http://x:80", "device", media2, "media")}) as device:
            answers = iter([Answer(body=bad), device.answers["GetProfiles"]])
            original = device.answers

            class Turns(dict):
                def get(self, key, default=None, answers=answers):
                    return next(answers) if key == "GetProfiles" else super().get(key, default)

            device.answers = Turns(original)
            survey = surveyed(device)
        assert survey.media == "media1"
        assert device.operations.count("GetProfiles") == 2


def test_a_media_service_without_video():
    """NO_ADDRESS, in words."""
    with (
        FakeDevice({"GetProfiles": response("GetProfiles", '<trt:Profiles token="a"/>')}) as device,
        pytest.raises(LookError, match="no media profile with video") as failure,
    ):
        surveyed(device)
    assert failure.value.kind is LookFailureKind.NO_ADDRESS


def test_a_device_without_media():
    """A door or a relay box speaks ONVIF too."""
    with (
        FakeDevice({"GetServices": services("http://x", "device")}) as device,
        pytest.raises(LookError, match=r"no media service"),
    ):
        surveyed(device)


@pytest.mark.parametrize(
    "empty", [fault("ActionNotSupported"), response("GetSnapshotUri", "<trt:MediaUri/>")]
)
def test_a_camera_without_snapshots_still_has_its_streams(empty):
    """Standards 2.3: some cameras return no snapshot address."""
    with FakeDevice({"GetSnapshotUri": empty}) as device:
        survey = surveyed(device)

    assert survey.snapshot_url is None
    assert survey.missing.keys() == {"snapshot"}
    assert survey.rtsp_url == "rtsp://127.0.0.1/main"
    assert survey.substream_url == "rtsp://127.0.0.1/sub"


def test_neither_snapshot_nor_stream():
    """NO_ADDRESS, with what the device said to each."""
    nothing = fault("ActionNotSupported", "not here")
    with (
        FakeDevice({"GetSnapshotUri": nothing, "GetStreamUri": nothing}) as device,
        pytest.raises(LookError, match=r"neither a snapshot nor a stream.*not here") as failure,
    ):
        surveyed(device)
    assert failure.value.kind is LookFailureKind.NO_ADDRESS


def test_one_stream_has_no_substream():
    """The address is told once."""
    with FakeDevice({"GetProfiles": response("GetProfiles", profile("only", "1280x720"))}) as device:
        survey = surveyed(device)

    assert (survey.rtsp_url, survey.substream_url) == ("rtsp://127.0.0.1/only", None)
    assert device.operations.count("GetStreamUri") == 1


def test_a_login_without_a_permission_loses_only_that():
    """A user that may not read device information can still be looked with."""
    with FakeDevice({"GetDeviceInformation": Answer(status=403)}, accepts=frozenset({"digest"})) as device:
        survey = surveyed(device)

    assert survey.device is None
    assert "may not do this" in survey.missing["device information"]
    assert survey.snapshot_url is not None


def test_presets_where_the_camera_can_be_turned():
    """Only profiles with a PTZ configuration are asked."""
    turning = profile("main", "1920x1080").replace(
        "</trt:Profiles>", '<tt:PTZConfiguration token="z"/></trt:Profiles>'
    )
    with (
        FakeDevice({"GetProfiles": response("GetProfiles", turning)}) as device,
        converse(device.camera(), None, looking=LOOKING, clock=CLOCK) as conversation,
    ):
        survey = Survey(conversation, "/onvif/device_service")
        survey.run()
        survey.find_presets()
        assert [one.name for one in survey.presets] == ["gate"]
        device.answers["GetPresets"] = fault("NoEntity", "no presets")
        survey.find_presets()
        assert "no presets" in survey.missing["presets"]


def test_a_failure_that_no_other_question_helps_ends_the_survey():
    """A silent device costs one call, not one per step."""
    looking = Looking(open_s=0.2, onvif_s=0.2)
    with (
        FakeDevice({"GetServices": Answer(how="silent")}) as device,
        converse(device.camera(), None, looking=looking, clock=CLOCK) as conversation,
        pytest.raises(LookError) as failure,
    ):
        Survey(conversation, "/x").run()

    assert failure.value.kind is LookFailureKind.TIMEOUT
    assert device.operations == ["GetSystemDateAndTime", "GetServices"]
