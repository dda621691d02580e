from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.frame import Image
from ingest.drift import Drift, Watch, compare, read_reference, reference_of

WIDE = np.asarray(
    cv2.GaussianBlur(
        cv2.resize(
            np.random.default_rng(3).integers(60, 255, (60, 160, 3), np.uint8),
            (3200, 1200),
            interpolation=cv2.INTER_NEAREST,
        ),
        (0, 0),
        1.5,
    ),
    np.uint8,
)


def scene(right: int = 0, down: int = 0, light: float = 1.0) -> Image:
    """Cut a picture of 1280x720 out of a wide one, moved by so many pixels."""
    part = WIDE[240 + down : 960 + down, 960 + right : 2240 + right]
    return np.clip(part * light, 0, 255).astype(np.uint8)


def drift(image: Image) -> Drift:
    """Compare with the scene as it was."""
    reference = read_reference(reference_of(scene()))
    assert reference is not None
    found = compare(reference, image)
    assert found is not None
    return found


@pytest.mark.parametrize("light", [1.0, 0.7])
def test_the_same_view(light: float) -> None:
    """Also by other light: in its place, and hardly moved."""
    found = drift(scene(light=light))
    assert found.turned is False
    assert found.share > 0.9
    assert found.shift == pytest.approx((0, 0), abs=0.004)


@pytest.mark.parametrize(("right", "down"), [(60, 0), (-200, 0), (0, 50), (150, -60)])
def test_a_turn_is_measured(right: int, down: int) -> None:
    """To the right the view moves to the right; within half a per cent of the picture."""
    found = drift(scene(right, down))
    assert found.turned is True
    assert found.shift == pytest.approx((right / 1280, down / 720), abs=0.006)


def test_a_turn_in_degrees() -> None:
    """A shift of a quarter of the width of 60 degrees is 16 degrees."""
    found = Drift(share=0.1, shift=(0.25, 0.0)).degrees(60, 16 / 9)
    assert found == (16.1, 0.0)
    assert Drift(share=0.1, shift=None).degrees(60, 16 / 9) is None


def test_another_scene() -> None:
    """Turned right away: that it was turned is known, how far is not."""
    found = drift(np.asarray(cv2.flip(scene(700, 200), -1), np.uint8))
    assert found.turned is True
    assert found.shift is None


def test_a_little_sway_is_no_turn() -> None:
    """A mast in the wind."""
    assert drift(scene(15, 5)).turned is False


def test_night_tells_nothing() -> None:
    """Nor does a picture without any edge."""
    reference = read_reference(reference_of(scene()))
    assert reference is not None
    assert compare(reference, scene(light=0.2)) is None
    plain = read_reference(reference_of(np.full((720, 1280, 3), 128, np.uint8)))
    assert plain is not None
    assert compare(plain, scene()) is None


@pytest.mark.parametrize("text", ["", "no base64 !", "AAAA", "eJwDAAAAAAE="])
def test_what_cannot_be_read_is_no_reference(text: str) -> None:
    """Never an exception: an old file, a slip of the editor."""
    assert read_reference(text) is None


def test_three_in_a_row_say_it() -> None:
    """A lorry before the lens is no turn; what says nothing is passed over."""
    turned, placed, unsure = (
        Drift(share=0.1, shift=None),
        Drift(share=0.9, shift=None),
        Drift(share=0.4, shift=None),
    )
    watch = Watch()
    said = []
    for one in (turned, turned, placed, turned, unsure, turned, turned, placed, placed, placed):
        watch = watch.step(one)
        said.append(watch.says)
    assert said == [None] * 6 + [True, None, None, False]
