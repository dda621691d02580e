"""Average precision of boxes, pure: arrays in, figures out.

A prediction counts when it overlaps a true box of its class, not yet taken, by at least the asked IoU; predictions
choose in order of confidence. AP is the area under the precision envelope at 101 recall points, integrated by
trapezoids, as ultralytics does it, so that figures can be laid beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.geometry import iou_matrix

IOUS: tuple[float, ...] = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
"""0.50 to 0.95."""

Floats = NDArray[np.float64]
Interval = tuple[float, float]


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
    ap50_ci95: Interval
    """2.5 and 97.5 percentile of AP50 over resampled pictures."""
    ap50_95_ci95: Interval
    """The same of AP50-95."""
    pictures: int
    """Pictures that hold the class."""
    boxes: int
    """True boxes of the class."""
    drawn: Floats = field(repr=False, compare=False)
    """(rounds, 2) AP50 and AP50-95 of each resampling; NaN where it drew no picture that holds the class."""


@dataclass(frozen=True, kw_only=True)
class MeanScore:
    """The means over classes, of which each counts alike."""

    map50: float
    map50_95: float
    map50_ci95: Interval
    map50_95_ci95: Interval


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
    """Score one class over pictures, with bootstrap intervals over pictures.

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

    def aps(weights: Floats) -> Floats:
        weight = weights[owner]
        whole = float(weights @ truths)
        return np.array(
            [
                average_precision(weight * right[:, column], weight * ~right[:, column], whole)
                for column in range(width)
            ]
        )

    found = aps(np.ones(len(matched)))
    rng = np.random.default_rng(seed)
    drawn = np.full((rounds, 2), np.nan)
    for row in drawn if truths.sum() > 0 else ():
        picked = rng.integers(0, len(matched), len(matched))
        weights = np.bincount(picked, minlength=len(matched)).astype(np.float64)
        if weights @ truths > 0:
            each = aps(weights)
            row[:] = each[0], each.mean()
    ap50, ap50_95 = float(found[0]), float(np.mean(found))
    return ClassScore(
        ap50=ap50,
        ap50_95=ap50_95,
        ap50_ci95=_interval(drawn[:, 0], ap50),
        ap50_95_ci95=_interval(drawn[:, 1], ap50_95),
        pictures=int((truths > 0).sum()),
        boxes=int(truths.sum()),
        drawn=drawn,
    )


def mean_score(classes: Sequence[ClassScore]) -> MeanScore:
    """Return the means over classes that were scored over the same pictures with the same rounds and seed.

    Each resampling drew the same pictures for all of them, so its mean is that of one whole data set; one that drew no
    picture of some class tells nothing of the mean and is left out.
    """
    if not classes:
        return MeanScore(map50=0.0, map50_95=0.0, map50_ci95=(0.0, 0.0), map50_95_ci95=(0.0, 0.0))
    drawn = np.mean([one.drawn for one in classes], axis=0)
    map50 = float(np.mean([one.ap50 for one in classes]))
    map50_95 = float(np.mean([one.ap50_95 for one in classes]))
    return MeanScore(
        map50=map50,
        map50_95=map50_95,
        map50_ci95=_interval(drawn[:, 0], map50),
        map50_95_ci95=_interval(drawn[:, 1], map50_95),
    )


def _interval(drawn: Floats, value: float) -> Interval:
    """Return the middle 95 % of what was drawn; the value itself where nothing was."""
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return value, value
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def precision_recall(matched: Sequence[Matched], least: float, column: int = 0) -> tuple[float, float]:
    """Return precision and recall of the predictions with at least confidence `least`; nothing found gives 1, 0."""
    kept = sum(int((one.scores >= least).sum()) for one in matched)
    right = sum(int((one.right[:, column] & (one.scores >= least)).sum()) for one in matched)
    truths = sum(one.truths for one in matched)
    return (right / kept if kept else 1.0), (right / truths if truths else 0.0)
