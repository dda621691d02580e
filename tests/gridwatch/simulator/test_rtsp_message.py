from __future__ import annotations

import pytest

from gridwatch.simulator.rtsp_message import Malformed, Reply, Request, read_request


def test_read() -> None:
    """Method, address and headers; names in lower case."""
    request = read_request(b"SETUP rtsp://h:1/cam/c-1/sub/track1 RTSP/1.0\r\nCSeq: 3\r\nX-Y:  z:1 \r\n\r\n")
    assert request.method == "SETUP"
    assert request.target == ("c-1", "sub")
    assert request.headers == {"cseq": "3", "x-y": "z:1"}


@pytest.mark.parametrize(
    "head",
    [
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"PLAY rtsp://h\r\n\r\n",
        b"A b RTSP/1.0\r\nnocolon\r\n\r\n",
        b"\xff\xfe b c",
    ],
)
def test_malformed(head: bytes) -> None:
    """What is not RTSP/1.0 is named so."""
    with pytest.raises(Malformed):
        read_request(head)


@pytest.mark.parametrize("uri", ["*", "rtsp://h/", "rtsp://h/cam/", "rtsp://h/cam/c", "http://h/cam/c/main"])
def test_no_target(uri: str) -> None:
    """An address that names no stream has no target."""
    assert Request(method="PLAY", uri=uri, headers={}).target == ("", "")


@pytest.mark.parametrize(
    ("transport", "channel"),
    [
        ("RTP/AVP/TCP;unicast;interleaved=0-1", 0),
        ("RTP/AVP/TCP;unicast;interleaved=6-7;mode=play", 6),
        ("RTP/AVP/TCP;unicast", 0),
        ("RTP/AVP/TCP;interleaved=255-256", None),
        ("RTP/AVP;unicast;client_port=5000-5001", None),
        ("", None),
    ],
)
def test_channel(transport: str, channel: int | None) -> None:
    """Only interleaved TCP has a channel."""
    assert Request(method="SETUP", uri="", headers={"transport": transport}).channel == channel


def test_reply() -> None:
    """The answer repeats CSeq and tells its length."""
    request = Request(method="DESCRIBE", uri="", headers={"cseq": "9"})
    assert Reply(headers={"A": "b"}, body="é").to_bytes(request) == (
        b"RTSP/1.0 200 OK\r\nCSeq: 9\r\nA: b\r\nContent-Length: 2\r\n\r\n" + "é".encode()
    )
    assert Reply(status=453).to_bytes(request) == b"RTSP/1.0 453 Not Enough Bandwidth\r\nCSeq: 9\r\n\r\n"
