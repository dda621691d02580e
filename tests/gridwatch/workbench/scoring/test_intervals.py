"""Intervals: against published values, and honest where resampling is not."""

from __future__ import annotations

import numpy as np
import pytest

from gridwatch.workbench.scoring.intervals import (
    clustered_rate,
    clustered_share,
    f1_of_jaccard,
    share,
    wilson,
)


def test_wilson_gives_the_published_interval() -> None:
    """Newcombe (Statistics in Medicine 17, 1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=1e-4)
    assert wilson(0, 0) is None


def test_independent_clusters_change_nothing_and_alike_ones_widen() -> None:
    """Cameras that find all or nothing are ten cases, not a hundred."""
    even = clustered_share([9] * 10, [10] * 10)
    assert even == wilson(90, 100)
    lumpy = clustered_share([10] * 9 + [0], [10] * 10)
    plain = wilson(90, 100)
    assert lumpy is not None
    assert plain is not None
    assert lumpy[0] < plain[0] - 0.1
    assert lumpy == pytest.approx(wilson(9, 10), abs=0.03)


def test_a_perfect_share_keeps_room_for_doubt() -> None:
    """Resampling would say 1 to 1; sixty of sixty may be 94 %."""
    assert clustered_share([30, 30], [30, 30]) == pytest.approx((0.9398, 1.0), abs=1e-4)
    assert clustered_share([], []) is None


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """A thousand runs over 20 cameras whose quality differs: 95 % intervals hold the mean near 95 % of the time."""
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(1000):
        quality = rng.beta(16, 4, 20)  # mean 0.8
        found = rng.binomial(6, quality)
        interval = clustered_share(list(found), [6.0] * 20)
        assert interval is not None
        held += interval[0] <= 0.8 <= interval[1]
    assert 930 <= held <= 980


def test_rates_follow_garwood_and_widen_where_one_camera_makes_the_noise() -> None:
    """Nothing in 20 days may be 0.18 a day; 10 in 20 days is 0.24 to 0.92 when they come evenly."""
    assert clustered_rate([0] * 20, [1] * 20) == pytest.approx((0, 0.1844), abs=1e-3)
    even = clustered_rate([1, 0] * 10, [1] * 20)
    assert even == pytest.approx((0.2398, 0.9195), abs=1e-3)
    one_camera = clustered_rate([10] + [0] * 19, [1] * 20)
    assert one_camera is not None
    assert one_camera[1] > 1.5
    assert clustered_rate([1], [0]) is None


def test_f1_of_the_share_of_right_ones() -> None:
    """8 right, 1 false, 1 missed: J is 0.8, F1 16/18."""
    assert f1_of_jaccard(0.8) == pytest.approx(16 / 18)
    assert share(1, 4) == 0.25
    assert share(1, 0) is None
