from __future__ import annotations

import pytest

from gridwatch.bench.storm import bench_storm, duration_s
from gridwatch.bench.storm_plan import StormPlan


def test_it_says_how_long_it_takes() -> None:
    """For the progress bar: three storms, calm before and return after each."""
    plan = StormPlan(cameras=200, period_s=6, dark=40, timeouts=27, hold_s=30)
    assert duration_s(plan) == pytest.approx(36 + 3 * (30 + 39))


@pytest.mark.slow
@pytest.mark.alone
async def test_three_small_storms_over_real_http() -> None:
    """One alarm for the dark owner, none for the slow recorder, one for those that hang; all are back."""
    plan = StormPlan(cameras=90, period_s=3, dark=18, timeouts=12, slow=6, hold_s=9)
    found = (await bench_storm(plan)).to_json()
    storms = found["storms"]
    assert set(storms) == {"dark", "slow", "timeouts"}
    assert storms["dark"]["alarms"] == 1
    assert "owner property dark" in storms["dark"]["told"][0]
    assert storms["slow"]["alarms"] == 0
    assert storms["timeouts"]["alarms"] <= 2
    assert storms["dark"]["back_on_time_s"] is not None
    assert storms["dark"]["on_time_share_of_others"] > 0.8, "on a machine under load"
    assert found["calm_on_time_share"] > 0.8
    assert found["cpu_s"] > 0
    assert found["rss_mb"] > 50
