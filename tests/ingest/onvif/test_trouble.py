from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import LoginRefused
from ingest.onvif.advice import ADVICE
from ingest.onvif.trouble import Cause, Trouble, code_of


def test_a_look_still_sees_the_kind():
    """Circuits and health go by the kind; only the probe asks for the cause."""
    kinds = {cause: Trouble(cause, "x").kind for cause in Cause}
    assert kinds[Cause.CONNECTION_REFUSED] is kinds[Cause.NO_ROUTE] is LookFailureKind.UNREACHABLE
    assert kinds[Cause.SLOW] is kinds[Cause.NO_CONNECTION] is LookFailureKind.TIMEOUT
    assert kinds[Cause.BROKEN_XML] is kinds[Cause.SOAP_FAULT] is LookFailureKind.BAD_ANSWER


def test_what_has_no_cause_goes_by_its_kind():
    """A refused login that nobody counted was the right one, without the right."""
    assert code_of(Trouble(Cause.SLOW, "x")) == "slow"
    assert code_of(LookError(LookFailureKind.TOO_LARGE, "x")) == "too_large"
    assert code_of(LoginRefused("x", attempts=2)) == "login_refused"
    assert code_of(LoginRefused("x", attempts=0)) == "not_permitted"


def test_every_cause_has_its_cure():
    """A new cause without advice would be told by its bare code."""
    assert {cause.value for cause in Cause} <= ADVICE.keys()
