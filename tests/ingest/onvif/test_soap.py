import pytest

from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif.soap import (
    Fault,
    child,
    children,
    name_of,
    operation_of,
    parse,
    read_answer,
    request,
    text_of,
    to_bytes,
)
from tests.fakes.onvif_device import fault, response, soap

GOOD = response("GetHostname", "<tds:Name>东门摄像机</tds:Name>")


def name_in(body):
    """Read the host name out of an answer."""
    return text_of(read_answer(body, "GetHostname"), "Name")


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        b"\r\n  " + GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b'"1.0"', b'"1.0" encoding="utf-16"'),
        GOOD.decode().encode("gb18030"),
        GOOD.replace(b'"1.0"', b'"1.0" encoding="UTF-8"').decode().encode("gb18030"),
        GOOD.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        GOOD.replace(b"tds:", b"wrong:"),
        GOOD.replace(b"2003/05/soap-envelope", b"1999/09/nothing"),
        GOOD.replace(b"<s:Body>", b"<s:Header><x/></s:Header><!-- c --><?pi?><s:Body><!-- c -->"),
    ],
    ids=[
        "plain", "blank line first", "mark first", "says utf-16", "GB 18030", "GB 18030 as UTF-8", "UTF-16",
        "undeclared prefix", "wrong namespace", "header and comments",
    ],
)  # fmt: skip
def test_what_devices_get_wrong_is_put_right(body):
    """The name comes out, in Chinese, whatever surrounds it."""
    assert name_in(body) == "东门摄像机"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (GOOD[:-30], "broken"),
        (GOOD[: len(GOOD) // 2], "broken"),
        (b"<html><body>Login</body></html>", "a web page"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"404 not here", "text"),
        (bytes(range(256)), "not XML"),
        (b"<a/>", "expected a SOAP envelope, found <a>"),
        (soap(""), "body is empty"),
        (b'<s:Envelope xmlns:s="x"/>', "body is empty"),
        (response("GetNTP", ""), "answered with <GetNTPResponse>"),
        (
            b'<!DOCTYPE e [<!ENTITY a "x">]><s:Envelope xmlns:s="x"><s:Body/></s:Envelope>',
            "document type",
        ),
        (GOOD.replace(b"<tds:Name>", b"<tds:Name>&nosuch;"), "broken"),
        (b"<a>" * 400 + b"</a>" * 400, "broken"),
    ],
)
def test_what_cannot_be_read_is_named(body, why):
    """Never None, never half an answer."""
    with pytest.raises(LookError) as failure:
        read_answer(body, "GetHostname")

    assert failure.value.kind is LookFailureKind.BAD_ANSWER
    assert failure.value.detail.startswith("GetHostname: ")
    assert why in failure.value.detail


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (fault("NotAuthorized", "Sender not Authorized"), True),
        (fault("NotAuthorized").replace(b"xmlns:ter", b"xmlns:other"), True),  # zeep dies of this prefix
        (fault("InvalidArgVal", "Wsse authorized time check failed"), True),  # Dahua
        (soap("<s:Fault><faultcode>wsse:FailedAuthentication</faultcode></s:Fault>"), True),
        (fault("ActionNotSupported", "Optional Action Not Implemented"), False),
        (soap("<s:Fault/>"), False),
    ],
)
def test_faults_say_whether_they_are_about_the_login(body, refused):
    """SOAP 1.1 and 1.2, with prefixes declared or not."""
    with pytest.raises(Fault) as failure:
        read_answer(body, "GetProfiles")

    assert failure.value.not_authorized is refused
    assert failure.value.kind is LookFailureKind.BAD_ANSWER


def test_a_long_fault_is_told_shortly():
    """A device may send pages; an operator gets one line."""
    with pytest.raises(Fault) as failure:
        read_answer(fault("X", "no\n  such\t" * 200), "GetProfiles")

    assert len(failure.value.told) <= 200
    assert "\n" not in failure.value.told


def test_walking_by_local_names():
    """Missing steps give None or an empty text, never an exception."""
    root = parse(b'<a xmlns="x"><b>1</b><c><d> 2 </d></c><b/></a>', "test")

    assert [name_of(one) for one in children(root)] == ["b", "c", "b"]
    assert len(list(children(root, "b"))) == 2
    assert text_of(root, "c", "d") == "2"
    assert text_of(root, "c", "nothing", "here") == ""
    assert child(None, "a") is None


def test_requests_made_by_hand():
    """Fields in the order given, escaped, in the service's namespace."""
    written = to_bytes(request("urn:media2", "GetStreamUri", {"Protocol": "RTSP", "ProfileToken": "a<&"}))
    root = parse(written, "test")

    assert operation_of(root) == "GetStreamUri"
    asked = child(root, "Body", "GetStreamUri")
    assert [(name_of(one), one.text) for one in children(asked)] == [
        ("Protocol", "RTSP"),
        ("ProfileToken", "a<&"),
    ]
    assert asked.tag == "{urn:media2}GetStreamUri"
