"""Frames: a decoded picture with the look it answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import frame


def test_size_is_width_first() -> None:
    """Rows and columns are turned round once, here."""
    assert frame(image=np.zeros((90, 160, 3), np.uint8)).size == (160, 90)


@pytest.mark.parametrize(
    "image",
    [np.zeros((90, 160), np.uint8), np.zeros((90, 160, 4), np.uint8), np.zeros((90, 160, 3), np.float32)],
)
def test_only_colour_bytes_are_a_picture(image: np.ndarray) -> None:
    """Grey, alpha and floats are refused."""
    with pytest.raises(ValueError, match=r"a frame is \(h, w, 3\) uint8"):
        frame(image=image)


def test_a_frame_knows_when() -> None:
    """A time without a zone is refused."""
    with pytest.raises(ValueError, match="timezone-aware"):
        replace(frame(), taken_at=frame().taken_at.replace(tzinfo=None))


def test_pictures_stay_out_of_logs() -> None:
    """The repr holds neither pixels nor bytes."""
    told = repr(replace(frame(), jpeg=b"secret bytes"))
    assert "secret" not in told
    assert "array" not in told
