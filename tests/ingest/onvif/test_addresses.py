"""Looking up addresses, whole: the rows of quirks.tsv that concern it, and recorded answers.

Rows that do not concern us yet: those about PullPoint subscriptions (Hikvision's dates with "-", XM's missing
TerminationTime, Bosch's Renew, Tapo's PullMessages, renewal with absolute times), because Gridwatch makes no
subscription; and the DataV boundary, which is no ONVIF. What the recorded answers to those operations do to the
reader is in test_conversation.
"""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import Addresses, DeviceInfo, LoginRefused
from ingest.onvif import find_addresses
from tests.fakes.onvif_device import Answer, FakeDevice, fault, profile, recorded, response, services

LOOKING = Looking(open_s=1, onvif_s=1)
CLOCK = SystemClock()
TOKEN = frozenset({"token"})
DIGEST = frozenset({"digest"})


def find(device, credential=None, **more):
    """Look up the fake's addresses with its own credential."""
    return find_addresses(
        device.camera(), credential or device.credential, looking=LOOKING, clock=CLOCK, **more
    )


def test_an_ordinary_camera():
    """Seven requests on one connection; every address is reachable and holds no login."""
    with FakeDevice() as device:
        found = find(device)
        port = device.port

    assert found.snapshot_url == f"http://127.0.0.1:{port}/snap.jpg?q=1"
    assert found.rtsp_url == "rtsp://127.0.0.1/main"
    assert found.substream_url == "rtsp://127.0.0.1/sub"
    assert (found.login, found.media, found.profile_token) == ("none", "media1", "main")
    assert found.device == DeviceInfo(manufacturer="ACME", model="C1", firmware="1.2", serial="7")
    assert found.refreshed_at is not None
    assert Addresses.from_json(found.to_json()).addresses == found
    assert (len(device.asked), device.connections) == (7, 1)


def test_the_token_is_in_zulu_form():
    """quirks.tsv, Hikvision: PasswordDigest accepted only when Created is in Zulu form (the fake insists)."""
    with FakeDevice(accepts=TOKEN) as device:
        assert find(device).login == "wsse"

    assert device.logins == []


def test_a_clock_off_by_summer_time():
    """quirks.tsv, Dahua: "Wsse authorized time check failed": sign with the camera's own time."""
    with FakeDevice(accepts=TOKEN, skew_s=3600) as device:
        found = find(device)

    assert found.login == "wsse"
    assert found.clock_offset_s == pytest.approx(3599.5, abs=1)


def test_a_clock_half_a_year_off():
    """quirks.tsv, any: clock half a year off after reboot: signed requests work once the offset is applied."""
    with FakeDevice(accepts=TOKEN, skew_s=-182 * 86400) as device:
        assert find(device).login == "wsse"


def test_a_camera_that_does_not_tell_its_time():
    """quirks.tsv, HiKam A7: without GetSystemDateAndTime, and with a right clock, the token works all the same."""
    answer = Answer(status=500, body=fault("ActionNotSupported"))
    with FakeDevice({"GetSystemDateAndTime": answer}, accepts=TOKEN) as device:
        assert find(device).login == "wsse"


def test_capabilities_where_services_fail():
    """quirks.tsv, older devices: GetServices answers a fault: fall back to GetCapabilities."""
    capabilities = response(
        "GetCapabilities",
        "<tds:Capabilities><tt:Device><tt:XAddr>http://192.168.1.64/onvif/device_service</tt:XAddr></tt:Device>"
        "<tt:Media><tt:XAddr>http://192.168.1.64/onvif/Media</tt:XAddr></tt:Media></tds:Capabilities>",
    )
    with FakeDevice({"GetServices": fault("ActionNotSupported"), "GetCapabilities": capabilities}) as device:
        assert find(device).snapshot_url == f"http://127.0.0.1:{device.port}/snap.jpg?q=1"


def test_a_frame_rate_with_a_point():
    """quirks.tsv, Dopiz mock: FrameRateLimit "30.0" where xs:int is required: strict zeep raises, we do not."""
    more = "<tt:RateControl><tt:FrameRateLimit>30.0</tt:FrameRateLimit></tt:RateControl>"
    with FakeDevice({"GetProfiles": response("GetProfiles", profile("m", "1280x720", more=more))}) as device:
        assert find(device).profile_token == "m"


def test_a_server_that_is_404_everywhere():
    """quirks.tsv, daniela-hase onvif-server: every SOAP call is 404 offline."""
    missing = Answer(status=404)
    with (
        FakeDevice(
            dict.fromkeys(("GetSystemDateAndTime", "GetServices", "GetCapabilities"), missing)
        ) as device,
        pytest.raises(LookError, match="HTTP 404") as failure,
    ):
        find(device)
    assert failure.value.kind is LookFailureKind.BAD_ANSWER


