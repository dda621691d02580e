import os
import socket
import threading
from time import perf_counter

import pytest

from core.clock import SystemClock
from core.errors import LookError
from core.look import LookFailureKind
from ingest.onvif import wire
from ingest.onvif.wire import Wire, target_of
from tests.fakes.onvif_device import Answer, FakeDevice

CLOCK = SystemClock()


def line(*, call_s=0.4, whole_s=5.0):
    """Return a wire with short limits."""
    return Wire(clock=CLOCK, until=CLOCK.monotonic() + whole_s, open_s=0.4, call_s=call_s)


def ask(connection, device, operation="GetHostname", path="/x"):
    """Post a request that the fake understands."""
    body = f"<Body><{operation}/></Body>".encode()
    return connection.post(f"http://127.0.0.1:{device.port}{path}", body, {"Content-Type": "text/xml"})


def test_a_whole_answer():
    """Status, body, challenges and date come back."""
    answer = Answer(body=b"<a/>", status=401, headers={"WWW-Authenticate": "Digest x", "Date": "now"})
    with FakeDevice({"GetHostname": answer}) as device:
        connection = line()
        reply = ask(connection, device)
        connection.close()

    assert (reply.status, reply.body, reply.challenges, reply.date) == (401, b"<a/>", ("Digest x",), "now")


@pytest.mark.parametrize("how", ["drip_head", "drip_body", "silent"])
def test_the_deadline_holds_against_a_device_that_keeps_sending(how):
    """Each byte comes well within any socket time-out; the whole answer would take 15 s."""
    with FakeDevice({"GetHostname": Answer(how=how)}) as device:
        connection = line(call_s=0.3)
        started = perf_counter()
        with pytest.raises(LookError) as failure:
            ask(connection, device)
        took = perf_counter() - started

    assert failure.value.kind is LookFailureKind.TIMEOUT
    assert 0.25 < took < 0.8


def test_the_deadline_of_the_conversation_holds_over_its_calls():
    """A call gets what is left of the whole, however much one call may take."""
    with FakeDevice({"GetHostname": Answer(how="silent")}) as device:
        connection = line(call_s=5, whole_s=0.2)
        started = perf_counter()
        for _ in range(3):
            with pytest.raises(LookError) as failure:
                ask(connection, device)
            assert failure.value.kind is LookFailureKind.TIMEOUT

    assert perf_counter() - started < 0.6


@pytest.mark.parametrize(
    ("how", "kind", "told"),
    [
        ("endless", LookFailureKind.TOO_LARGE, "more than 2000000 bytes"),
        ("cut", LookFailureKind.BAD_ANSWER, "ended its answer early"),
        ("garbage", LookFailureKind.BAD_ANSWER, "does not speak HTTP"),
        ("close", LookFailureKind.UNREACHABLE, "closed the connection without an answer"),
    ],
)
def test_what_the_line_does_wrong_is_named(how, kind, told):
    """Each in one sentence with the address, and the same wire can be used again."""
    with FakeDevice({"GetHostname": Answer(how=how), "GetNTP": Answer(body=b"<a/>")}) as device:
        connection = line(call_s=3)
        with pytest.raises(LookError) as failure:
            ask(connection, device)
        assert ask(connection, device, "GetNTP").body == b"<a/>"
        connection.close()

    assert failure.value.kind is kind
    assert told in failure.value.detail
    assert f"127.0.0.1:{device.port}" in failure.value.detail


