"""Runtimes that run a batch as one tensor."""

from __future__ import annotations

import numpy as np

from tests.builders_detectors import ScriptedNetwork


def test_all_is_written_before_any_is_run() -> None:
    """Each picture is written once, in order, and the batch is run once."""
    network = ScriptedNetwork(lambda batch: batch[:, 0, :1, :1])
    batch = np.zeros((3, 3, 8, 8), np.float32)
    answers = [float(answer[0, 0]) for answer in network.flow(batch, lambda i: batch[i].fill(i + 1))]
    assert answers == [1, 2, 3]
    assert network.batches == [3]
