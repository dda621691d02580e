"""An RTSP conversation as a script: requests in, answers out."""

from __future__ import annotations

from collections import Counter

import pytest

from core.clock import ManualClock
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.http_auth import DigestGuard, digest_response, parse_parts
from gridwatch.simulator.rtsp_message import Reply, Request
from gridwatch.simulator.rtsp_session import RtspSession
from tests.builders_servers import LOGIN, device, fault, fleet

TCP = {"transport": "RTP/AVP/TCP;unicast;interleaved=2-3"}
OPEN = device(login=None, stream_sessions=2)


class Client:
    """Says one request after the other."""

    def __init__(self, cameras: Fleet, held: Counter[str] | None = None) -> None:
        guard = DigestGuard(clock=ManualClock(cameras.clock.now()), secret=b"s")
        self.session = RtspSession(cameras, guard, Counter() if held is None else held)
        self.headers: dict[str, str] = {}

    def say(self, method: str, path: str = "cam/cam-1/main", **headers: str) -> Reply:
        """Send a request within the session, if there is one."""
        reply = self.session.answer(
            Request(method=method, uri=f"rtsp://h:1/{path}", headers=self.headers | headers)
        )
        if "Session" in reply.headers:
            self.headers["session"] = reply.headers["Session"].partition(";")[0]
        return reply


def test_a_whole_conversation() -> None:
    """Options, describe, set up, play, keep alive, tear down."""
    held: Counter[str] = Counter()
    client = Client(fleet(OPEN), held)
    assert "DESCRIBE" in client.say("OPTIONS").headers["Public"]
    described = client.say("DESCRIBE")
    assert "sprop-parameter-sets=" in described.body
    assert described.headers["Content-Base"] == "rtsp://h:1/cam/cam-1/main/"
    set_up = client.say("SETUP", "cam/cam-1/main/track1", **TCP)
    assert "interleaved=2-3" in set_up.headers["Transport"]
    assert held == {"cam-1": 1}
    playing = client.session.playing
    assert playing is not None
    assert not playing.flowing
    assert f"seq={playing.first}" in client.say("PLAY").headers["RTP-Info"]
    assert playing.flowing
    assert client.say("GET_PARAMETER").status == 200
    assert client.say("TEARDOWN").status == 200
    assert client.session.ended
    assert not held


def test_out_of_order_requests() -> None:
    """Playing before set-up, a foreign session, a second set-up, an unknown method."""
    client = Client(fleet(OPEN))
    assert client.say("PLAY").status == 454
    assert client.say("SETUP", **TCP).status == 200
    assert client.say("PLAY", session="other").status == 454
    assert client.say("SETUP", **TCP).status == 455
    assert client.say("RECORD").status == 405


def test_udp_is_not_offered() -> None:
    """461 makes a client come again with TCP."""
    client = Client(fleet(OPEN))
    assert client.say("SETUP", transport="RTP/AVP;unicast;client_port=5000-5001").status == 461


@pytest.mark.parametrize("path", ["cam/cam-9/main", "cam/cam-1/third", "elsewhere"])
def test_unknown_streams(path: str) -> None:
    """What does not exist is 404."""
    assert Client(fleet(OPEN)).say("DESCRIBE", path).status == 404


def test_sessions_of_a_camera_are_bounded() -> None:
    """The third client of a camera for two gets 453, until another one leaves."""
    held: Counter[str] = Counter()
    clients = [Client(fleet(OPEN), held) for _ in range(3)]
    assert [client.say("SETUP", **TCP).status for client in clients] == [200, 200, 453]
    clients[0].session.close()
    clients[0].session.close()
    assert held == {"cam-1": 1}
    assert clients[2].say("SETUP", **TCP).status == 200


def login(client: Client, method: str) -> str:
    """Make the digest for a challenge of the session."""
    challenge = client.say(method).headers["WWW-Authenticate"]
    parts = parse_parts(challenge.partition(" ")[2])
    uri = "rtsp://h:1/cam/cam-1/main"
    made = digest_response(
        LOGIN, realm=parts["realm"], method=method, uri=uri, nonce=parts["nonce"], qop=("00000001", "c")
    )
    return (
        f'Digest username="{LOGIN.user}", realm="{parts["realm"]}", nonce="{parts["nonce"]}", uri="{uri}", '
        f'qop=auth, nc=00000001, cnonce="c", response="{made}"'
    )


def test_login() -> None:
    """Without a login 401, with the right digest 200."""
    client = Client(fleet())
    assert client.say("DESCRIBE").status == 401
    assert client.say("DESCRIBE", authorization=login(client, "DESCRIBE")).status == 200


def test_wrong_password_fault() -> None:
    """Under this fault the right digest is refused."""
    client = Client(fleet(faults=[fault(FaultKind.WRONG_PASSWORD)]))
    assert client.say("DESCRIBE", authorization=login(client, "DESCRIBE")).status == 401
