"""Cameras that offer nothing but a stream: what a keyframe costs, and how many sessions are open at once."""

from __future__ import annotations

import pytest

from gridwatch.bench.folder import SESSIONS, Bench
from gridwatch.bench.streams import bench_streams, figures
from tests.gridwatch.bench.test_looks import measured


def test_figures_of_streams() -> None:
    """Keyframes by core-seconds of the service alone; what failed is not counted as one."""
    found = figures(
        Bench(cameras=50, period_s=5, streams=True),
        measured(pictures=180, seconds=10.0, cpu_s=3.0, most_sessions=7, failures={"timeout": 20}),
    )
    assert found.looks_per_core_s == pytest.approx(60)
    assert found.looks_per_s == pytest.approx(18)
    assert (found.most_sessions, found.sessions_allowed) == (7, SESSIONS)
    assert found.to_json()["failures"] == {"timeout": 20}


@pytest.mark.slow
async def test_a_few_streams_over_real_rtsp() -> None:
    """Eight cameras in another process: keyframes come, sessions are opened and given back."""
    bench = Bench(cameras=8, period_s=4, change_share=0.0, streets=1, streams=True)
    found = (await bench_streams(bench, seconds=8, warm_s=8)).to_json()
    assert found["looks"] >= 8
    assert 1 <= found["most_sessions"] <= 8
    assert found["looks_per_core_s"] > 0