def test_a_bad_password_under_http_400():
    """quirks.tsv, onvif_simple_server: bad password gives HTTP 400 and ter:NotAuthorized."""
    wrong = Credential(user="admin", password="wrong")
    with FakeDevice(accepts=TOKEN, refuse_with=400) as device, pytest.raises(LoginRefused) as refused:
        find(device, wrong)

    assert refused.value.kind is LookFailureKind.LOGIN_REFUSED
    assert device.logins == ["token"]


def test_what_worked_goes_first_next_time():
    """The second conversation shows the token at once."""
    with FakeDevice(accepts=TOKEN) as device:
        first = find(device)
        before = len(device.asked)
        second = find(device, remembered=first)

    assert second.login == "wsse"
    assert device.asked[before + 1].login == "token"
    assert len(device.asked) - before == before - 1


def test_a_login_that_changed_is_found_again():
    """A remembered token on a device that now wants a digest: one refusal, then it works."""
    with FakeDevice(accepts=DIGEST, open_operations=frozenset()) as device:
        found = find(device, remembered=Addresses(login="wsse"))

    assert found.login == "digest"
    assert device.logins == ["token"]


def test_two_refused_logins_and_no_more():
    """The whole conversation shows one digest and one token, and names no secret."""
    with FakeDevice(accepts=frozenset({"digest", "token"})) as device, pytest.raises(LoginRefused) as refused:
        find(device, Credential(user="admin", password="s3cret"))

    assert device.logins == ["digest", "token"]
    assert refused.value.attempts == 2
    assert "s3cret" not in str(refused.value)


def test_media2_where_it_is_offered():
    """H.265 profiles are often told nowhere else."""
    inner = (
        '<tr2:Profiles token="h265"><tr2:Configurations><tr2:VideoEncoder><tt:Encoding>H265</tt:Encoding>'
        "<tt:Resolution><tt:Width>2560</tt:Width><tt:Height>1440</tt:Height></tt:Resolution>"
        "</tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>"
    )
    with FakeDevice(
        {
            "GetServices": services("http://192.168.1.64", "device", "media", "media2"),
            "GetProfiles": response("GetProfiles", inner, "tr2"),
            "GetSnapshotUri": response("GetSnapshotUri", "<tr2:Uri>http://192.168.1.64/s</tr2:Uri>", "tr2"),
        }
    ) as device:
        found = find(device)

    assert (found.media, found.profile_token) == ("media2", "h265")
    assert found.snapshot_url == f"http://127.0.0.1:{device.port}/s"


def test_the_recorded_camera(shared_data):
    """agsh_serverMockup from start to end, its undeclared prefixes and template code included."""
    answers = {operation: Answer(body=body) for _, operation, body in recorded(shared_data)}
    with FakeDevice(answers) as device:
        found = find(device)

    assert found.device is not None
    assert found.device.manufacturer == "Mockup Manufacturer"
    assert found.profile_token == "main"
    assert found.snapshot_url == (
        f"http://127.0.0.1:{device.port}/onvif-cgi/jpg/image.cgi?resolution=800x600&compression=20&camera=1"
    )
    assert found.rtsp_url == "rtsp://127.0.0.1/h264main"
    assert found.clock_offset_s < -300_000_000  # recorded in 2014


def test_every_recorded_answer_under_every_step(shared_data):
    """Any recorded answer in place of any other: a LookError by name or a result, never anything else."""
    steps = ("GetSystemDateAndTime", "GetServices", "GetProfiles", "GetSnapshotUri", "GetDeviceInformation")
    bodies = [body for _, _, body in recorded(shared_data)]
    kinds = set()
    with FakeDevice() as device:
        plain = dict(device.answers)
        for step in steps:
            for body in bodies:
                device.answers = plain | {step: Answer(body=body)}
                try:
                    find(device)
                except LookError as failure:
                    kinds.add(failure.kind)

    assert kinds <= {LookFailureKind.BAD_ANSWER, LookFailureKind.NO_ADDRESS}


def test_eight_threads_at_once():
    """Each gets its own camera's answer, with its own login."""

    def one(number):
        with FakeDevice(accepts=DIGEST if number % 2 else TOKEN, skew_s=100.0 * number) as device:
            found = find(device)
            return (
                found.login,
                found.clock_offset_s,
                found.snapshot_url == f"http://127.0.0.1:{device.port}/snap.jpg?q=1",
            )

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(one, range(24)))

    for number, (login, offset, reachable) in enumerate(seen):
        assert login == ("digest" if number % 2 else "wsse")
        assert offset == pytest.approx(100 * number - 0.5, abs=1.5)
        assert reachable


def test_a_dripping_camera_costs_one_call():
    """The address of this camera cannot be had; the thread is free again within a call's limit."""
    looking = Looking(open_s=0.3, onvif_s=0.3)
    with FakeDevice({"GetProfiles": Answer(how="drip_body")}) as device:
        started = perf_counter()
        with pytest.raises(LookError) as failure:
            find_addresses(device.camera(), None, looking=looking, clock=CLOCK)

    assert failure.value.kind is LookFailureKind.TIMEOUT
    assert perf_counter() - started < 1
