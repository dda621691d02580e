"""Each kind against a calculation that was made by other means."""

from __future__ import annotations

import hashlib
import hmac
import shutil
import subprocess
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from alerts.signers.base import Outgoing, Signing, query_of
from alerts.signers.kinds import ExpirySigner, HmacSigner, StandardSigner, TokenSigner, text_to_sign
from alerts.signing import BadSecret, new_key
from core.clock import SystemClock
from core.config.signature import HmacQuery, Md5Expiry, Token
from tests.builders import START

REQUEST = Outgoing(url="https://a.b/x?action=piReport", headers={}, body="描述=堆&b=2&empty=".encode())


def _signing(*keys: str, **changes: Any) -> Signing:
    values = {"keys": keys, "message_id": "msg_1", "at": START, "nonce": "n0nce"}
    return Signing(**(values | changes))


def test_standard_signs_with_every_key() -> None:
    """Either secret verifies with the published library while both are in force."""
    old, new = new_key(), new_key()
    signing = _signing(new, old, at=SystemClock().now())
    signed = StandardSigner()(REQUEST, signing)
    for key in (old, new):
        Webhook(key).verify(signed.body, dict(signed.headers), json_parse=False)
    assert "webhook-signature" in signed.signed


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        ("fields", [("描述", "堆"), ("b", "2")]),
        ("text", [("body", "描述=堆&b=2&empty=")]),
        ("sha256", [("body", hashlib.sha256(REQUEST.body).hexdigest())]),
        ("none", []),
    ],
)
def test_hmac_over_sorted_parameters(body: str, extra: list[tuple[str, str]]) -> None:
    """Query, what is added and the body's part, sorted by name, values as they are before escaping."""
    how = HmacQuery(kind="hmac_query", app_id="grid", body=body, clock="ms")
    signed = HmacSigner(how)(REQUEST, _signing("k3y"))
    query = dict(query_of(signed.url))
    sign = query.pop("sign")
    assert query == {"action": "piReport", "appId": "grid", "timestamp": "1793606400000", "nonce": "n0nce"}
    text = "&".join(f"{k}={v}" for k, v in sorted([*query.items(), *extra]))
    assert sign == hmac.new(b"k3y", text.encode(), hashlib.sha256).hexdigest()


def test_hmac_by_openssl() -> None:
    """The same by another program, so that both cannot be wrong alike."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    how = HmacQuery(kind="hmac_query", app_id="grid", body="none")
    signed = HmacSigner(how)(REQUEST, _signing("k3y"))
    text = "action=piReport&appId=grid&nonce=n0nce&timestamp=1793606400"
    done = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "k3y"], input=text.encode(), capture_output=True, check=True
    )
    assert dict(query_of(signed.url))["sign"] == done.stdout.decode().split()[-1]


@pytest.mark.parametrize(("encoding", "length"), [("hex", 40), ("upper_hex", 40), ("base64", 28)])
def test_ways_of_writing_and_placing(encoding: str, length: int) -> None:
    """In headers under the names that the platform wants."""
    how = HmacQuery(
        kind="hmac_query",
        app_id="g",
        algorithm="sha1",
        encoding=encoding,
        where="headers",
        sign_name="X-Sign",
    )
    signed = HmacSigner(how)(REQUEST, _signing("k3y"))
    sign = signed.headers["X-Sign"]
    assert len(sign) == length
    assert encoding != "upper_hex" or sign == sign.upper()
    assert signed.url == REQUEST.url


def test_sm3_is_there() -> None:
    """The hash of Chinese commercial cryptography, by this machine's OpenSSL."""
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    how = HmacQuery(kind="hmac_query", app_id="g", algorithm="sm3", body="none")
    assert len(dict(query_of(HmacSigner(how)(REQUEST, _signing("k3y")).url))["sign"]) == 64


def test_md5_of_key_and_expiry() -> None:
    """Of `k3y1793607000`, as md5sum says."""
    signed = ExpirySigner(Md5Expiry(kind="md5_expiry"))(REQUEST, _signing("k3y"))
    query = dict(query_of(signed.url))
    assert (query["Expires"], query["Signature"]) == ("1793607000", "ee75ebdab7adecbceea8b23145d829b6")


def test_a_token_is_never_shown() -> None:
    """It is the secret itself."""
    signed = TokenSigner(Token(kind="token"))(REQUEST, _signing("k3y"))
    assert signed.headers["Authorization"] == "Bearer k3y"
    assert "Authorization" in signed.signed


@pytest.mark.parametrize("keys", [(), ("",), ("a b",)])
def test_no_key_or_two_in_one_cannot_sign(keys: tuple[str, ...]) -> None:
    """Nothing is sent unsigned, or signed with a key that contains a space by mistake."""
    for signer in (
        HmacSigner(HmacQuery(kind="hmac_query", app_id="g")),
        ExpirySigner(Md5Expiry(kind="md5_expiry")),
        TokenSigner(Token(kind="token")),
    ):
        with pytest.raises(BadSecret):
            signer(REQUEST, _signing(*keys))


def test_empty_values_are_not_signed() -> None:
    """As platforms do; equal names sort by value."""
    assert text_to_sign([("b", "2"), ("a", ""), ("b", "1")]) == "b=1&b=2"
