import json

import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.secrets import Credential
from ingest.onvif import probe
from ingest.onvif.advice import ADVICE
from ingest.onvif.probe import ProbeResult
from tests.builders import camera
from tests.fakes.onvif_device import Answer, FakeDevice, fault, profile, response, services

LOOKING = Looking(open_s=0.5, onvif_s=0.5)
CLOCK = SystemClock()


def probed(device, credential=None):
    """Probe the fake with its own credential."""
    return probe(device.camera(), credential or device.credential, looking=LOOKING, clock=CLOCK)


def codes(result):
    """The codes of the problems found."""
    return {problem.code for problem in result.problems}


def test_a_camera_in_order():
    """Nothing to complain about; everything is told, in JSON and as a table row."""
    with FakeDevice(accepts=frozenset({"digest"}), inside="http://127.0.0.1:80") as device:
        result = probed(device)

    assert result.ok
    assert result.problems == ()
    told = json.loads(json.dumps(result.to_json()))
    assert told["ok"] is True
    assert told["device"]["model"] == "C1"
    row = result.to_row()
    assert (row["ok"], row["device"], row["login"]) == ("yes", "ACME C1", "digest")
    assert row["profiles"] == "1920x1080 H264, 640x360 H264"
    assert all(isinstance(value, str) for value in row.values())


def test_a_camera_with_everything_wrong():
    """Each finding has its own code, a sentence and a cure; none of them stops a look."""
    keyframes = (
        "<tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl>"
        "<tt:H264><tt:GovLength>500</tt:GovLength></tt:H264>"
    )
    large = profile("main", "2560x1440", more=keyframes)
    answers = {
        "GetProfiles": response("GetProfiles", large + profile("second", "640x360", source="src1")),
        "GetSnapshotUri": fault("ActionNotSupported", "no snapshots"),
    }
    with FakeDevice(answers, accepts=frozenset({"token"}), skew_s=4000) as device:
        result = probed(device)

    assert result.ok
    assert codes(result) == {
        "clock_off",
        "inside_address",
        "token_login",
        "no_snapshot",
        "several_sources",
        "large_substream",
        "rare_keyframes",
    }
    assert all(problem.what and problem.cure for problem in result.problems)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"GetProfiles": Answer(how="silent")}, "slow"),
        ({"GetProfiles": Answer(how="endless")}, "too_large"),
        ({"GetProfiles": b"<html/>"}, "not_soap"),
        ({"GetProfiles": b"<s:Envelope><s:Body>"}, "broken_xml"),
        ({"GetProfiles": Answer(status=503)}, "http_error"),
        ({"GetProfiles": Answer(how="cut")}, "cut_answer"),
        ({"GetProfiles": Answer(how="close")}, "hung_up"),
        ({"GetProfiles": Answer(how="garbage")}, "not_http"),
        ({"GetProfiles": fault("ActionNotSupported")}, "soap_fault"),
        ({"GetProfiles": response("GetProfiles", "")}, "no_address"),
        ({"GetServices": services("https://192.168.1.64:443", "device", "media")}, "other_scheme"),
    ],
)
def test_what_was_learnt_before_a_failure_is_told(answers, code):
    """The clock was read; the failure is fatal, by its cause, with that cause's cure."""
    with FakeDevice(answers, inside="http://127.0.0.1") as device:
        result = probed(device)

    assert not result.ok
    assert result.clock_offset_s is not None
    (fatal,) = [problem for problem in result.problems if problem.fatal]
    assert fatal.code == code
    assert (fatal.cure, fatal.cure_zh) == ADVICE[code].cure
    assert result.to_row()["ok"] == "no"


def test_a_wrong_password_is_told_without_it():
    """No secret in any form of the result."""
    with FakeDevice(accepts=frozenset({"digest"})) as device:
        result = probed(device, Credential(user="admin", password="s3cret"))

    assert "login_refused" in codes(result)
    assert "s3cret" not in repr(result) + json.dumps(result.to_json()) + str(result.to_row())
    assert len(device.logins) == 2


def test_a_device_open_to_anybody():
    """Told where no credential is configured: somebody else can look too."""
    with FakeDevice() as device:
        result = probe(device.camera(), None, looking=LOOKING, clock=CLOCK)

    assert "no_login" in codes(result)


def test_nobody_there():
    """Not an exception: a row in the table."""
    result = probe(camera(access={"host": "127.0.0.1", "onvif_port": 1}), None, looking=LOOKING, clock=CLOCK)

    assert codes(result) == {"connection_refused"}
    assert result.to_row()["clock"] == ""


def test_a_camera_without_onvif():
    """Told as having no ONVIF address."""
    result = probe(camera(access={"snapshot_url": "http://h/s"}), None, looking=LOOKING, clock=CLOCK)

    assert codes(result) == {"no_address"}


def test_a_server_without_onvif_gets_no_advice_about_firmware():
    """One finding, not two: nothing there speaks ONVIF."""
    missing = Answer(status=404)
    with FakeDevice(
        dict.fromkeys(("GetSystemDateAndTime", "GetServices", "GetCapabilities"), missing)
    ) as device:
        assert codes(probed(device)) == {"no_service"}


def test_old_firmware_is_remarked_on():
    """GetServices that fails, and a time that is not told, are worth a line each."""
    capabilities = response(
        "GetCapabilities", "<tds:Capabilities><tt:Media><tt:XAddr>/m</tt:XAddr></tt:Media></tds:Capabilities>"
    )
    nothing = fault("ActionNotSupported")
    with FakeDevice(
        {"GetServices": nothing, "GetCapabilities": capabilities, "GetSystemDateAndTime": nothing}
    ) as device:
        result = probed(device)

    assert {"old_services", "clock_unread"} <= codes(result)
    assert result.ok


def test_a_result_is_read_back_as_it_was():
    """A journal holds it as JSON; what is none is refused with a word why."""
    keyframes = "<tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl>"
    with FakeDevice(
        {"GetProfiles": response("GetProfiles", profile("m", "640x360", more=keyframes))}
    ) as device:
        result = probed(device)

    assert result.profiles
    assert result.presets == ()
    assert ProbeResult.from_json(json.loads(json.dumps(result.to_json()))) == result
    for wrong in ({}, result.to_json() | {"profiles": [{"size": 1}]}, result.to_json() | {"problems": None}):
        with pytest.raises(ValueError, match="no result of a probe"):
            ProbeResult.from_json(wrong)


def test_a_login_in_an_address_is_in_no_journal():
    """XM cameras write it into the path: it is used for the stream and kept nowhere."""
    url = "rtsp://10.0.0.1:554/user=viewer&password=s3cret&channel=1&stream=0.sdp"
    result = ProbeResult(camera_id="c", host="10.0.0.1", port=80, rtsp_url=url)
    told = json.dumps(result.to_json())
    assert "s3cret" not in told
    assert "channel=1&stream=0.sdp" in told


def test_an_account_without_the_right_is_not_a_wrong_password():
    """The cure is another role, not another password: the login was taken, one operation was refused."""
    refused = Answer(status=400, body=fault("NotAuthorized", "Sender not Authorized"))
    with FakeDevice(accepts=frozenset({"digest"}), open_operations=frozenset()) as device:
        device.answers["GetDeviceInformation"] = refused
        less = probed(device)
        device.answers["GetProfiles"] = refused
        nothing = probed(device)

    assert less.ok
    assert "no_device_information" in codes(less)
    assert "not_permitted" in codes(nothing)
    assert not nothing.ok
