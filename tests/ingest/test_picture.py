"""Bytes to pictures, and the names of what is wrong with them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import LookError
from core.look import LookFailureKind as Kind
from ingest.picture import decode, describe, read_header, sniff

RNG = np.random.default_rng(1)
SCENE = cv2.resize(RNG.integers(0, 255, (30, 40, 3), np.uint8), (640, 480))
JPEG = cv2.imencode(".jpg", SCENE)[1].tobytes()
PNG = cv2.imencode(".png", SCENE)[1].tobytes()


def refused(data: bytes, **limits: int) -> Kind:
    """The kind with which decoding ends."""
    with pytest.raises(LookError) as raised:
        decode(data, **({"max_pixels": 10**7} | limits))
    return raised.value.kind


def test_reads_size_and_decodes():
    """JPEG and PNG, told by their bytes."""
    for data, name in ((JPEG, "jpeg"), (PNG, "png")):
        header = read_header(data)
        assert (header.format, header.width, header.height) == (name, 640, 480)
        image = decode(data, max_pixels=640 * 480)
        assert image.shape == (480, 640, 3)
        assert np.abs(image.astype(int) - SCENE).mean() < 6


def test_decodes_reduced_without_going_below_the_wanted_side():
    """DCT scaling by 2, 4 or 8; a PNG and a small picture stay whole."""
    sides = {
        max_side: decode(JPEG, max_pixels=10**7, max_side=max_side).shape[1]
        for max_side in (80, 160, 300, 640)
    }
    assert sides == {80: 80, 160: 160, 300: 320, 640: 640}
    assert decode(PNG, max_pixels=10**7, max_side=80).shape[1] == 640


def test_too_many_pixels_are_refused_before_decoding():
    """A header that claims 60,000 x 60,000 costs nothing."""
    assert refused(JPEG, max_pixels=640 * 480 - 1) is Kind.TOO_LARGE
    giant = bytearray(JPEG)
    at = giant.find(b"\xff\xc0")
    giant[at + 5 : at + 9] = (60000).to_bytes(2) * 2
    assert refused(bytes(giant), max_pixels=40_000_000) is Kind.TOO_LARGE


def test_an_early_end_is_truncated():
    """Within the header, within the data; padding behind the end is fine."""
    for length in (20, 300, len(JPEG) // 2, len(JPEG) - 2):
        assert refused(JPEG[:length]) is Kind.TRUNCATED
    assert refused(PNG[:20]) is Kind.TRUNCATED
    assert decode(JPEG + bytes(100) + b"camera data", max_pixels=10**7).shape == (480, 640, 3)


def test_an_embedded_thumbnail_is_not_taken_for_the_end():
    """EXIF carries a small JPEG with its own end marker; the picture around it is still truncated."""
    small = cv2.imencode(".jpg", SCENE[:60, :80])[1].tobytes()
    app = b"\xff\xe1" + (len(small) + 2).to_bytes(2) + small
    whole = JPEG[:2] + app + JPEG[2:]
    assert read_header(whole).width == 640
    with pytest.raises(LookError, match="before its end marker"):
        decode(whole[: len(whole) // 2 + len(app)], max_pixels=10**7)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  <!DOCTYPE html><html>", "web page"),
        (b"--boundary\r\nContent-Type: image/jpeg", "MJPEG"),
        (b'{"error": 401}', "JSON"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"GIF89a", "unknown"),
    ],
)
def test_what_is_no_picture_is_described(data: bytes, words: str):
    """The operator reads what came instead."""
    assert sniff(data) is None
    assert words in describe(data)
    assert refused(data) is Kind.NOT_A_PICTURE


def test_fill_bytes_are_passed_over_however_many():
    """Before a marker they are allowed; where nothing else comes it ends within its header, and at once."""
    filled = JPEG[:2] + b"\xff" * 1000 + JPEG[2:]
    assert read_header(filled).width == read_header(JPEG).width
    assert np.array_equal(decode(filled, max_pixels=10**7), decode(JPEG, max_pixels=10**7))
    assert refused(b"\xff\xd8" + b"\xff" * 1000) is Kind.TRUNCATED


def test_a_jpeg_without_a_size_is_no_picture():
    """Start of scan before any start of frame, or garbage where a marker must be."""
    assert refused(b"\xff\xd8\xff\xda\x00\x02" + bytes(50)) is Kind.NOT_A_PICTURE
    assert refused(b"\xff\xd8\xff\xe0\x00\x04\x00\x00\x00\x00\x00\x00") is Kind.NOT_A_PICTURE


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(JPEG) - 1), st.integers(0, 255)), max_size=20),
    st.integers(0, len(JPEG)),
)
def test_damaged_bytes_end_in_a_picture_or_a_named_failure(changes: list[tuple[int, int]], length: int):
    """Whatever a broken camera sends, nothing else is raised."""
    data = bytearray(JPEG)
    for at, value in changes:
        data[at] = value
    try:
        decode(bytes(data[:length]), max_pixels=10**6)
    except LookError as error:
        assert error.kind in {Kind.TRUNCATED, Kind.NOT_A_PICTURE, Kind.TOO_LARGE}  # noqa: PT017 - a picture is fine too
