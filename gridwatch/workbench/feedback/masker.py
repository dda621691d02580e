"""Masks a picture for leaving, by the same detector and the same rule as the service."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from alerts.masking import masked
from core.config.settings.detecting import ModelChoice
from core.frame import Image


@contextlib.contextmanager
def opened_masker(folder: Path, choice: ModelChoice) -> Iterator[Callable[[Image], Image | None]]:
    """Open the model in `folder`; yield what returns a masked copy, or None when that cannot be made safely.

    Raises:
        ModelError: the folder is incomplete, or does not fit its runtime.
    """
    from detectors.model import read_model
    from detectors.network import open_network
    from detectors.yolo import Detector

    model = read_model(folder).sized(choice.size)
    detector = Detector(model, open_network(model, choice), max_boxes=choice.max_boxes, batch=1)
    try:
        yield lambda image: masked(image, detector.detect([image])[0])
    finally:
        detector.close()
