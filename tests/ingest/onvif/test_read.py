from datetime import UTC, datetime

import pytest

from core.errors import LookError
from ingest.access import DeviceInfo
from ingest.onvif import read
from ingest.onvif.read import MediaProfile
from ingest.onvif.soap import read_answer
from ingest.onvif.wsdl import MEDIA2, NAMESPACES
from tests.fakes.onvif_device import date_time, profile, response

MOMENT = datetime(2024, 8, 17, 12, 30, 45, tzinfo=UTC)


def read_with(reader, operation, inner, prefix=None):
    """Run a reader on an answer."""
    return reader(read_answer(response(operation, inner, prefix), operation))


def when(body):
    """Read a clock."""
    return read.device_time(read_answer(body, "GetSystemDateAndTime"))


def sized(token, width, height, **more):
    """Build a profile with a size."""
    return MediaProfile(token=token, width=width, height=height, **({"encoding": "H264"} | more))


def test_time_in_utc():
    """The ordinary case."""
    assert when(date_time(MOMENT)) == MOMENT


def test_time_from_local_and_zone():
    """quirks.tsv, Hikvision: TZ given as CST-8:00:00. Eight hours east, so noon local is four UTC."""
    body = date_time(MOMENT.replace(hour=20), name="LocalDateTime", zone="CST-8:00:00")

    assert when(body) == MOMENT


@pytest.mark.parametrize(
    ("zone", "east_s"),
    [
        ("CST-8", 28800),
        ("CST-8:00:00", 28800),
        ("<+0545>-5:45", 20700),
        ("EST5EDT,M3.2.0,M11.1.0", -18000),
        ("UTC+3", -10800),
        ("MoroccoStandardTime0", 0),
        ("", 0),
        ("(GMT+08:00) Beijing", 0),
    ],
)
def test_zones(zone, east_s):
    """POSIX counts westwards; what is no POSIX zone is taken as UTC."""
    assert read.zone_east_s(zone) == east_s


@pytest.mark.parametrize(
    "body",
    [
        response("GetSystemDateAndTime", ""),
        date_time(MOMENT).replace(b">8<", b">13<"),
        date_time(MOMENT).replace(b">2024<", b"><"),
        date_time(MOMENT).replace(b">2024<", b">0<"),
        date_time(MOMENT).replace(b">2024<", b">inf<"),
    ],
)
def test_dates_that_do_not_exist(body):
    """Named, not raised as a ValueError and not None."""
    with pytest.raises(LookError, match="date"):
        when(body)


def test_device_information_may_be_incomplete():
    """A field that is absent is empty."""
    found = read_with(read.device_info, "GetDeviceInformation", "<tds:Model> C1 </tds:Model>")

    assert found == DeviceInfo(model="C1")


def test_capabilities_in_nested_extensions():
    """quirks.tsv, Hikvision: Recording, Replay and Search XAddr nested in Extensions, or only in GetServices."""
    address = "<tt:XAddr>http://c/{}</tt:XAddr>"
    inner = (
        f"<tds:Capabilities><tt:Media>{address.format('m')}</tt:Media><tt:PTZ/><tt:Unknown/>"
        f"<tt:Extension><tt:Recording>{address.format('r')}</tt:Recording>"
        f"<tt:Extension><tt:Media2>{address.format('m2')}</tt:Media2></tt:Extension></tt:Extension>"
        "</tds:Capabilities>"
    )

    assert read_with(read.capabilities, "GetCapabilities", inner) == {
        NAMESPACES["media"]: "http://c/m",
        "http://www.onvif.org/ver10/recording/wsdl": "http://c/r",
        MEDIA2: "http://c/m2",
    }


def test_profiles_of_media():
    """quirks.tsv, Dopiz mock: FrameRateLimit "30.0" where xs:int is required. Order of fields does not matter."""
    more = (
        "<tt:H264><tt:GovLength>60</tt:GovLength></tt:H264>"
        "<tt:RateControl><tt:FrameRateLimit>30.0</tt:FrameRateLimit></tt:RateControl>"
    )
    found = read_with(read.profiles, "GetProfiles", profile("main", "1920x1080", more=more))

    assert found == (
        MediaProfile(
            token="main",
            name="main",
            source="src0",
            encoding="H264",
            width=1920,
            height=1080,
            fps=30.0,
            gop=60,
        ),
    )


