import pytest

from core.clock import SystemClock
from core.config.settings.looking import Looking
from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import Addresses, LoginRefused
from ingest.onvif.asking import by_hand
from ingest.onvif.conversation import CALLS, LoginWanted, converse
from ingest.onvif.soap import Fault, name_of
from tests.builders import camera
from tests.fakes.onvif_device import Answer, FakeDevice, fault, recorded, soap

CLOCK = SystemClock()
LOOKING = Looking(open_s=1, onvif_s=1)
DIGEST, TOKEN, BOTH = frozenset({"digest"}), frozenset({"token"}), frozenset({"digest", "token"})
WRONG = Credential(user="admin", password="wrong")
MEDIA = "/onvif/media_service"


def talk(device, credential=None, **more):
    """Open a conversation with the fake; its own credential unless told otherwise."""
    return converse(device.camera(), credential or device.credential, looking=LOOKING, clock=CLOCK, **more)


def profiles(conversation):
    """Ask for something that wants a login."""
    return conversation.call("media", MEDIA, "GetProfiles")


@pytest.mark.parametrize(
    ("accepts", "kind"), [(frozenset(), "none"), (DIGEST, "digest"), (TOKEN, "wsse"), (BOTH, "digest")]
)
def test_the_login_a_device_accepts_is_found(accepts, kind):
    """Digest where it is offered, a token else, nothing where nothing is asked; each then goes with each call."""
    with FakeDevice(accepts=accepts) as device, talk(device) as conversation:
        for _ in range(3):
            assert name_of(profiles(conversation)) == "GetProfilesResponse"
        assert conversation.login.kind == kind

    assert device.logins == []
    assert [asked.right for asked in device.asked] == ([False] if accepts else []) + [True] * 3


@pytest.mark.parametrize(
    ("accepts", "shown"), [(DIGEST, ["digest", "token"]), (TOKEN, ["token"]), (BOTH, ["digest", "token"])]
)
def test_a_wrong_password_is_shown_twice_at_most(accepts, shown):
    """One digest and one token, however many calls follow: cameras lock accounts."""
    with FakeDevice(accepts=accepts) as device, talk(device, WRONG) as conversation:
        for _ in range(4):
            with pytest.raises(LoginRefused) as refused:
                profiles(conversation)
            assert refused.value.attempts == len(shown)

    assert device.logins == shown
    assert "wrong" not in str(refused.value)


def test_http_400_with_a_fault_is_a_refusal():
    """quirks.tsv, onvif_simple_server: a bad password gives HTTP 400 and ter:NotAuthorized, not 401."""
    with (
        FakeDevice(accepts=TOKEN, refuse_with=400) as device,
        talk(device, WRONG) as conversation,
        pytest.raises(LoginRefused),
    ):
        profiles(conversation)
    assert device.logins == ["token"]


def test_a_refusal_under_http_200():
    """Some devices answer 200 and a NotAuthorized fault."""
    with FakeDevice(accepts=TOKEN, refuse_with=200) as device, talk(device) as conversation:
        profiles(conversation)

    assert [asked.login for asked in device.asked] == ["none", "token"]


def test_nothing_is_shown_without_a_credential():
    """The failure names the missing configuration."""
    with (
        FakeDevice(accepts=BOTH) as device,
        converse(device.camera(), None, looking=LOOKING, clock=CLOCK) as conversation,
        pytest.raises(LookError) as failure,
    ):
        profiles(conversation)

    assert failure.value.kind is LookFailureKind.NO_CREDENTIAL
    assert len(device.asked) == 1


def test_a_remembered_token_goes_first():
    """One request instead of two."""
    remembered = Addresses(login="wsse")
    with FakeDevice(accepts=TOKEN) as device, talk(device, remembered=remembered) as conversation:
        profiles(conversation)

    assert [asked.login for asked in device.asked] == ["token"]


