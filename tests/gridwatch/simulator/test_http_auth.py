"""Digest, basic and token logins by script; the digest vectors are those of the RFCs."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest

from core.clock import ManualClock
from core.secrets import Credential
from gridwatch.simulator.http_auth import (
    DigestGuard,
    TokenGuard,
    UsernameToken,
    Verdict,
    check_basic,
    digest_response,
    parse_parts,
)
from tests.builders_servers import LOGIN


def authorization(guard: DigestGuard, *, count: int = 1, login: Credential = LOGIN, **changes: str) -> str:
    """Make an Authorization header as a client does."""
    nonce = changes.get("nonce") or parse_parts(guard.challenge("R"))["nonce"]
    parts = {"realm": "R", "uri": "/a?b=c", "method": "GET"} | changes
    made = digest_response(
        login,
        realm=parts["realm"],
        method=parts["method"],
        uri=parts["uri"],
        nonce=nonce,
        qop=(f"{count:08x}", "xyz"),
    )
    return (
        f'Digest username="{login.user}", realm="{parts["realm"]}", nonce="{nonce}", uri="{parts["uri"]}", '
        f'qop=auth, nc={count:08x}, cnonce="xyz", response="{made}"'
    )


@pytest.fixture
def guard(clock: ManualClock) -> DigestGuard:
    """A guard whose nonces live a minute."""
    return DigestGuard(clock=clock, secret=b"s" * 32, life_s=60)


def check(guard: DigestGuard, header: str | None, uri: str = "/a?b=c") -> Verdict:
    """Check a header for GET /a?b=c."""
    return guard.check(header, method="GET", uri=uri, realm="R", login=LOGIN)


def test_rfc_2617_vector() -> None:
    """The example of RFC 2617 section 3.5."""
    login = Credential(user="Mufasa", password="Circle Of Life")
    made = digest_response(
        login,
        realm="testrealm@host.com",
        method="GET",
        uri="/dir/index.html",
        nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
        qop=("00000001", "0a4f113b"),
    )
    assert made == "6629fae49393a05397450978507c4ef1"


def test_right_login(guard: DigestGuard) -> None:
    """A right answer to a fresh challenge passes."""
    assert check(guard, authorization(guard)) is Verdict.OK


def test_wrong_password_user_and_method(guard: DigestGuard) -> None:
    """Each is wrong, not stale."""
    wrong = Credential(user=LOGIN.user, password="no")
    other = Credential(user="other", password=LOGIN.password)
    assert check(guard, authorization(guard, login=wrong)) is Verdict.WRONG
    assert check(guard, authorization(guard, login=other)) is Verdict.WRONG
    assert check(guard, authorization(guard, method="POST")) is Verdict.WRONG


def test_nonce_grows_old(guard: DigestGuard, clock: ManualClock) -> None:
    """After its life a nonce is stale, and the new challenge says so."""
    nonce = parse_parts(guard.challenge("R"))["nonce"]
    assert check(guard, authorization(guard, nonce=nonce)) is Verdict.OK
    clock.advance(61)
    assert check(guard, authorization(guard, nonce=nonce, count=2)) is Verdict.STALE
    assert parse_parts(guard.challenge("R", stale=True))["stale"] == "true"


def test_count_is_good_once_in_any_order(guard: DigestGuard) -> None:
    """Parallel connections may mix the order of counts, but none may be used twice."""
    nonce = parse_parts(guard.challenge("R"))["nonce"]
    verdicts = [
        check(guard, authorization(guard, nonce=nonce, count=count)) for count in (1, 3, 2, 3, 0, 5000)
    ]
    assert verdicts == [Verdict.OK, Verdict.OK, Verdict.OK, Verdict.STALE, Verdict.STALE, Verdict.STALE]


def test_foreign_nonce_is_stale(guard: DigestGuard) -> None:
    """A nonce that we did not give, or gave for another realm, is stale."""
    assert check(guard, authorization(guard, nonce="abcdef")) is Verdict.STALE
    assert check(guard, authorization(guard, nonce="0-000001" + "0" * 24)) is Verdict.STALE
    other = parse_parts(guard.challenge("other"))["nonce"]
    assert check(guard, authorization(guard, nonce=other)) is Verdict.STALE


@pytest.mark.parametrize(
    "header", ["Digest", "Digest username=a", 'Digest username="a", realm="R", nonce="\\', "Digest ,,,===,"]
)
def test_malformed_headers(guard: DigestGuard, header: str) -> None:
    """What cannot be read is malformed, never an exception."""
    assert check(guard, header) is Verdict.MALFORMED


def test_digest_for_another_address_or_realm(guard: DigestGuard) -> None:
    """A digest is for one address; an absolute form of it is the same address."""
    assert check(guard, authorization(guard), uri="/other") is Verdict.MALFORMED
    assert check(guard, authorization(guard, realm="Q")) is Verdict.MALFORMED
    assert check(guard, authorization(guard, uri="http://h:1/a?b=c")) is Verdict.OK


def test_no_login(guard: DigestGuard) -> None:
    """No header, or one of another scheme, is no login."""
    assert check(guard, None) is Verdict.NONE
    assert check(guard, "Basic abc") is Verdict.NONE


def test_old_form_without_qop(guard: DigestGuard) -> None:
    """RTSP clients that know RFC 2069 only still pass."""
    nonce = parse_parts(guard.challenge("R"))["nonce"]
    made = digest_response(LOGIN, realm="R", method="GET", uri="/a?b=c", nonce=nonce, qop=None)
    header = f'Digest username="{LOGIN.user}", realm="R", nonce="{nonce}", uri="/a?b=c", response="{made}"'
    assert check(guard, header) is Verdict.OK


def test_table_of_counts_is_bounded(clock: ManualClock) -> None:
    """However many nonces are used, only so many are remembered."""
    guard = DigestGuard(clock=clock, secret=b"s", kept=3)
    for _ in range(10):
        assert check(guard, authorization(guard)) is Verdict.OK
    assert len(guard._used) == 3


def test_quotes_in_parts() -> None:
    """Escaped quotes and unquoted values are read."""
    assert parse_parts(r'Digest a="x \"y\"", b=z , c="1,2"') == {"a": 'x "y"', "b": "z", "c": "1,2"}


def test_basic() -> None:
    """Basic is right, wrong, malformed or absent."""

    def header(text: str) -> str:
        return "Basic " + base64.b64encode(text.encode()).decode()

    assert check_basic(header(f"{LOGIN.user}:{LOGIN.password}"), LOGIN) is Verdict.OK
    assert check_basic(header("viewer:no"), LOGIN) is Verdict.WRONG
    assert check_basic("Basic %%%", LOGIN) is Verdict.MALFORMED
    assert check_basic("Digest x", LOGIN) is Verdict.NONE


def token(
    clock: ManualClock, *, offset_s: float = 0.0, password: str = LOGIN.password, zone: str = "Z"
) -> UsernameToken:
    """Make a token by hand."""
    created = (clock.now() + timedelta(seconds=offset_s)).strftime("%Y-%m-%dT%H:%M:%S") + zone
    nonce = b"0123456789abcdef"
    made = hashlib.sha1(nonce + created.encode() + password.encode()).digest()  # noqa: S324 - what the token profile says
    return UsernameToken(
        user=LOGIN.user,
        password=base64.b64encode(made).decode(),
        is_digest=True,
        nonce=base64.b64encode(nonce).decode(),
        created=created,
    )


def judge(guard: TokenGuard, one: UsernameToken | None, clock: ManualClock, **options: bool) -> Verdict:
    """Check a token by the right clock, with a window of 5 s."""
    return guard.check(
        one,
        camera_id="c",
        login=LOGIN,
        camera_now=clock.now(),
        window_s=5,
        zulu_only=options.get("zulu", False),
    )


def test_token_passes_once(clock: ManualClock) -> None:
    """A token is good for one call, and for one camera."""
    guard = TokenGuard()
    one = token(clock)
    assert judge(guard, one, clock) is Verdict.OK
    assert judge(guard, one, clock) is Verdict.REPLAYED


@pytest.mark.parametrize("offset_s", [-6, 6, 3600])
def test_token_of_another_time(clock: ManualClock, offset_s: float) -> None:
    """Too old and too new are told apart from a wrong password."""
    assert judge(TokenGuard(), token(clock, offset_s=offset_s), clock) is Verdict.CLOCK
    wrong = token(clock, offset_s=offset_s, password="no")
    assert judge(TokenGuard(), wrong, clock) is Verdict.WRONG


def test_token_malformed_or_absent(clock: ManualClock) -> None:
    """Plain passwords, missing nonces and unreadable dates are malformed."""
    plain = UsernameToken(user=LOGIN.user, password=LOGIN.password, is_digest=False)
    undated = UsernameToken(user="a", password="b", is_digest=True, nonce="AAAA", created="yesterday")
    assert judge(TokenGuard(), plain, clock) is Verdict.MALFORMED
    assert judge(TokenGuard(), undated, clock) is Verdict.MALFORMED
    assert judge(TokenGuard(), None, clock) is Verdict.NONE


def test_token_zulu_only(clock: ManualClock) -> None:
    """The same instant as +00:00 is refused where only Z is taken."""
    assert judge(TokenGuard(), token(clock, zone="+00:00"), clock) is Verdict.OK
    assert judge(TokenGuard(), token(clock, zone="+00:00"), clock, zulu=True) is Verdict.WRONG
    assert judge(TokenGuard(), token(clock), clock, zulu=True) is Verdict.OK


def test_token_table_is_bounded(clock: ManualClock) -> None:
    """Only so many nonces are remembered."""
    guard = TokenGuard(kept=0)
    assert judge(guard, token(clock), clock) is Verdict.OK
    assert len(guard._seen) == 0
