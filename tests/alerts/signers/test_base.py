from __future__ import annotations

from alerts.signers.base import Outgoing, query_of, random_words, with_parameters

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


def test_words_are_drawn_many_at_a_time() -> None:
    """128 bits each, none given out twice, and one system call for 64 of them."""
    drawn: list[int] = []

    def bytes_of(count: int) -> bytes:
        drawn.append(count)
        return bytes(range(256)) * (count // 256) if len(drawn) == 1 else b"\xff" * count

    words = random_words(bytes_of)
    first = [next(words) for _ in range(64)]
    assert first[:2] == ["000102030405060708090a0b0c0d0e0f", "101112131415161718191a1b1c1d1e1f"]
    assert drawn == [1024]
    assert next(words) == "ff" * 16
    assert len({next(random_words()) for _ in range(9)}) == 9
