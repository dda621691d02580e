"""Logins as scripts: what is shown, what is counted."""

from __future__ import annotations

import pytest

from core.errors import LookError
from core.look import LookFailureKind as Kind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.http_login import ORIGINS_KEPT, Logins

LOGIN = Credential(user="viewer", password="p:w")
HOST = "http://cam"


def digest(nonce: str, *, stale: bool = False) -> str:
    """A challenge."""
    return f'Digest realm="r", nonce="{nonce}", qop="auth"' + (", stale=true" if stale else "")


@pytest.fixture
def logins() -> Logins:
    """A fresh memory of logins."""
    return Logins(lambda: "cn")


def test_nothing_is_shown_before_a_challenge_then_the_nonce_is_used_again(logins: Logins):
    """The second look is one request: same nonce, next count."""
    first = logins.open(HOST, LOGIN)
    assert first.first("/a") is None
    assert "nc=00000001" in first.again([digest("n1")], "/a")
    header = logins.open(HOST, LOGIN).first("/b")
    assert header is not None
    assert 'nonce="n1"' in header
    assert "nc=00000002" in header


def test_digest_is_preferred_over_basic_whatever_their_order(logins: Logins):
    """A password in the clear is the last resort."""
    assert logins.open(HOST, LOGIN).again(["Basic realm=x", digest("n")], "/").startswith("Digest ")
    assert logins.open(HOST, LOGIN).again(["Basic realm=x"], "/") == "Basic dmlld2VyOnA6dw=="


def test_an_old_nonce_is_renewed_and_no_refusal(logins: Logins):
    """With or without the stale flag, the answer to the new nonce decides."""
    logins.open(HOST, LOGIN).again([digest("n1")], "/")
    look = logins.open(HOST, LOGIN)
    look.first("/")
    assert 'nonce="n2"' in look.again([digest("n2")], "/")
    look = logins.open(HOST, LOGIN)
    look.first("/")
    assert 'nonce="n3"' in look.again([digest("n3", stale=True)], "/")


def test_a_wrong_password_is_refused_once_a_look(logins: Logins):
    """One login shown, one counted; the next look waits for a challenge again."""
    look = logins.open(HOST, LOGIN)
    look.first("/")
    look.again([digest("n1")], "/")
    with pytest.raises(LoginRefused) as raised:
        look.again([digest("n2")], "/")
    assert raised.value.attempts == 1
    assert "p:w" not in str(raised.value)
    assert logins.open(HOST, LOGIN).first("/") is None


def test_a_password_changed_on_the_camera_counts_what_the_camera_counts(logins: Logins):
    """The reused nonce and the fresh one were both wrong: two."""
    logins.open(HOST, LOGIN).again([digest("n1")], "/")
    look = logins.open(HOST, LOGIN)
    look.first("/")
    look.again([digest("n2")], "/")
    with pytest.raises(LoginRefused) as raised:
        look.again([digest("n3")], "/")
    assert raised.value.attempts == 2


def test_a_camera_that_calls_every_nonce_stale_is_not_asked_for_ever(logins: Logins):
    """Once more, then enough; no wrong password is counted."""
    look = logins.open(HOST, LOGIN)
    look.first("/")
    look.again([digest("n1")], "/")
    look.again([digest("n2", stale=True)], "/")
    with pytest.raises(LoginRefused) as raised:
        look.again([digest("n3", stale=True)], "/")
    assert raised.value.attempts == 0


def test_no_credential_and_unknown_schemes_are_named(logins: Logins):
    """What an administrator must cure is told apart."""
    with pytest.raises(LookError) as raised:
        logins.open(HOST, None).again([digest("n")], "/")
    assert raised.value.kind is Kind.NO_CREDENTIAL
    with pytest.raises(LookError) as raised:
        logins.open(HOST, LOGIN).again(["NTLM"], "/")
    assert raised.value.kind is Kind.BAD_ANSWER


def test_another_password_does_not_use_what_was_learned(logins: Logins):
    """After a change of credential nothing is shown before a challenge; memory is bounded."""
    logins.open(HOST, LOGIN).again([digest("n1")], "/")
    assert logins.open(HOST, Credential(user="viewer", password="new")).first("/") is None
    for i in range(ORIGINS_KEPT + 10):
        logins._known[f"h{i}", "u"] = logins._known[HOST, "viewer"]
    logins.open("http://x", LOGIN).again([digest("n1")], "/")
    assert len(logins._known) <= ORIGINS_KEPT


@pytest.mark.parametrize("nonce", ["\udcff\udcfe", "ab\x01", "ab\x7f"])
def test_a_challenge_that_cannot_go_back_is_named_and_not_remembered(logins: Logins, nonce: str):
    """No UTF-8 in a nonce, or a control character: the next look, with a good one, must not fail for it."""
    with pytest.raises(LookError) as failure:
        logins.open(HOST, LOGIN).again([digest(nonce)], "/")
    assert failure.value.kind is Kind.BAD_ANSWER
    assert "by digest, and its challenge holds characters" in failure.value.detail
    look = logins.open(HOST, LOGIN)
    assert look.first("/") is None
    assert 'nonce="n1"' in look.again([digest("n1")], "/")
