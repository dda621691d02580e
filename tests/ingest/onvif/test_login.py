import pytest

from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import LoginRefused
from ingest.onvif.digest import Challenge
from ingest.onvif.login import Login, Proof

WHO = Credential(user="admin", password="secret")
NONCE = Challenge(realm="cam", nonce="1", qop="auth")
OTHER = Challenge(realm="cam", nonce="2", qop="auth")
STALE = Challenge(realm="cam", nonce="1", qop="auth", stale=True)


def refuse(login, proof, challenge=None):
    """Refuse what was shown."""
    return login.refused(proof, challenge, where="GetProfiles at cam:80")


def test_digest_then_token_then_stop():
    """One digest, one token, and no third attempt."""
    login = Login(WHO)

    assert login.first() is Proof.NONE
    assert refuse(login, Proof.NONE, NONCE) is Proof.DIGEST
    assert refuse(login, Proof.DIGEST, OTHER) is Proof.TOKEN
    with pytest.raises(LoginRefused) as stopped:
        refuse(login, Proof.TOKEN, OTHER)
    assert stopped.value.attempts == 2


def test_after_the_stop_nothing_is_shown_again():
    """Later requests of the conversation go out without a login, and their refusal is final."""
    login = Login(WHO)
    refuse(login, Proof.NONE, NONCE)
    refuse(login, Proof.DIGEST, NONCE)

    assert login.first() is Proof.NONE
    with pytest.raises(LoginRefused):
        refuse(login, Proof.NONE, NONCE)


def test_without_a_challenge_the_token_goes_first():
    """A token-only device answers 400 and a fault, and no challenge: one attempt is all there is."""
    login = Login(WHO)

    assert refuse(login, Proof.NONE) is Proof.TOKEN
    with pytest.raises(LoginRefused) as stopped:
        refuse(login, Proof.TOKEN)
    assert stopped.value.attempts == 1


def test_what_worked_last_time_goes_first():
    """A remembered token is shown at once; when the device now wants a digest, that is still free."""
    login = Login(WHO, remembered="wsse")

    assert login.first() is Proof.TOKEN
    assert refuse(login, Proof.TOKEN, NONCE) is Proof.DIGEST
    with pytest.raises(LoginRefused):
        refuse(login, Proof.DIGEST, NONCE)


def test_what_was_accepted_goes_with_every_request():
    """And is what the memory keeps."""
    login = Login(WHO)
    assert login.kind == "none"
    assert login.unproven
    refuse(login, Proof.NONE, NONCE)

    login.accepted(Proof.DIGEST)

    assert (login.first(), login.kind, login.unproven) == (Proof.DIGEST, "digest", False)


def test_answers_to_nobody_prove_nothing():
    """An operation that anybody may ask says nothing about the login."""
    login = Login(WHO)
    login.accepted(Proof.NONE)

    assert login.unproven
    assert refuse(login, Proof.NONE, NONCE) is Proof.DIGEST


@pytest.mark.parametrize("challenge", [STALE, OTHER])
def test_a_new_nonce_is_answered_once(challenge):
    """An accepted login may be shown again with a new nonce, once per request, and again later."""
    login = Login(WHO)
    refuse(login, Proof.NONE, NONCE)
    login.accepted(Proof.DIGEST)

    assert refuse(login, Proof.DIGEST, challenge) is Proof.DIGEST
    with pytest.raises(LoginRefused):
        refuse(login, Proof.DIGEST, STALE)
    login.accepted(Proof.DIGEST)
    assert refuse(login, Proof.DIGEST, STALE) is Proof.DIGEST


def test_a_missing_permission_is_not_a_wrong_login():
    """The same nonce refused after it was accepted: nothing counts against us, nothing else is tried."""
    login = Login(WHO)
    refuse(login, Proof.NONE, NONCE)
    login.accepted(Proof.DIGEST)

    with pytest.raises(LoginRefused, match="may not do this") as refused:
        refuse(login, Proof.DIGEST, NONCE)
    assert refused.value.attempts == 0


def test_without_a_credential_nothing_is_shown():
    """Named as what it is: a missing entry in the secrets file."""
    login = Login(None, remembered="wsse")

    assert login.first() is Proof.NONE
    with pytest.raises(LookError) as failure:
        refuse(login, Proof.NONE, NONCE)
    assert failure.value.kind is LookFailureKind.NO_CREDENTIAL
