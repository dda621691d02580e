from __future__ import annotations

import pytest

from gridwatch.bench.folder import Bench
from gridwatch.bench.running import run_service


@pytest.mark.slow
async def test_what_is_measured_begins_after_the_warming() -> None:
    """With the gate off the detector sees every picture, and progress is told to the end."""
    told: list[float] = []
    bench = Bench(cameras=8, period_s=4, gate="off", change_share=0.0, streets=1)
    found = await run_service(bench, seconds=6, warm_s=6, progress=told.append)
    assert 8 <= found.looks <= 20
    assert found.detected >= found.pictures - 2  # a look under way at the border counts on one side only
    assert 0 < found.detector_s < 12
    assert found.rss_mb > 100
    assert told == sorted(told)
    assert told[-1] > 9
