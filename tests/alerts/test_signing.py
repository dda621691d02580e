"""Standard Webhooks signatures: the published vectors, the published library, and what must be refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from alerts.signing import BadSecret, Unverified, Verified, new_key, read_keys, sign, verify
from core.clock import SystemClock

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_" + base64.b64encode(b"another key of twenty-four").decode()
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BODY = '{"名":"渣土"}'.encode()


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict:
    """The published vectors."""
    text = (shared_data / "conformance" / "standard_webhooks_vectors.json").read_text(encoding="utf-8")
    return json.loads(text)


def _published(vectors: dict, **changes) -> Verified | Unverified:
    case = vectors["sign"][0]
    headers = {
        "webhook-id": case["msg_id"],
        "webhook-timestamp": str(case["timestamp"]),
        "webhook-signature": case["expected"],
    }
    late_s = changes.pop("late_s", 0)
    secret = changes.pop("secret", case["secret"])
    headers |= changes
    now = datetime.fromtimestamp(case["timestamp"] + late_s, UTC)
    return verify(
        secret, {k: v for k, v in headers.items() if v is not None}, case["payload"].encode(), now=now
    )


def test_signs_as_published(vectors):
    """The published message, key and time give the published signature."""
    for case in vectors["sign"]:
        at = datetime.fromtimestamp(case["timestamp"], UTC)
        headers = sign(case["secret"], message_id=case["msg_id"], at=at, body=case["payload"].encode())
        assert headers["webhook-signature"] == case["expected"]
        assert isinstance(_published(vectors), Verified)


REJECTED = {
    "last base64 char altered": {"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="},
    "empty signature": {"webhook-signature": "v1,"},
    "no version": {"webhook-signature": "invalid_signature"},
    "wrong version v2": {"webhook-signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
    "timestamp older than 5 min": {"late_s": 301},
    "timestamp newer than 5 min": {"late_s": -301},
    "header webhook-signature missing": {"webhook-signature": None},
}


def test_every_published_refusal_is_tried(vectors):
    """What must be rejected is rejected; a vector that is added later is missed here and noticed."""
    listed = {case["why"]: case for case in vectors["must_reject"]}
    assert set(listed) == {*REJECTED, 'empty secret, also "whsec_" alone'}
    for why, changes in REJECTED.items():
        given_signature = listed[why].get("signature")
        assert given_signature in {None, changes.get("webhook-signature")}, why
        assert isinstance(_published(vectors, **changes), Unverified), why
    for empty in ("", "whsec_", "  "):
        with pytest.raises(BadSecret):
            _published(vectors, secret=empty)


def test_every_published_acceptance_is_tried(vectors):
    """A list with one good signature, and a secret without its prefix, are accepted."""
    assert {case["why"] for case in vectors["must_accept"]} == {
        "space separated list, one valid among invalid v1 and v2",
        "secret with or without whsec_ prefix",
    }
    good = vectors["sign"][0]["expected"]
    listed = f"v1,Zm9v v2,MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw {good} v1a,x"
    assert isinstance(_published(vectors, **{"webhook-signature": listed}), Verified)
    assert isinstance(_published(vectors, secret=SECRET.removeprefix("whsec_")), Verified)


@given(st.text(max_size=300), st.text("abcXYZ019_", min_size=1, max_size=40))
def test_library_and_we_accept_each_other(text, message_id):
    """What we sign the published library verifies, and the other way round."""
    library = Webhook(SECRET)
    now = SystemClock().now()  # the library reads the machine's clock itself
    body = text.encode()
    headers = sign(SECRET, message_id=message_id, at=now, body=body)
    library.verify(body, headers, json_parse=False)
    theirs = {**headers, "webhook-signature": library.sign(message_id, now, text)}
    assert isinstance(verify(SECRET, theirs, body, now=now), Verified)


def test_time_zone_does_not_move_the_signature():
    """A +08:00 time signs the same instant; a naive one is refused; the library signs it eight hours off."""
    local = NOW.astimezone(timezone(timedelta(hours=8)))
    assert sign(SECRET, message_id="m", at=local, body=BODY) == sign(
        SECRET, message_id="m", at=NOW, body=BODY
    )
    with pytest.raises(ValueError, match="timezone"):
        sign(SECRET, message_id="m", at=NOW.replace(tzinfo=None), body=BODY)


def test_rotation_has_no_gap():
    """With two keys both sign: a receiver verifies with either; we verify what either signed."""
    both = f"{OTHER} {SECRET}"
    headers = sign(both, message_id="m", at=NOW, body=BODY)
    assert len(headers["webhook-signature"].split()) == 2
    for one in (SECRET, OTHER):
        assert isinstance(verify(one, headers, BODY, now=NOW), Verified)
        assert isinstance(verify(both, sign(one, message_id="m", at=NOW, body=BODY), BODY, now=NOW), Verified)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"webhook-id": "other"}, "no signature fits"),
        ({"webhook-timestamp": "1793606401"}, "no signature fits"),
        ({"webhook-timestamp": "soon"}, "unix seconds"),
        ({"webhook-timestamp": "-5"}, "unix seconds"),
        ({"webhook-timestamp": "²"}, "unix seconds"),
        ({"webhook-timestamp": "9" * 40}, "unix seconds"),
        ({"webhook-id": ""}, "webhook-id is missing"),
        ({"webhook-signature": "v1,é€"}, "no signature fits"),
        ({"webhook-signature": "v1,x " * 17}, "more than 16"),
    ],
)
def test_tampered_headers_are_told(change, reason):
    """Every refusal says why, whatever the header holds."""
    headers = sign(SECRET, message_id="m", at=NOW, body=BODY) | change
    result = verify(SECRET, headers, BODY, now=NOW)
    assert isinstance(result, Unverified)
    assert reason in result.reason


def test_tampered_body_is_refused():
    """One byte more is another message."""
    headers = sign(SECRET, message_id="m", at=NOW, body=BODY)
    assert isinstance(verify(SECRET, headers, BODY + b" ", now=NOW), Unverified)


def test_header_names_in_any_case():
    """HTTP header names have no case."""
    headers = {k.title(): v for k, v in sign(SECRET, message_id="m", at=NOW, body=BODY).items()}
    assert verify(SECRET, headers, BODY, now=NOW) == Verified(id="m", sent_at=int(NOW.timestamp()))


@pytest.mark.parametrize(("late_s", "told"), [(301, "too old"), (-301, "far in the future")])
def test_clocks_that_differ_are_told(late_s, told):
    """Which way, and by how much."""
    headers = sign(SECRET, message_id="m", at=NOW, body=BODY)
    result = verify(SECRET, headers, BODY, now=NOW + timedelta(seconds=late_s))
    assert isinstance(result, Unverified)
    assert f"{told}: 301 s" in result.reason


@pytest.mark.parametrize("late_s", [-300, 300])
def test_tolerance_is_five_minutes_inclusive(late_s):
    """Five minutes are allowed, both ways."""
    headers = sign(SECRET, message_id="m", at=NOW, body=BODY)
    assert isinstance(verify(SECRET, headers, BODY, now=NOW + timedelta(seconds=late_s)), Verified)


def test_bad_secret_never_tells_its_value():
    """The message of a bad secret goes to logs."""
    assert read_keys("whsec_Zm9v") == read_keys("Zm9v") == (b"foo",)
    assert read_keys("Zm9vbw") == (b"fooo",)  # unpadded, as the published library takes it
    with pytest.raises(BadSecret) as caught:
        read_keys("whsec_not*base64")
    assert "not*base64" not in str(caught.value)


def test_a_new_key_is_a_good_one_and_never_the_same() -> None:
    """32 random bytes, in the form that every library reads."""
    first, second = new_key(), new_key()
    assert first != second
    assert len(read_keys(first)[0]) == 32
