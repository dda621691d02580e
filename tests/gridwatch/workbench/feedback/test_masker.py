from __future__ import annotations

from pathlib import Path

import numpy as np

from core.config.settings.detecting import ModelChoice
from gridwatch.workbench.feedback.masker import opened_masker
from tests.fakes.colour_model import paint, write_colour_model


def test_a_picture_without_persons_passes_unmarked(tmp_path: Path) -> None:
    """The heap that the model finds in it is not framed: a frame is what a detector would learn."""
    image = np.full((360, 640, 3), 90, np.uint8)
    paint(image, 5, 3)
    with opened_masker(write_colour_model(tmp_path), ModelChoice(threads=1)) as mask:
        copy = mask(image)
    assert copy is not None
    assert copy is not image
    assert np.array_equal(copy, image)
