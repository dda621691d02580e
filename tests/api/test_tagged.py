"""Whether a caller holds the bytes of a tag, as RFC 9110 spells it."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from api.tagged import has_already, picture_answer


def asked(tags: str) -> Request:
    """A question that names tags."""
    return Request({"type": "http", "headers": [(b"if-none-match", tags.encode())]})


@pytest.mark.parametrize("tags", ['"abc"', 'W/"abc"', '"x", "abc"', "*"])
def test_who_names_the_tag_has_it(tags: str) -> None:
    """Weakly, among others, or whatever it is."""
    assert has_already(asked(tags), "abc")


@pytest.mark.parametrize("tags", ["", '"abcd"', '"x"'])
def test_who_names_others_has_not(tags: str) -> None:
    """A part of a tag is none."""
    assert not has_already(asked(tags), "abc")


def test_a_picture_is_told_by_its_bytes() -> None:
    """Another one of the same address is sent."""
    tag = picture_answer(asked(""), b"one").headers["etag"]
    assert picture_answer(asked(tag), b"one").status_code == 304
    assert picture_answer(asked(tag), b"two").body == b"two"
