"""Scores a model folder on any YOLO data set, through the runtime that the service itself uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice, Precision
from core.detection import Detections
from core.frame import Image
from detectors.model import Model, read_model
from detectors.network import as_run, open_network
from detectors.yolo import Detector
from gridwatch.workbench.model import labels
from gridwatch.workbench.model.classes import mapping
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.media import picture
from gridwatch.workbench.model.score import (
    IOUS,
    ClassScore,
    Matched,
    MeanScore,
    match,
    mean_score,
    precision_recall,
    score_class,
)

USUAL = ModelChoice().precision
"""What a service runs that is not told otherwise."""
FAINT = 0.001
"""Confidence from which boxes enter the precision-recall curve, as in ultralytics' validation."""
WASTE = "waste"
ORDER = ("val", "test", "train")
"""Which part is scored when none is named: the first that exists."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What `validate` found. `as_json` is the published shape."""

    mean: MeanScore
    per_class: dict[str, ClassScore]
    at_threshold: dict[str, tuple[float, float]]
    """(precision, recall) of each class at IoU 0.5 and the model's own threshold."""
    pictures: int
    false_per_100_clean: float | None
    """Boxes of waste at the model's own threshold per 100 pictures that hold no waste; None without such pictures."""
    clean_pictures: int
    part: str
    model: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "map50": self.mean.map50,
            "map50_ci95": list(self.mean.map50_ci95),
            "map50_95": self.mean.map50_95,
            "map50_95_ci95": list(self.mean.map50_95_ci95),
            "per_class": {
                name: {
                    "ap50": one.ap50,
                    "ap50_ci95": list(one.ap50_ci95),
                    "ap50_95": one.ap50_95,
                    "ap50_95_ci95": list(one.ap50_95_ci95),
                    "pictures": one.pictures,
                    "boxes": one.boxes,
                    "precision": self.at_threshold[name][0],
                    "recall": self.at_threshold[name][1],
                }
                for name, one in self.per_class.items()
            },
            "pictures": self.pictures,
            "false_per_100_clean": self.false_per_100_clean,
            "clean_pictures": self.clean_pictures,
            "part": self.part,
            "model": self.model,
        }


def open_detector(
    model: Model,
    *,
    confidence: float | None = None,
    max_boxes: int = 300,
    batch: int = 8,
    precision: Precision = USUAL,
) -> Detector:
    """Open a model on this machine's runtime; `confidence` replaces every threshold of model.yaml."""
    choice = ModelChoice(batch=batch, max_boxes=max_boxes, precision=precision)
    if confidence is not None:
        # Without validation: an evaluation goes far below what a service may report.
        thresholds = model.spec.thresholds.model_copy(
            update={"confidence": confidence, "per_class": {}, "faint": {}}
        )
        spec = model.spec.model_copy(update={"thresholds": thresholds})
        model = replace(model, spec=spec)
    return Detector(model, open_network(model, choice), max_boxes=max_boxes, batch=batch)


def validate(
    folder: Path,
    data: Path,
    *,
    part: str | None = None,
    rounds: int = 1000,
    seed: int = 0,
    precision: Precision = USUAL,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """Score the model in `folder` on a part of a YOLO data set, with the weights that `precision` runs here.

    Classes are matched by name (see `classes.ALIASES`); classes that the set has no box of are left out of the mean.

    Raises:
        BadDataSet: the set cannot be read, lacks the part, or shares no class with the model.
        core.errors.ModelError: the model folder cannot be read.
    """
    model = as_run(read_model(folder), ModelChoice(precision=precision))
    found = labels.read_data_set(data, needed=(part,) if part else ())
    chosen = part or next(one for one in ORDER if one in found.parts)
    if chosen not in found.parts:
        raise BadDataSet(f"{data}: has no part `{chosen}`; it has {', '.join(found.parts)}")
    numbers = mapping(found.names, model.spec.classes)
    if not numbers:
        raise BadDataSet(
            f"{data}: none of its classes ({', '.join(found.names.values())}) is one of the model's "
            f"({', '.join(model.spec.classes)})"
        )
    places = found.parts[chosen]
    if not places:
        raise BadDataSet(f"{data}: its part `{chosen}` holds no picture; correct its path")
    truths = [labels.renumbered(labels.read(path), numbers) for path in places]
    detector = open_detector(model, confidence=FAINT, precision=precision)
    try:
        seen = list(_detect(detector, places, progress))
    finally:
        detector.close()
    return report(model, seen, truths, sorted(set(numbers.values())), part=chosen, rounds=rounds, seed=seed)


def report(
    model: Model,
    seen: Sequence[Detections],
    truths: Sequence[Sequence[Label]],
    classes: Sequence[int],
    *,
    part: str,
    rounds: int = 1000,
    seed: int = 0,
) -> Report:
    """Make the report from detections and truth of the same pictures; `classes` are numbers in the model's order."""
    thresholds = model.spec.thresholds
    per_class, at_threshold = {}, {}
    for number in classes:
        name = model.spec.classes[number]
        matched = [match_class(one, truth, number) for one, truth in zip(seen, truths, strict=True)]
        if any(one.truths for one in matched):
            per_class[name] = score_class(matched, rounds=rounds, seed=seed)
            least = thresholds.found(name)
            at_threshold[name] = precision_recall(matched, least)
    waste = model.spec.classes.index(WASTE) if WASTE in model.spec.classes else -1
    clean: list[Detections] = []
    if waste in classes:
        clean = [
            one
            for one, truth in zip(seen, truths, strict=True)
            if all(label.name != waste for label in truth)
        ]
    least = thresholds.found(WASTE)
    false = sum(len(one.of([WASTE], least)) for one in clean)
    return Report(
        mean=mean_score(tuple(per_class.values())),
        per_class=per_class,
        at_threshold=at_threshold,
        pictures=len(seen),
        false_per_100_clean=100 * false / len(clean) if clean else None,
        clean_pictures=len(clean),
        part=part,
        model={"name": model.spec.name, "version": model.spec.version, "sha256": model.sha256},
    )


def match_class(
    seen: Detections, truth: Sequence[Label], number: int, ious: Sequence[float] = IOUS
) -> Matched:
    """Match the detections of class `number` in one picture to its truth."""
    ours = seen.where(seen.labels == number)
    return match(boxes_of(truth, number), ours.boxes, ours.scores, ious)


def boxes_of(truth: Sequence[Label], number: int) -> NDArray[np.float32]:
    """Return the true boxes of class `number` as (n, 4) float32."""
    rows = [label.box for label in truth if label.name == number]
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def _detect(
    detector: Detector, places: Sequence[Path], progress: Callable[[int, int], None], batch: int = 8
) -> Iterator[Detections]:
    for start in range(0, len(places), batch):
        images: list[Image] = [picture(path) for path in places[start : start + batch]]
        yield from detector.detect(images)
        progress(min(start + batch, len(places)), len(places))
