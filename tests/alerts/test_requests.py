from __future__ import annotations

from typing import Any

import pytest

from alerts.requests import content_type, outgoing, shown_headers, shown_url
from alerts.signers.base import Signing
from alerts.signers.choice import signer_of
from core.config.receiver import Receiver
from tests.builders import START


def request(url: str = "http://127.0.0.1:9/x?action=piReport&api_token=t0k", **signature: Any):
    """One attempt's request."""
    receiver = Receiver.model_validate(
        {"name": "c", "url": url, "secret": "s", "allow": ["127.0.0.0/8"], "signature": signature}
    )
    signing = Signing(keys=("s3cret",), message_id="msg_1", at=START, nonce="n")
    return outgoing(receiver, signer_of(receiver), b"a=1", signing)


def test_every_attempt_carries_the_delivery_id() -> None:
    """Whatever the signature: a platform may take it for its own deduplication."""
    made = request(kind="token")
    assert made.headers["webhook-id"] == "msg_1"
    assert made.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"specversion":"1.0","id":"m"}', "application/cloudevents+json; charset=utf-8"),
        (b'{"EventId":"i"}', "application/json; charset=utf-8"),
        (b"case_id=i&x=%7B", "application/x-www-form-urlencoded; charset=utf-8"),
    ],
)
def test_a_kept_body_says_itself_what_it_is(body: bytes, told: str) -> None:
    """The receiver's file may have changed since it was written."""
    assert content_type(body) == told


def test_nothing_secret_is_shown() -> None:
    """Neither the signature nor what is called like a secret; what signs nothing is shown."""
    made = request(kind="md5_expiry")
    shown = shown_url(made)
    assert "t0k" not in shown
    assert "Signature=***" in shown
    assert "action=piReport" in shown
    assert "Expires=1793607000" in shown
    token = request(kind="token")
    assert shown_headers(token)["Authorization"] == "***"
    assert "s3cret" not in str(shown_headers(token))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/send/7f3a9c21b04d4e6f8a", "/send/***"),
        ("/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send", "/***/send"),
        ("/hooks/0b9f7c1e-6a2d-4f0b-9d55-3f2b8a7c6d5e", "/hooks/***"),
        ("/api/v3/incident-reports-2026/330109001", "/api/v3/incident-reports-2026/330109001"),
        ("/gridwatch/PersonalInformationReceiver", "/gridwatch/PersonalInformationReceiver"),
    ],
)
def test_a_key_in_the_path_is_not_shown(path: str, shown: str) -> None:
    """Robots of chats carry theirs there; words and codes of an interface stay to be read."""
    assert shown_url(request(f"http://127.0.0.1:9{path}", kind="token")) == f"http://127.0.0.1:9{shown}"
