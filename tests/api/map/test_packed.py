"""Answers that are made once."""

from __future__ import annotations

import gzip

import pytest
from starlette.requests import Request

from api.map.packed import answered, pack

LONG = b'{"a":"' + b"x" * 2000 + b'"}'


def _request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


def test_who_takes_gzip_gets_it_packed() -> None:
    """And who does not gets the same bytes as they are."""
    told = pack(LONG)
    packed = answered(_request(accept_encoding="gzip, br"), told)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(packed.body)) == LONG
    assert answered(_request(), told).body == LONG
    assert "content-encoding" not in answered(_request(accept_encoding="gzip"), pack(b"{}")).headers


@pytest.mark.parametrize(
    ("asked", "status"), [('"{}"', 304), ('"x", W/"{}"', 304), ("*", 304), ('"x"', 200), ("", 200)]
)
def test_who_has_it_already_gets_nothing(asked: str, status: int) -> None:
    """By any of the tags that he names."""
    told = pack(LONG)
    answer = answered(_request(if_none_match=asked.replace("{}", told.tag)), told)
    assert answer.status_code == status
    assert answer.headers["etag"] == f'"{told.tag}"'
    assert (answer.body == b"") == (status == 304)


def test_the_same_answer_has_the_same_tag() -> None:
    """Over a restart, too: a console does not load everything again."""
    assert pack(LONG).tag == pack(LONG).tag != pack(b"{}").tag
