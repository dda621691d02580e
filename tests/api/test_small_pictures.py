"""Kept pictures made small."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from api import small_pictures
from api.small_pictures import SmallPictures


def _jpeg(width: int, height: int) -> bytes:
    return cv2.imencode(".jpg", np.full((height, width, 3), 90, np.uint8))[1].tobytes()


def _shape(jpeg: bytes) -> tuple[int, ...]:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image.shape


@pytest.mark.parametrize(
    ("size", "told"), [((1920, 1080), (90, 160, 3)), ((600, 1800), (480, 160, 3)), ((161, 90), (89, 160, 3))]
)
def test_a_picture_is_as_wide_as_was_asked(size: tuple[int, int], told: tuple[int, ...]) -> None:
    """Lying or upright, whatever the decoder takes off by itself."""
    assert _shape(SmallPictures().get("a", _jpeg(*size), 160)) == told


def test_what_is_small_or_no_picture_stays_as_it_is() -> None:
    """A list shows what there is."""
    small = _jpeg(100, 80)
    assert SmallPictures().get("a", small, 160) is small
    assert SmallPictures().get("b", b"no picture", 160) == b"no picture"
    broken = _jpeg(1920, 1080)[:-400]
    assert SmallPictures().get("c", broken, 160) is broken


def test_it_is_made_once_and_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each width by itself."""
    made: list[int] = []
    reduce = small_pictures._reduced
    monkeypatch.setattr(
        small_pictures, "_reduced", lambda jpeg, width: made.append(width) or reduce(jpeg, width)
    )
    pictures, jpeg = SmallPictures(most=2), _jpeg(1920, 1080)
    assert pictures.get("a", jpeg, 160) == pictures.get("a", jpeg, 160)
    pictures.get("a", jpeg, 320)
    assert made == [160, 320]
    pictures.get("b", jpeg, 160)
    pictures.get("a", jpeg, 160)
    assert made == [160, 320, 160, 160]
