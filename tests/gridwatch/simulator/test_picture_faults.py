from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.frame import Image
from gridwatch.simulator.faults import FaultKind
from gridwatch.simulator.picture_faults import (
    PICTURE_FAULTS,
    blacken,
    blur,
    claim_giant,
    overexpose,
    spoil,
    turn,
)
from tests.builders_servers import fault, street

GOOD = street("cam-1", 3.0)


def sharpness(image: Image) -> float:
    """Return the variance of the Laplacian."""
    return float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var())


def test_black_is_dark_but_not_constant() -> None:
    """A dark camera still has noise."""
    black = blacken(GOOD)
    assert black.mean() < 8
    assert black.std() > 0.5


def test_overexposed_is_white() -> None:
    """Nearly everything is at the upper end."""
    assert (overexpose(GOOD) > 230).mean() > 0.9


def test_blurred_loses_its_edges() -> None:
    """A tenth of the sharpness at most is left, and the brightness stays."""
    blurred = blur(GOOD, 12)
    assert sharpness(blurred) < sharpness(GOOD) / 10
    assert abs(float(blurred.mean()) - float(GOOD.mean())) < 3


@pytest.mark.parametrize("share", [0.1, 0.45, 0.9, 1.0])
def test_turned_is_another_view_of_the_same_size(share: float) -> None:
    """The view moves, keeps its size and its look, and does not match the reference."""
    turned = turn(GOOD, share)
    assert turned.shape == GOOD.shape
    assert abs(float(turned.mean()) - float(GOOD.mean())) < 20
    assert np.corrcoef(turned.ravel(), GOOD.ravel())[0, 1] < 0.6


def test_spoil_leaves_the_good_picture_alone() -> None:
    """The input is not written to, and faults of other kinds change nothing."""
    before = GOOD.copy()
    for kind in FaultKind:
        spoilt = spoil(GOOD, [fault(kind)])
        changed = not np.array_equal(spoilt, before)
        assert changed == (kind in PICTURE_FAULTS - {FaultKind.FROZEN}), kind
        assert spoilt.dtype == np.uint8
    assert np.array_equal(GOOD, before)


def test_claim_giant_needs_a_jpeg() -> None:
    """Bytes without a frame header are refused."""
    with pytest.raises(ValueError, match="frame header"):
        claim_giant(b"GIF89a..........")
