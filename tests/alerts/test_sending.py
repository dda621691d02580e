"""One attempt against a real server: every way in which it can end."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import socket
from urllib.parse import parse_qsl

import pytest

from alerts.sending import MAX_ANSWER, Sender
from alerts.signing import Verified, verify
from core.clock import SystemClock
from core.config.receiver import Receiver
from core.secrets import Secrets
from tests.builders_store import delivery
from tests.fakes.receiver import FakeReceiver, Reply

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CLOCK = SystemClock()
BODY = '{"specversion":"1.0","名":1}'.encode()


async def _send(url: str, *, secret: str | None = SECRET, lookup=None, **changes):
    values = {"name": "platform", "url": url, "secret": "hook", "allow": ["127.0.0.0/8"], "timeout_s": 5}
    receiver = Receiver.model_validate(values | changes)
    secrets = Secrets(values={} if secret is None else {"hook": secret})
    sender = Sender(receiver, secrets=secrets, clock=CLOCK, most=2, lookup=lookup)
    try:
        return await sender.attempt(delivery(body=BODY))
    finally:
        await sender.close()


async def test_sends_the_very_bytes_signed():
    """Body as kept, signature over it, content type of structured CloudEvents."""
    async with FakeReceiver([Reply(status=202, body=b'{"case_number":"A-1"}')]) as receiver:
        answer = await _send(receiver.url)
    assert answer.accepted
    assert answer.case_number == "A-1"
    taken = receiver.taken[0]
    assert taken.body == BODY
    assert taken.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert isinstance(verify(SECRET, taken.headers, taken.body, now=CLOCK.now()), Verified)
    assert taken.headers["webhook-id"] == "msg_1"


async def test_a_no_with_http_200_is_a_no():
    """The receiver's own rule decides; what it said is kept, its case number is not."""
    success = {"path": "code", "equals": [0], "case_number": "data.id"}
    said = [b'{"code":0,"data":{"id":17}}', b'{"code":7,"msg":"no such grid","data":{"id":18}}', b"<html>"]
    async with FakeReceiver([Reply(body=body) for body in said]) as receiver:
        answers = [await _send(receiver.url, success=success) for _ in said]
    assert [(a.accepted, a.declined, a.case_number) for a in answers] == [
        (True, False, "17"),
        (False, True, None),
        (False, True, None),
    ]
    assert answers[1].detail.startswith("200 OK (code is 7, not 0): {")
    assert "no such grid" in answers[1].detail
    assert "the answer holds no code" in answers[2].detail


@pytest.mark.parametrize("odd", [b"true", b'{"a":1}', b"[1]", b'"\\u0000"'])
async def test_what_is_no_case_number_becomes_none(odd):
    """Neither a yes nor an object is written into the incident as the city's number."""
    async with FakeReceiver([Reply(body=b'{"ok":1,"case_id":' + odd + b"}")]) as receiver:
        answer = await _send(receiver.url)
    assert (answer.accepted, answer.case_number) == (True, None)


@pytest.mark.parametrize("secret", ["k3y\nX-Evil: 1", "k3y\x00", "k3y\x7f"])
async def test_a_secret_that_no_header_carries_is_said(secret):
    """Nothing is sent, the ledger tells why, and not the secret."""
    async with FakeReceiver() as receiver:
        answer = await _send(receiver.url, secret=secret, signature={"kind": "token"})
        assert receiver.taken == []
    assert answer.refused
    assert "line break" in answer.detail
    assert "k3y" not in answer.detail


async def test_an_answer_that_is_none_does_not_tell_the_signed_address():
    """The HTTP library names the whole address, signature and all, and the ledger is read by many."""

    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"garbage\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/in?key=not-for-everybody"
        answer = await _send(url, secret="k3y", signature={"kind": "md5_expiry"})
    assert (answer.status, answer.accepted) == (None, False)
    assert answer.detail.startswith("no HTTP answer that can be read: Bad status line")
    assert "Signature" not in answer.detail
    assert "not-for-everybody" not in answer.detail


async def test_what_was_signed_is_what_is_sent():
    """Not a character of the address is written in another way on its way out."""
    signature = {"kind": "hmac_query", "app_id": "a b+c/号", "body": "text"}
    async with FakeReceiver() as receiver:
        answer = await _send(f"{receiver.url}?q=1%2B1%20%7Ex&e=", secret="k3y", signature=signature)
        (taken,) = receiver.taken
    assert answer.accepted
    assert taken.query.startswith("q=1%2B1%20%7Ex&e=&appId=a%20b%2Bc%2F%E5%8F%B7&")
    query = dict(parse_qsl(taken.query, keep_blank_values=True))
    sign = query.pop("sign")
    assert (query["q"], query["appId"], query["e"]) == ("1+1 ~x", "a b+c/号", "")
    text = "&".join(f"{k}={v}" for k, v in sorted((query | {"body": BODY.decode()}).items()) if v)
    assert sign == hmac.new(b"k3y", text.encode(), hashlib.sha256).hexdigest()


