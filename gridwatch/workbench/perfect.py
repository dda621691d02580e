"""A detector that knows the truth of a scripted day: what is lost with it is lost by rules, zones and merging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from core.detection import Detections
from core.frame import Image
from detectors.tiles import Plan
from gridwatch.simulator.day_looks import DayLook
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.truth import Truth
from gridwatch.simulator.world import CLASSES, World

MIN_SHARE = 0.35
"""Of a thing's outline; less of it is not seen."""
MIN_PIXELS = 6.0
"""Smallest side in a picture 640 wide."""
SCORE = 0.9


class PerfectDetector:
    """Sees what is there, in the looks of a day, which it must be given in their order."""

    def __init__(self, script: SceneScript, looks: Iterable[DayLook]) -> None:
        self._truth = Truth(World(script), script)
        self._looks: Iterator[DayLook] = iter(looks)

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:  # noqa: ARG002 - it sees the small things anyway
        """Return what is there in the next looks; the pictures only say how large they are."""
        return [self.seen(next(self._looks), (image.shape[1], image.shape[0])) for image in images]

    def seen(self, look: DayLook, size: tuple[int, int]) -> Detections:
        """Return what is there in a look, nearest first."""
        found = self._truth.visible(look.camera_id, look.seconds, min_share=MIN_SHARE, min_pixels=MIN_PIXELS)
        return Detections(
            boxes=np.array([box.box.row for box in found], np.float32).reshape(-1, 4),
            scores=np.full(len(found), SCORE, np.float32),
            labels=np.array([CLASSES.index(box.name) for box in found], np.int16),
            names=CLASSES,
            picture_size=size,
        )
