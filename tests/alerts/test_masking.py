"""Masked copies: persons and plates gone, the rest untouched, and nothing at all when in doubt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from alerts.masking import hidden_parts, masked
from core.detection import Detections
from core.frame import Image
from tests.builders import detections

SIZE = (640, 360)
PERSON = [0.4, 0.2, 0.5, 0.8]  # 64 x 216 pixels, standing
CAR = [0.6, 0.5, 0.9, 0.9]


def noise() -> Image:
    """A picture in which every changed pixel shows."""
    return np.random.default_rng(1).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)


def mask_of(found: Detections) -> np.ndarray:
    """Where the copy differs from the picture, (h, w) bool."""
    image = noise()
    copy = masked(image, found)
    assert copy is not None
    return np.any(copy != image, axis=2)


def test_a_standing_person_loses_the_head_and_nothing_else_changes() -> None:
    """Nearly every pixel of the head part differs; legs and surroundings are the same."""
    changed = mask_of(detections(("person", PERSON, 0.9), size=SIZE))
    (x0, y0, x1, y1), *_ = hidden_parts(detections(("person", PERSON, 0.9), size=SIZE), width=640, height=360)
    assert changed[y0:y1, x0:x1].mean() > 0.99
    assert changed.sum() <= (y1 - y0) * (x1 - x0)
    assert not changed[200:280].any()
    assert (y0, y1) == (59, 161)


def test_what_is_averaged_is_gone() -> None:
    """A masked head holds a handful of colours: no face can be made of it."""
    image = masked(noise(), detections(("person", PERSON, 0.9), size=SIZE))
    assert image is not None
    part = image[75:140, 262:316].reshape(-1, 3)
    assert len(np.unique(part, axis=0)) <= 32


def test_an_unsure_small_or_bent_person_is_masked_whole() -> None:
    """The head may be anywhere in such a box."""
    for box, score in [(PERSON, 0.2), ([0.1, 0.1, 0.13, 0.2], 0.9), ([0.1, 0.4, 0.4, 0.9], 0.9)]:
        parts = hidden_parts(detections(("person", box, score), size=SIZE), width=640, height=360)
        assert parts[0][3] >= int(box[3] * 360)


def test_a_vehicle_loses_its_plate_region() -> None:
    """The lower part goes, the roof stays."""
    changed = mask_of(detections(("car", CAR, 0.9), size=SIZE))
    assert changed[280:320, 400:560].mean() > 0.99
    assert not changed[:235].any()


def test_waste_and_bins_are_not_masked() -> None:
    """The finding itself must be seen."""
    assert not mask_of(detections(("waste", CAR, 0.9), ("bin", PERSON, 0.9), size=SIZE)).any()


def test_in_doubt_there_is_no_copy() -> None:
    """No detections, a model that knows no persons, boxes that were shed: nothing leaves."""
    known = detections(("person", PERSON, 0.9), size=SIZE)
    assert masked(noise(), None) is None
    assert masked(noise(), replace(known, shed=3)) is None
    assert masked(noise(), Detections.none(("waste",), SIZE)) is None
    assert masked(noise(), Detections.none(("person",), SIZE)) is not None
