"""Average precision of boxes, pure: arrays in, figures out.

A prediction counts when it overlaps a true box of its class, not yet taken, by at least the asked IoU; predictions
choose in order of confidence. AP is the area under the precision envelope at 101 recall points, integrated by
trapezoids, as ultralytics does it, so that figures can be laid beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.geometry import iou_matrix

IOUS: tuple[float, ...] = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
"""0.50 to 0.95."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched:
    """The predictions of one class in one picture, against its truth."""

    scores: NDArray[np.float32]
    """(m,) confidences, any order."""
    right: NDArray[np.bool_]
    """(m, len(ious)): the prediction met a true box at this IoU."""
    truths: int
    """True boxes of the class in the picture."""


@dataclass(frozen=True, kw_only=True)
class ClassScore:
    """How well one class is found over a data set."""

    ap50: float
    ap50_95: float
    ap50_ci95: tuple[float, float]
    """2.5 and 97.5 percentile of AP50 over resampled pictures."""
    pictures: int
    """Pictures that hold the class."""
    boxes: int
    """True boxes of the class."""


def match(
    truth: NDArray[np.float32],
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    ious: Sequence[float] = IOUS,
) -> Matched:
    """Match predictions (m, 4) with scores (m,) to true boxes (n, 4) of the same class, all x0 y0 x1 y1."""
    right = np.zeros((len(boxes), len(ious)), dtype=np.bool_)
    overlap = iou_matrix(boxes, truth)
    order = np.argsort(-scores, kind="stable")
    for column, least in enumerate(ious):
        taken = np.zeros(len(truth), dtype=np.bool_)
        for row in order:
            free = np.where(taken, 0.0, overlap[row])
            if len(free) and free.max() >= least:
                taken[int(free.argmax())] = True
                right[row, column] = True
    return Matched(scores=scores, right=right, truths=len(truth))


def average_precision(right: Floats, wrong: Floats, truths: float) -> float:
    """Return AP of predictions sorted by falling confidence.

    Args:
        right: (m,) weight of each prediction that met a true box, else 0.
        wrong: (m,) weight of each prediction that did not, else 0.
        truths: weight of all true boxes; with none the result is 0.
    """
    if truths <= 0 or len(right) == 0:
        return 0.0
    found, missed = np.cumsum(right), np.cumsum(wrong)
    recall = found / truths
    precision = np.divide(found, found + missed, out=np.zeros_like(found), where=found + missed > 0)
    recall = np.concatenate(([0.0], recall, [recall[-1], 1.0]))
    precision = np.concatenate(([1.0], precision, [0.0, 0.0]))
    envelope = np.flip(np.maximum.accumulate(np.flip(precision)))
    points = np.linspace(0.0, 1.0, 101)
    return float(np.trapezoid(np.interp(points, recall, envelope), points))


def score_class(matched: Sequence[Matched], *, rounds: int = 1000, seed: int = 0) -> ClassScore:
    """Score one class over pictures, with a bootstrap interval over pictures.

    Args:
        matched: one entry per picture, also for pictures without the class.
        rounds: resamplings of the bootstrap.
        seed: of the resampling.
    """
    scores = np.concatenate([one.scores for one in matched]) if matched else np.zeros(0, np.float32)
    order = np.argsort(-scores, kind="stable")
    owner = np.repeat(np.arange(len(matched)), [len(one.scores) for one in matched])[order]
    width = matched[0].right.shape[1] if matched else len(IOUS)
    right = (
        np.concatenate([one.right for one in matched])[order] if matched else np.zeros((0, width), np.bool_)
    )
    truths = np.array([one.truths for one in matched], dtype=np.float64)

    def ap(column: int, weights: Floats) -> float:
        hit = right[:, column]
        weight = weights[owner]
        return average_precision(weight * hit, weight * ~hit, float(weights @ truths))

    even = np.ones(len(matched))
    aps = [ap(column, even) for column in range(width)]
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(rounds if truths.sum() > 0 else 0):
        weights = np.bincount(rng.integers(0, len(matched), len(matched)), minlength=len(matched)).astype(
            np.float64
        )
        if weights @ truths > 0:
            drawn.append(ap(0, weights))
    low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (aps[0], aps[0])
    return ClassScore(
        ap50=aps[0],
        ap50_95=float(np.mean(aps)),
        ap50_ci95=(float(low), float(high)),
        pictures=int((truths > 0).sum()),
        boxes=int(truths.sum()),
    )


def precision_recall(matched: Sequence[Matched], least: float, column: int = 0) -> tuple[float, float]:
    """Return precision and recall of the predictions with at least confidence `least`; nothing found gives 1, 0."""
    kept = sum(int((one.scores >= least).sum()) for one in matched)
    right = sum(int((one.right[:, column] & (one.scores >= least)).sum()) for one in matched)
    truths = sum(one.truths for one in matched)
    return (right / kept if kept else 1.0), (right / truths if truths else 0.0)
