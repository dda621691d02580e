from __future__ import annotations

import sys
import time

import numpy as np
import pytest

from gridwatch.bench.accounts import Account

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


def test_work_and_memory_are_told() -> None:
    """A tenth of a second of work is a tenth of a core-second, and 80 MB are 80 MB."""
    before = Account.now()
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    kept = np.ones(10_000_000)
    after = Account.now()
    assert 0.1 <= after.cpu_s - before.cpu_s < 1
    assert 70 < after.rss_mb - before.rss_mb < 120
    assert after.peak_mb >= after.rss_mb - 1
    assert kept[0] == 1