async def test_redirect_is_not_followed():
    """3xx is failure, told with its cure, and no second request is made."""
    async with FakeReceiver([Reply(status=307, headers={"location": "/other"})]) as receiver:
        answer = await _send(receiver.url)
    assert (answer.status, answer.accepted, len(receiver.taken)) == (307, False, 1)
    assert "configure the final address" in answer.detail


async def test_retry_after_and_words_are_kept():
    """What the receiver says goes to the ledger, cut at 500 characters."""
    reply = Reply(status=503, body=b"busy " * 500, headers={"retry-after": "7"})
    async with FakeReceiver([reply]) as receiver:
        answer = await _send(receiver.url)
    assert answer.retry_after_s == 7
    assert answer.detail.startswith("503 Service Unavailable: busy")
    assert len(answer.detail) == 500


async def test_slow_answer_is_no_answer():
    """The receiver's own time-out ends the attempt."""
    async with FakeReceiver([Reply(delay_s=0.5)]) as receiver:
        answer = await _send(receiver.url, timeout_s=0.1)
    assert (answer.status, answer.detail) == (None, "no answer within 0.1 s")
    assert answer.took_s == pytest.approx(0.1, abs=0.3)


async def test_cut_connection_is_no_answer():
    """A reset is told by its kind."""
    async with FakeReceiver([Reply(cut=True)]) as receiver:
        answer = await _send(receiver.url)
    assert answer.status is None
    assert "Disconnected" in answer.detail or "reset" in answer.detail.lower()


async def test_status_counts_even_when_the_body_breaks_off():
    """2xx was said: sending again would only repeat."""
    async with FakeReceiver([Reply(cut_body=True)]) as receiver:
        answer = await _send(receiver.url)
    assert answer.accepted
    assert answer.case_number is None


async def test_nobody_listens():
    """A refused connection is no answer."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        answer = await _send(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert answer.status is None
    assert "ClientConnectorError" in answer.detail


@pytest.mark.parametrize("body", [b"ok", b"[1]", b"{", b"\xff", b"[" * 50_000, b"x" * (3 * MAX_ANSWER)])
async def test_answer_of_any_shape_is_accepted(body):
    """A 2xx with text, broken JSON or a flood is a 2xx; only an object is read."""
    async with FakeReceiver([Reply(body=body)]) as receiver:
        answer = await _send(receiver.url)
    assert answer.accepted
    assert answer.case_number is None
    assert len(answer.detail) <= 500


async def test_name_is_pinned_to_the_checked_address():
    """A name goes to the address that was checked, with its own name in Host."""
    asked = []

    async def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with FakeReceiver() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        answer = await _send(f"http://platform.example:{port}/hook", lookup=lookup)
    assert answer.accepted
    assert asked == ["platform.example"]
    assert receiver.taken[0].headers["host"] == f"platform.example:{port}"


async def test_rebinding_leads_nowhere():
    """A name that first pointed to the platform and then elsewhere is refused; nothing is sent."""
    answers = [["127.0.0.1"], ["127.0.0.2", "10.0.0.1"]]

    async def lookup(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    async with FakeReceiver() as receiver:
        url = f"http://platform.example:{receiver.url.split(':')[2]}"
        assert (await _send(url, lookup=lookup, allow=["127.0.0.1/32"])).accepted
        answer = await _send(url, lookup=lookup, allow=["127.0.0.1/32"])
    assert answer.refused
    assert "127.0.0.2 lies in none of the allowed networks" in answer.detail
    assert len(receiver.taken) == 1


async def test_number_outside_of_the_list_is_refused():
    """An address written as a number is checked as well."""
    async with FakeReceiver() as receiver:
        answer = await _send(receiver.url, allow=["10.0.0.0/8"])
    assert answer.refused
    assert receiver.taken == []


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_not*base64"])
async def test_nothing_goes_out_unsigned(secret):
    """A missing or unusable secret is told by its name, never by its value."""
    async with FakeReceiver() as receiver:
        answer = await _send(receiver.url, secret=secret)
    assert answer.refused
    assert "secret hook" in answer.detail
    assert "not*base64" not in answer.detail
    assert receiver.taken == []


async def test_what_no_database_takes_is_not_kept():
    """Bytes that are no text, control characters, half a character as an escape: told, and harmless."""
    replies = [Reply(status=500, body=b"\xff\x00\x1b[31mno"), Reply(body=b'{"case_number": "\\ud800"}')]
    async with FakeReceiver(replies) as receiver:
        refused, taken = await _send(receiver.url), await _send(receiver.url)
    assert refused.detail.startswith("500 Internal Server Error:")
    assert refused.detail.isprintable()
    assert (taken.accepted, taken.case_number) == (True, None)


async def test_a_name_that_is_none_is_no_answer():
    """A label of 80 characters exists in no network."""
    answer = await _send(f"http://{'a' * 80}.example/")
    assert (answer.status, answer.accepted) == (None, False)
    assert "platform" in answer.detail
