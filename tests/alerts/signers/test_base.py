from __future__ import annotations

from alerts.signers.base import Outgoing, query_of, with_parameters

REQUEST = Outgoing(url="https://a.b/x?action=piReport&e=", headers={"a": "1"}, body=b"")


def test_parameters_go_behind_those_of_the_address() -> None:
    """Escaped, and the address's own stay as they were written."""
    signed = with_parameters(REQUEST, {"t": "1 2", "sign": "a+b/c="}, where="query", secret="sign")
    assert signed.url == "https://a.b/x?action=piReport&e=&t=1%202&sign=a%2Bb%2Fc%3D"
    assert query_of(signed.url) == [("action", "piReport"), ("e", ""), ("t", "1 2"), ("sign", "a+b/c=")]
    assert (signed.signed, signed.headers) == (frozenset({"sign"}), {"a": "1"})


def test_or_into_headers() -> None:
    """The address stays untouched."""
    signed = with_parameters(REQUEST, {"X-Sign": "s"}, where="headers", secret="X-Sign")
    assert (signed.url, signed.headers) == (REQUEST.url, {"a": "1", "X-Sign": "s"})