def test_one_time_nonces():
    """A device that takes each nonce once is answered with each new one."""
    with FakeDevice(accepts=DIGEST, one_time_nonces=True) as device, talk(device) as conversation:
        for _ in range(3):
            profiles(conversation)

    assert [asked.right for asked in device.asked] == [False, True, False, True, False, True]


def test_a_device_that_closes_after_every_answer():
    """HTTP/1.0: a connection per request, and the digest still works."""
    with FakeDevice(accepts=DIGEST, keep_alive=False) as device, talk(device) as conversation:
        profiles(conversation)
        profiles(conversation)

    assert device.connections == 3


def test_a_first_login_is_never_sent_twice():
    """A connection that dies with the login on it is not asked again: it might have counted."""
    with FakeDevice(accepts=DIGEST) as device, talk(device) as conversation:
        conversation.call("device", "/x", "GetServices", IncludeCapability=False)  # keeps a connection
        device.accepts = frozenset()
        device.open_operations = frozenset()
        device.answers["GetProfiles"] = Answer(
            status=401, headers={"WWW-Authenticate": 'Digest realm="cam", nonce="n", qop="auth"'}
        )
        original = conversation._wire.post

        def dying(url, body, headers, *, fresh=False):
            if "Authorization" in headers:
                assert fresh
                device.answers["GetProfiles"] = Answer(how="close")
            return original(url, body, headers, fresh=fresh)

        conversation._wire.post = dying
        with pytest.raises(LookError):
            profiles(conversation)

    assert [asked.login for asked in device.asked].count("digest") == 1


def test_a_missing_permission_keeps_the_login():
    """Refusing one operation says nothing about the next."""
    with FakeDevice(accepts=DIGEST) as device, talk(device) as conversation:
        profiles(conversation)
        device.answers["GetPresets"] = Answer(status=403)
        with pytest.raises(LoginRefused, match="may not do this") as refused:
            conversation.call("ptz", "/x", "GetPresets", ProfileToken="main")
        profiles(conversation)

    assert refused.value.attempts == 0


def test_anonymous_requests_show_nothing():
    """The clock is asked before the login, which needs the clock."""
    with (
        FakeDevice(accepts=BOTH, open_operations=frozenset()) as device,
        talk(device) as conversation,
        pytest.raises(LoginWanted),
    ):
        conversation.call("device", "/x", "GetSystemDateAndTime", anonymous=True)

    assert [asked.login for asked in device.asked] == ["none"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(status=404, body=b"<html>no</html>"), "HTTP 404 (there is no ONVIF service at this path)"),
        (Answer(status=503), "HTTP 503 (Service Unavailable)"),
        (Answer(status=599), "HTTP 599"),
        (Answer(status=200), "the answer is empty"),
        (Answer(status=302, headers={"Location": "http://evil/"}), "HTTP 302 (Found)"),
        (Answer(body=b"<html>Login</html>"), "a web page"),
    ],
)
def test_http_errors_are_named(answer, told):
    """The status and what it means here; redirects are not followed."""
    with (
        FakeDevice({"GetProfiles": answer}) as device,
        talk(device) as conversation,
        pytest.raises(LookError) as failure,
    ):
        profiles(conversation)

    assert failure.value.kind is LookFailureKind.BAD_ANSWER
    assert failure.value.detail == f"GetProfiles: {told}" or told in failure.value.detail


def test_an_unknown_operation_is_a_fault():
    """quirks.tsv, onvif_simple_server: an unknown operation gives HTTP 500."""
    with (
        FakeDevice() as device,
        talk(device) as conversation,
        pytest.raises(Fault, match="Optional Action Not Implemented") as failure,
    ):
        conversation.call("media", MEDIA, "GetOSDs")

    assert failure.value.codes == ("Sender", "ActionNotSupported")


