"""Near-duplicates are found, different pictures are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gridwatch.workbench.model.duplicates import groups, hashes, near, source_name


def scene(seed: int, size: tuple[int, int] = (120, 160)) -> NDArray[np.uint8]:
    """Draw a smooth random picture."""
    coarse = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def test_a_recoded_smaller_copy_is_the_same_picture() -> None:
    """JPEG and resizing leave the hash within a few bits."""
    _, code = cv2.imencode(".jpg", cv2.resize(scene(1), (80, 60)), [cv2.IMWRITE_JPEG_QUALITY, 40])
    copy = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), dtype=np.uint8)
    assert near([hashes(scene(1))], [hashes(copy)]).all()


def test_a_mirror_image_is_the_same_picture() -> None:
    """Augmented sets hold flipped copies."""
    flipped = np.ascontiguousarray(scene(2)[:, ::-1])
    assert near([hashes(scene(2))], [hashes(flipped)]).all()


def test_other_pictures_are_not() -> None:
    """Forty random scenes have no pair in common."""
    listed = [hashes(scene(seed)) for seed in range(40)]
    assert not np.triu(near(listed, listed), 1).any()


def test_groups_join_chains() -> None:
    """If a is like b and b like c, all three are one group named by the first."""
    far = (0xFFFFFFFF00000000, 0x00000000FFFFFFFF)
    assert groups([(0, 1 << 40), far, (0b1111, 1 << 41), (0b11111111, 1 << 42)], bits=4) == [0, 1, 0, 0]


@pytest.mark.parametrize(("name", "source"), [("00_jpg.rf.8a.jpg", "00_jpg"), ("street.01.png", "street.01")])
def test_the_source_of_an_export(name: str, source: str) -> None:
    """Roboflow's names tell the source picture."""
    assert source_name(name) == source
