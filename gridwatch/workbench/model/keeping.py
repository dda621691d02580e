"""Measures what a fine-tuned model kept: persons on a labelled street clip, and agreement with its starting weights."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from detectors.model import Model
from gridwatch.workbench.model.classes import CLASSES, KEPT
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.score import Matched, match
from gridwatch.workbench.model.val import match_class

TOWN_CENTRE_RATE = 0.957
"""Frames of the TownCentre truth per frame of the shared clip (shared README)."""
TOWN_CENTRE_IOU = 0.4


@dataclass(frozen=True, kw_only=True)
class Found:
    """Right, wrong and missed boxes."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the found boxes that are right; 1 when nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the true boxes that were found; 1 when there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def count(matched: Iterable[Matched]) -> Found:
    """Add up pictures at the first IoU that they were matched at."""
    listed = list(matched)
    right = sum(int(one.right[:, 0].sum()) for one in listed)
    made = sum(len(one.scores) for one in listed)
    return Found(right=right, wrong=made - right, missed=sum(one.truths for one in listed) - right)


def read_town_centre(path: Path, width: int = 1920, height: int = 1080) -> dict[int, NDArray[np.float32]]:
    """Read the TownCentre truth: {frame of the truth: (n, 4) body boxes, relative}.

    Boxes that reach out of the picture are cut at its edge; those that lie outside are left out.

    Raises:
        BadDataSet: a row is malformed.
    """
    rows: dict[int, list[list[float]]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                box = [float(row[f"body{side}"]) for side in ("Left", "Top", "Right", "Bottom")]
                frame, valid = int(row["frameNumber"]), int(row["bodyValid"])
            except (KeyError, TypeError, ValueError) as error:
                raise BadDataSet(f"{path}:{number}: not a row of the TownCentre truth: {error}") from error
            left, right = (min(1.0, max(0.0, box[i] / width)) for i in (0, 2))
            top, bottom = (min(1.0, max(0.0, box[i] / height)) for i in (1, 3))
            if valid and right > left and bottom > top:
                rows.setdefault(frame, []).append([left, top, right, bottom])
    return {frame: np.array(boxes, dtype=np.float32) for frame, boxes in rows.items()}


def persons_in_frame(seen: Detections, truth: NDArray[np.float32], iou: float = TOWN_CENTRE_IOU) -> Matched:
    """Match the persons that were seen to (n, 4) true boxes."""
    ours = seen.of(["person"])
    return match(truth, ours.boxes, ours.scores, [iou])


def truth_frame(clip_frame: int, rate: float = TOWN_CENTRE_RATE) -> int:
    """Return the frame of the TownCentre truth that belongs to a frame of the clip."""
    return round(clip_frame * rate)


def agreement(seen: Sequence[Detections], teacher: Sequence[Sequence[Label]]) -> Mapping[str, Found]:
    """Return for each kept class how the detections agree with the starting weights' boxes, at IoU 0.5."""
    return {
        name: count(
            match_class(one, labels, CLASSES.index(name), ious=[0.5])
            for one, labels in zip(seen, teacher, strict=True)
        )
        for name in KEPT
    }


def total(found: Iterable[Found]) -> Found:
    """Add up several counts."""
    listed = list(found)
    return Found(
        right=sum(one.right for one in listed),
        wrong=sum(one.wrong for one in listed),
        missed=sum(one.missed for one in listed),
    )


def same_order(model: Model) -> None:
    """Check that a model has our classes in our order.

    Raises:
        BadDataSet: it has not.
    """
    if model.spec.classes != CLASSES:
        raise BadDataSet(
            f"{model.path}: its classes are {', '.join(model.spec.classes)}, not {', '.join(CLASSES)}"
        )