def test_profiles_of_media2():
    """The encoder lies deeper, and the keyframe interval is an attribute."""
    inner = (
        '<tr2:Profiles token="p"><tr2:Name>n</tr2:Name><tr2:Configurations>'
        '<tr2:VideoSource token="v"><tt:SourceToken>s</tt:SourceToken></tr2:VideoSource>'
        '<tr2:VideoEncoder token="e" GovLength="50"><tt:Encoding>H265</tt:Encoding>'
        "<tt:Resolution><tt:Width>2560</tt:Width><tt:Height>1440</tt:Height></tt:Resolution>"
        "<tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl></tr2:VideoEncoder>"
        '<tr2:PTZ token="z"/></tr2:Configurations></tr2:Profiles>'
    )
    found = read_with(read.profiles, "GetProfiles", inner, "tr2")

    assert found == (
        MediaProfile(
            token="p",
            name="n",
            source="s",
            encoding="H265",
            width=2560,
            height=1440,
            fps=25,
            gop=50,
            ptz=True,
            ptz_token="z",
        ),
    )


def test_profiles_without_tokens_are_an_error():
    """A list that cannot be used must not look like a device without profiles."""
    with pytest.raises(LookError, match="no profile has a token"):
        read_with(read.profiles, "GetProfiles", "<trt:Profiles/>")
    assert read_with(read.profiles, "GetProfiles", "") == ()


@pytest.mark.parametrize("number", ["", "fast", "-5", "nan", "1e99"])
def test_numbers_that_are_none_are_left_out(number):
    """A field that only informs never fails a look."""
    more = f"<tt:RateControl><tt:FrameRateLimit>{number}</tt:FrameRateLimit></tt:RateControl>"
    (found,) = read_with(read.profiles, "GetProfiles", profile("main", "1920x1080", more=more))

    assert found.fps is None


def test_uris_of_both_media_services():
    """Media wraps the address, Media2 does not; some cameras return none."""
    wrapped = "<trt:MediaUri><tt:Uri> http://c/s </tt:Uri></trt:MediaUri>"

    assert read_with(read.uri, "GetSnapshotUri", wrapped) == "http://c/s"
    assert read_with(read.uri, "GetSnapshotUri", "<tr2:Uri>http://c/s</tr2:Uri>", "tr2") == "http://c/s"
    assert read_with(read.uri, "GetSnapshotUri", "<trt:MediaUri/>") == ""


def test_presets_without_tokens_are_left_out():
    """They cannot be gone to."""
    inner = '<tptz:Preset token="1"><tt:Name>gate</tt:Name></tptz:Preset><tptz:Preset/>text'

    assert read_with(read.presets, "GetPresets", inner) == (read.Preset(token="1", name="gate"),)


MAIN, SUB, TINY = sized("main", 1920, 1080), sized("sub", 640, 360), sized("tiny", 352, 288)


@pytest.mark.parametrize(
    ("found", "main", "sub"),
    [
        ([MAIN, SUB, TINY], "main", "sub"),
        ([TINY, SUB, MAIN], "main", "sub"),
        ([MAIN, TINY], "main", "main"),
        ([TINY], "tiny", "tiny"),
        ([MAIN, sized("jpeg", 800, 600, encoding="JPEG")], "main", "main"),
        ([sized("jpeg", 800, 600, encoding="JPEG")], "jpeg", "jpeg"),
        ([MediaProfile(token="audio"), MAIN], "main", "main"),
        ([MAIN, sized("other", 640, 360, source="src1")], "main", "main"),
        ([sized("unsized", 0, 0)], "unsized", "unsized"),
    ],
)
def test_choice_of_profiles(found, main, sub):
    """Largest for evidence, smallest of at least 640 for looks, of one source, video before JPEG."""
    choice = read.choose(found)

    assert choice is not None
    assert (choice.main.token, choice.sub.token) == (main, sub)


def test_no_video_no_choice():
    """Profiles with audio only."""
    assert read.choose([MediaProfile(token="audio")]) is None
    assert read.sources([MAIN, SUB, sized("x", 640, 360, source="src1"), MediaProfile(token="a")]) == 2