def test_nobody_there_is_unreachable():
    """A refused connection and an unknown name."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        with pytest.raises(LookError) as refused:
            line().post(f"http://127.0.0.1:{port}/", b"", {})
    assert refused.value.kind is LookFailureKind.UNREACHABLE
    assert "refused" in refused.value.detail


def test_an_unknown_name_is_unreachable(monkeypatch):
    """Told as such, without the resolver's jargon."""

    def unknown(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(LookError) as failure:
        line().post("http://no.such.camera/", b"", {})

    assert failure.value.kind is LookFailureKind.UNREACHABLE
    assert failure.value.detail == "no.such.camera:80: the name is not known"


def test_a_connect_that_hangs_is_cut():
    """A full backlog swallows the handshake, as a dead host behind a router does."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
        started = perf_counter()
        with pytest.raises(LookError) as failure:
            Wire(clock=CLOCK, until=CLOCK.monotonic() + 5, open_s=0.3, call_s=5).post(
                f"http://127.0.0.1:{port}/", b"", {}
            )
        took = perf_counter() - started
        for filler in fillers:
            filler.close()

    assert failure.value.kind is LookFailureKind.TIMEOUT
    assert took < 1


def test_one_connection_serves_the_whole_conversation():
    """Cameras serve few connections at once; `fresh` asks for a new one all the same."""
    with FakeDevice({"GetHostname": Answer(body=b"<a/>")}) as device:
        connection = line()
        for _ in range(3):
            ask(connection, device)
        assert device.connections == 1
        connection.post(f"http://127.0.0.1:{device.port}/", b"<Body><GetHostname/>", {}, fresh=True)
        connection.close()

    assert device.connections == 2


def test_a_kept_connection_that_was_closed_is_made_again():
    """A device may close between two requests; a fresh connection that dies is not asked twice."""
    with FakeDevice({"GetHostname": Answer(body=b"<a/>"), "GetNTP": Answer(how="close")}) as device:
        connection = line()
        ask(connection, device)
        with pytest.raises(LookError):
            ask(connection, device, "GetNTP")
        assert device.operations == ["GetHostname", "GetNTP", "GetNTP"]
        with pytest.raises(LookError):
            ask(connection, device, "GetNTP")
        connection.close()

    assert device.operations == ["GetHostname", "GetNTP", "GetNTP", "GetNTP"]


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    """Cameras are on private networks; the variables stay as they are, for whoever needs them."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with FakeDevice({"GetHostname": Answer(body=b"<a/>")}) as device:
        connection = line()
        assert ask(connection, device).status == 200
        connection.close()

    assert os.environ["http_proxy"] == "http://127.0.0.1:1"


def test_other_schemes_are_refused():
    """An XAddr may say https; the sentence says so."""
    with pytest.raises(LookError, match="https scheme"):
        line().post("https://127.0.0.1/", b"", {})


def test_the_target_is_quoted_once():
    """The same text goes over the wire and into the digest."""
    assert target_of("http://h") == "/"
    assert target_of("http://h/a b?x=1&y=%20") == "/a%20b?x=1&y=%20"
    assert target_of("http://h/路") == "/%E8%B7%AF"


def test_the_limit_leaves_room_for_a_large_recorder():
    """128 profiles of a 64-channel recorder are some 0.7 MB."""
    assert wire.MAX_ANSWER > 128 * 6000


@pytest.mark.parametrize("coding", ["utf-8", "gbk"])
def test_a_chinese_realm_goes_back_as_it_came(coding):
    """A wrong echo would be counted as a wrong password, and lock the account."""
    realm = "大华".encode(coding)

    def answer(listening):
        accepted, _ = listening.accept()
        with accepted:
            accepted.recv(65_536)
            accepted.sendall(
                b"HTTP/1.1 401 No\r\nWWW-Authenticate: " + realm + b"\r\nContent-Length: 0\r\n\r\n"
            )

    with socket.create_server(("127.0.0.1", 0)) as listening:
        device = threading.Thread(target=answer, args=(listening,))
        device.start()
        connection = line()
        reply = connection.post(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"", {})
        connection.close()
        device.join()

    assert reply.challenges[0].encode("utf-8", "surrogateescape") == realm


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://[::1/", LookFailureKind.BAD_ANSWER),
        ("http://127.0.0.1:99999/", LookFailureKind.BAD_ANSWER),
        ("http://" + "a" * 80 + "/", LookFailureKind.UNREACHABLE),
    ],
)
def test_an_address_that_is_none_is_named(url, kind):
    """Devices tell the addresses of their services; some are nonsense."""
    with pytest.raises(LookError) as failure:
        line().post(url, b"", {})
    assert failure.value.kind is kind


def test_names_and_addresses_are_written_as_http_wants_them():
    """A Chinese name in its wire form, an IPv6 address in brackets, the usual port not at all."""
    head = wire._head(("摄像机.example", 8000), "/x", {}, 3)
    assert b"\r\nHost: xn--o1q278b98b.example:8000\r\n" in head
    assert b"\r\nHost: [fe80::1]\r\n" in wire._head(("fe80::1", 80), "/x", {}, 3)


def test_a_line_break_in_a_header_is_refused():
    """A realm that tells one would make two headers of one."""
    with pytest.raises(LookError, match="line break"):
        wire._head(("h", 80), "/x", {"Authorization": "Digest a\r\nX: y"}, 0)
