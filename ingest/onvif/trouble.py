"""Which of its several causes an ONVIF failure had: a look only asks the kind, whoever is to mend it needs the cause.

`connection_refused` and `no_route` are both UNREACHABLE, and one wants another port where the other wants a cable.
"""

from __future__ import annotations

from enum import StrEnum

from core.errors import LookError
from core.look import LookFailureKind
from ingest.access import LoginRefused


class Cause(StrEnum):
    """Causes that have a cure of their own. The words are stable: tables, journals and scripts hold them."""

    UNKNOWN_NAME = "unknown_name"  # the host's name has no address
    CONNECTION_REFUSED = "connection_refused"  # the host is there, nothing listens on the port
    NO_ROUTE = "no_route"  # a router or the network card says that there is no way
    NO_CONNECTION = "no_connection"  # nobody answered the connect within looking.open_s
    HUNG_UP = "hung_up"  # took the connection and closed it without an answer
    SLOW = "slow"  # took the request and did not finish its answer in time
    NOT_PERMITTED = "not_permitted"  # the login is right, the account lacks a permission
    NO_SERVICE = "no_service"  # HTTP 404
    HTTP_ERROR = "http_error"  # any other status than 200 that holds no SOAP
    NOT_HTTP = "not_http"  # what answers there speaks another protocol
    NOT_SOAP = "not_soap"  # a web page, text, nothing, or the answer to something else
    BROKEN_XML = "broken_xml"  # SOAP that cannot be read
    CUT_ANSWER = "cut_answer"  # the connection ended in the middle of an answer
    SOAP_FAULT = "soap_fault"  # the device says no to something it cannot be used without
    OTHER_SCHEME = "other_scheme"  # the device names a service at https, or at no address


_KINDS = {
    Cause.UNKNOWN_NAME: LookFailureKind.UNREACHABLE,
    Cause.CONNECTION_REFUSED: LookFailureKind.UNREACHABLE,
    Cause.NO_ROUTE: LookFailureKind.UNREACHABLE,
    Cause.HUNG_UP: LookFailureKind.UNREACHABLE,
    Cause.NO_CONNECTION: LookFailureKind.TIMEOUT,
    Cause.SLOW: LookFailureKind.TIMEOUT,
    Cause.NOT_PERMITTED: LookFailureKind.LOGIN_REFUSED,
}


class Trouble(LookError):
    """A LookError that says its cause; its kind follows from it."""

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(_KINDS.get(cause, LookFailureKind.BAD_ANSWER), detail)
        self.cause = cause


def code_of(failure: LookError) -> str:
    """Return the cause of a failure where it says one, else its kind."""
    if isinstance(failure, Trouble):
        return failure.cause.value
    if isinstance(failure, LoginRefused) and failure.attempts == 0:
        return Cause.NOT_PERMITTED.value
    return failure.kind.value