def test_a_fault_about_the_request_accepts_the_login():
    """What follows is sent with the login at once."""
    with (
        FakeDevice({"GetPresets": fault("InvalidArgVal")}, accepts=DIGEST) as device,
        talk(device) as conversation,
    ):
        with pytest.raises(Fault):
            conversation.call("ptz", "/x", "GetPresets", ProfileToken="?")
        assert conversation.login.kind == "digest"


def test_the_conversation_has_an_end():
    """A device that is slow on every call does not hold a thread for longer than CALLS calls."""
    looking = Looking(open_s=0.1, onvif_s=0.1)
    with FakeDevice({"GetProfiles": Answer(how="silent")}) as device:
        started = CLOCK.monotonic()
        with converse(device.camera(), None, looking=looking, clock=CLOCK) as conversation:
            for _ in range(CALLS + 3):
                with pytest.raises(LookError) as failure:
                    profiles(conversation)

    assert failure.value.kind is LookFailureKind.TIMEOUT
    assert CLOCK.monotonic() - started < CALLS * 0.1 + 0.5


def test_a_camera_without_onvif_is_not_asked():
    """Its addresses come from its configuration."""
    for access in ({"host": "h", "onvif": False}, {"snapshot_url": "http://h/s"}):
        with (
            pytest.raises(LookError) as failure,
            converse(camera(access=access), None, looking=LOOKING, clock=CLOCK),
        ):
            pytest.fail("opened")
        assert failure.value.kind is LookFailureKind.NO_ADDRESS


def test_a_fault_of_our_own_is_named():
    """Whatever is raised inside comes out as a LookError, without its message."""
    with pytest.raises(LookError) as failure, converse(camera(), None, looking=LOOKING, clock=CLOCK):
        raise RuntimeError("holds a secret")

    assert failure.value.kind is LookFailureKind.INTERNAL
    assert "secret" not in str(failure.value)


RECORDED_FAILURES = {
    "Error.xml": "the device answers with a fault: fault reason",
    "Probe.xml": "answered with <ProbeMatches>",
    "PullMessages.xml": "the XML is broken, line 17",
    "device.SendAuxiliaryCommand.xml": "answered with <AuxiliaryCommandResponse>",
}


def test_the_recorded_answers(shared_data):
    """agsh_serverMockup: 74 of 78 files are the answer their name says; each of the others fails by name.

    Twelve of the 74 have undeclared prefixes, or say utf-16 and are not. Error.xml is the malformed one
    (typographic quotes in its declaration); PullMessages.xml holds template code in a tag.
    """
    failures = {}
    answered = 0
    with FakeDevice() as device, talk(device) as conversation:
        for name, operation, body in recorded(shared_data):
            device.answers = {operation: Answer(body=body)}
            try:
                found = conversation.send("/onvif", by_hand("urn:any", operation, {}))
            except LookError as failure:
                failures[name] = str(failure)
            else:
                assert name_of(found) == f"{operation}Response"
                answered += 1

    assert answered == 74
    assert failures.keys() == RECORDED_FAILURES.keys()
    for name, told in RECORDED_FAILURES.items():
        assert failures[name].startswith("bad_answer: ")
        assert told in failures[name]


def test_a_name_in_chinese_and_special_characters_logs_in():
    """The fake's password is 密码 &<1; the header goes out in UTF-8, the token is escaped."""
    for accepts in (DIGEST, TOKEN):
        with FakeDevice(accepts=accepts) as device:
            device.credential = Credential(user="管理员", password="密 &<\"'")
            with talk(device) as conversation:
                profiles(conversation)
            assert device.logins == []


def test_an_answer_about_something_else_fails_by_name():
    """A device that mixes its answers up is not believed."""
    body = soap("<tds:GetUsersResponse/>")
    with (
        FakeDevice({"GetProfiles": body}) as device,
        talk(device) as conversation,
        pytest.raises(LookError, match="answered with <GetUsersResponse>"),
    ):
        profiles(conversation)
