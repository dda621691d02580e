"""Percentiles of groups, against sorting each by itself."""

from __future__ import annotations

import random

import numpy as np
import pytest

from alerts.figures.groups import counts, percentile, percentiles


@pytest.mark.parametrize("groups", [1, 2, 7])
def test_percentiles_are_those_of_each_group(groups):
    """Nearest rank: a value that some case really had, also of one, of two and of none."""
    rng = random.Random(groups)
    keys = np.array([rng.randrange(groups) for _ in range(50)], np.int64)
    spans = np.array([rng.randrange(10**9) for _ in range(50)], np.int64)
    found = percentiles(keys, groups + (groups > 1), spans, (0.5, 0.9))
    for group in range(groups):
        mine = spans[keys == group].tolist()
        assert found[0, group] == percentile(mine, 0.5)
        assert found[1, group] == percentile(mine, 0.9)
    if groups > 1:
        assert found[:, groups].tolist() == [-1, -1]


def test_nothing_has_no_percentile():
    """An empty time answers with nothing, not with nought."""
    empty = np.array([], np.int64)
    assert percentiles(empty, 1, empty, (0.5,)).tolist() == [[-1]]
    assert percentile([3, 1, 2], 0.5) == 2


def test_counts_of_some():
    """Only rows that are kept count."""
    keys = np.array([0, 1, 1, 2])
    assert counts(keys, 4).tolist() == [1, 2, 1, 0]
    assert counts(keys, 4, np.array([True, False, True, False])).tolist() == [1, 1, 0, 0]
