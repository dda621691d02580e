from __future__ import annotations

import base64

import cv2
import numpy as np
import pytest

from alerts.links import EvidenceLinks
from alerts.mapping.pictures import fit, pictures_of
from core.config.mapping import Body
from core.config.receiver import PictureLimits
from core.errors import NotFound
from tests.builders import at
from tests.builders_mapping import jpeg

LINKS = EvidenceLinks(base_url="https://g/evidence", key=b"k" * 16, valid_s=60)


def _body(*modes: str) -> Body:
    return Body.model_validate({"fields": {mode: {"pictures": mode} for mode in modes}})


def test_what_fits_goes_as_it_is() -> None:
    """The very bytes."""
    small = jpeg(64)
    assert fit(small, len(small)) is small


def test_what_is_too_large_is_made_smaller() -> None:
    """Coarser first, then fewer pixels; always within the bound, and still a picture."""
    large = jpeg(600)
    fitted = fit(large, 40_000)
    assert fitted is not None
    assert len(fitted) <= 40_000 < len(large)
    assert cv2.imdecode(np.frombuffer(fitted, np.uint8), cv2.IMREAD_COLOR).shape[0] >= 160


def test_what_never_fits_or_is_no_picture_is_left_out() -> None:
    """Rather none than a broken one."""
    assert fit(jpeg(400), 1_000) is None
    assert fit(b"no picture" * 100, 500) is None


@pytest.mark.parametrize("most", [0, 1, 4])
def test_pictures_come_in_the_modes_that_are_asked_for(most: int) -> None:
    """As many as the receiver takes; a picture that is gone is passed over."""
    kept = {"out/a": jpeg(32, 1), "out/c": jpeg(32, 2)}

    def read(key: str) -> bytes:
        if key not in kept:
            raise NotFound(key)
        return kept[key]

    keys = ("out/a", "out/b", "out/c")
    found = pictures_of(
        _body("link", "base64", "data_url"),
        keys,
        limits=PictureLimits(most=most),
        links=LINKS,
        read=read,
        now=at(0),
    )
    assert len(found["link"]) == min(most, 3)
    there = [kept[key] for key in keys[:most] if key in kept]
    assert [base64.b64decode(text) for text in found["base64"]] == there
    assert found["data_url"] == tuple(f"data:image/jpeg;base64,{text}" for text in found["base64"])


def test_nothing_is_read_that_nobody_asked_for() -> None:
    """Links alone touch no file; without links or files there is nothing."""

    def read(key: str) -> bytes:
        raise AssertionError(key)

    limits = PictureLimits()
    assert pictures_of(_body("link"), ["out/a"], limits=limits, links=None, read=read, now=at(0)) == {}
    assert pictures_of(_body("base64"), ["out/a"], limits=limits, links=LINKS, read=None, now=at(0)) == {}
