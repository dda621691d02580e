from __future__ import annotations

from typing import Any

import pytest

from gridwatch.bench.limit import Limit
from gridwatch.bench.looks import duration_s, figures
from gridwatch.bench.running import Measured
from ingest.punctuality import Tally


def measured(**changes: Any) -> Measured:
    """A hundred looks in ten seconds for five core-seconds."""
    values: dict[str, Any] = {
        "seconds": 10, "looks": 100, "pictures": 100, "detected": 100, "cpu_s": 5.0, "detector_s": 3.0,
        "rss_mb": 400.0, "peak_mb": 450.0, "cameras_cpu_s": 1.0, "tally": Tally(due=100, on_time=99, late=1),
        "failures": {}, "gate": {}, "shed": 0,
    }  # fmt: skip
    return Measured(**values | changes)


def test_ratio_and_shares() -> None:
    """50 ms a look beside a limit of 40 ms: 0.8 of it, 10 ms of overhead; 4 ms a quiet look: 0.08."""
    found = figures(
        Limit(decode_ms=10, infer_ms=30),
        measured(),
        measured(cpu_s=0.4, detected=3, peak_mb=470.0),
        cameras=50,
    )
    assert found.ratio == pytest.approx(0.8)
    assert found.looks_per_core_s == pytest.approx(20)
    assert found.overhead_ms == pytest.approx(10)
    assert found.gated_cost_share == pytest.approx(0.08)
    assert found.rss_mb == 470
    assert found.detected_share == pytest.approx(0.03)
    assert set(found.to_json()) >= {
        "looks_per_core_s", "limit_looks_per_core_s", "ratio", "gated_cost_share", "decode_ms", "infer_ms",
        "overhead_ms", "rss_mb",
    }  # fmt: skip


def test_it_says_how_long_it_takes() -> None:
    """Two measured times, and warming before each."""
    assert duration_s(60) > 120
