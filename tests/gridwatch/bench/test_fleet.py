from __future__ import annotations

import pytest

from gridwatch.bench.fleet import bench_fleet, figures, first_looks_s
from gridwatch.bench.folder import Bench
from ingest.punctuality import Tally
from tests.gridwatch.bench.test_looks import measured


def test_figures_of_a_fleet() -> None:
    """Share on time, cores, and what was shed and failed by name."""
    tally = Tally(due=200, on_time=198, late=2, lateness=(150, 40, 0, 8, *[0] * 10))
    bench = Bench(cameras=50, period_s=5)
    found = figures(bench, measured(tally=tally, shed=3, detected=20, failures={"timeout": 2}))
    assert found.on_time_share == pytest.approx(0.99)
    assert (found.late_p50_s, found.late_p99_s) == (0.05, 0.5)
    assert found.cores == pytest.approx(0.5)
    assert found.detected_share == pytest.approx(0.2)
    assert (found.shed, found.failures) == ({"pictures": 3}, {"timeout": 2})
    assert set(found.to_json()) >= {
        "on_time_share", "looks", "late_p50_s", "late_p99_s", "cpu_s", "rss_mb", "shed", "failures",
    }  # fmt: skip


def test_a_fleet_is_warm_once_each_camera_has_been_seen() -> None:
    """Two minutes at least; a large one takes as long as its first looks."""
    assert first_looks_s(Bench(cameras=100, period_s=60)) == 120
    assert first_looks_s(Bench(cameras=7396, period_s=60)) == pytest.approx(369.8)


@pytest.mark.slow
@pytest.mark.alone
async def test_a_small_fleet_over_real_http() -> None:
    """Sixteen cameras in another process, looked at by the real service: on time, gated, accounted for."""
    bench = Bench(cameras=16, period_s=4, change_share=0.0, streets=1)
    found = (await bench_fleet(bench, seconds=8, warm_s=8)).to_json()
    assert found["looks"] >= 24
    assert found["on_time_share"] > 0.8
    assert found["gate"]["unchanged"] > found["looks"] / 2
    assert found["detected_share"] < 0.5
    assert found["cpu_s"] > 0
    assert found["cameras_cpu_s"] > 0


@pytest.mark.slow
@pytest.mark.alone
async def test_too_large_a_fleet_is_late_and_fetches_nothing_in_vain() -> None:
    """Four times the looks that the detector can follow: they wait, and hardly a picture is turned away."""
    bench = Bench(cameras=150, period_s=1, gate="off", change_share=0.0, streets=1)
    found = (await bench_fleet(bench, seconds=8, warm_s=8)).to_json()
    assert found["looks"] >= 40
    assert found["on_time_share"] < 0.9
    assert found["shed"]["pictures"] < found["looks"] / 10
