"""Average precision against cases computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridwatch.workbench.model.score import (
    IOUS,
    Matched,
    average_precision,
    match,
    mean_score,
    precision_recall,
    score_class,
)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    """Build (n, 4) float32."""
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def matched(scores: list[float], right: list[bool], truths: int) -> Matched:
    """Build the matches of one picture at one IoU."""
    return Matched(
        scores=np.array(scores, dtype=np.float32),
        right=np.array(right, dtype=np.bool_).reshape(-1, 1),
        truths=truths,
    )


def test_a_true_box_is_given_away_once() -> None:
    """The more confident of two predictions gets it, the other is wrong."""
    box = (0.1, 0.1, 0.5, 0.5)
    found = match(boxes(box), boxes(box, box), np.array([0.4, 0.9], dtype=np.float32), [0.5])
    assert found.right[:, 0].tolist() == [False, True]


def test_overlap_decides_at_which_iou_it_counts() -> None:
    """Half as wide again: IoU 2/3 counts at 0.65 and not at 0.70."""
    found = match(boxes((0.0, 0.0, 0.2, 0.2)), boxes((0.0, 0.0, 0.3, 0.2)), np.ones(1, dtype=np.float32))
    assert [iou for iou, right in zip(IOUS, found.right[0], strict=True) if right] == [0.5, 0.55, 0.6, 0.65]


def test_a_prediction_takes_the_free_box_it_fits_best() -> None:
    """Two people side by side: each box finds its own."""
    truth = boxes((0.0, 0.0, 0.4, 1.0), (0.1, 0.0, 0.5, 1.0))
    found = match(
        truth, boxes((0.0, 0.0, 0.4, 1.0), (0.02, 0.0, 0.42, 1.0)), np.array([0.9, 0.8], np.float32), [0.5]
    )
    assert found.right.all()


def test_ap_by_hand() -> None:
    """Right, wrong, right of two true boxes.

    Precision is 1 up to recall 1/2 and then 2/3 at the envelope; between recall 0.5 and the next point the curve
    falls from 1 to 2/3, so the trapezoids give 0.5 * 1 + 0.5 * 2/3, less what interpolation shifts (under 0.01).
    """
    ap = average_precision(np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0]), 2)
    assert ap == pytest.approx(0.5 + 0.5 * 2 / 3, abs=0.01)


def test_ap_is_the_one_of_ultralytics(coco: object) -> None:
    """The same curve gives the same figure as ultralytics' compute_ap."""
    from ultralytics.utils.metrics import compute_ap

    rng = np.random.default_rng(3)
    right = (rng.random(60) < np.linspace(0.95, 0.2, 60)).astype(float)
    found = np.cumsum(right)
    theirs, _, _ = compute_ap(list(found / 50), list(found / np.arange(1, 61)))
    assert average_precision(right, 1 - right, 50) == pytest.approx(theirs, abs=1e-6)


def test_all_found_is_nearly_one_and_nothing_is_zero() -> None:
    """The scale's ends: 101 points leave half a percent at the top."""
    assert average_precision(np.ones(4), np.zeros(4), 4) == pytest.approx(0.995)
    assert average_precision(np.zeros(0), np.zeros(0), 4) == 0
    assert average_precision(np.ones(1), np.zeros(1), 0) == 0


def test_a_class_is_scored_over_pictures_with_an_interval() -> None:
    """Counts are kept, the interval holds the figure and is the same for the same seed."""
    pictures = [
        matched([0.9], [True], 1),
        matched([0.8, 0.3], [True, False], 2),
        matched([0.7], [False], 0),
    ] * 8
    score = score_class(pictures, rounds=200, seed=1)
    assert (score.pictures, score.boxes) == (16, 24)
    low, high = score.ap50_ci95
    assert 0 < low < score.ap50 < high < 1
    assert score == score_class(pictures, rounds=200, seed=1)


def test_the_mean_of_classes_is_resampled_over_the_same_pictures() -> None:
    """Two classes that fail in the same pictures move together: the mean's interval is as wide as theirs."""
    pictures = [matched([0.9], [True], 1), matched([0.8], [False], 1)] * 8
    one, twin = (score_class(pictures, rounds=200, seed=1) for _ in range(2))
    mean = mean_score([one, twin])
    assert (mean.map50, mean.map50_ci95) == (one.ap50, one.ap50_ci95)
    assert mean.map50_95_ci95 == one.ap50_95_ci95
    other = score_class(pictures[::-1], rounds=200, seed=1)  # right where the first is wrong
    low, high = mean_score([one, other]).map50_ci95
    assert high - low < one.ap50_ci95[1] - one.ap50_ci95[0]
    assert mean_score([]).map50_ci95 == (0.0, 0.0)


def test_a_faint_right_box_does_not_raise_the_head_of_the_curve() -> None:
    """Order by confidence matters over all pictures, not within each."""
    good = score_class([matched([0.9], [True], 1), matched([0.1], [False], 1)], rounds=0)
    bad = score_class([matched([0.1], [True], 1), matched([0.9], [False], 1)], rounds=0)
    assert good.ap50 > 1.5 * bad.ap50


def test_precision_and_recall_at_a_threshold() -> None:
    """Only predictions at or above the threshold count."""
    pictures = [matched([0.9, 0.2], [True, True], 3), matched([0.5], [False], 1)]
    assert precision_recall(pictures, 0.5) == (0.5, 0.25)
    assert precision_recall(pictures, 0.95) == (1.0, 0.0)
