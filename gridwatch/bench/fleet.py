"""A whole fleet, each camera looked at once a period: who was looked at on time, and what it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gridwatch.bench.folder import Bench
from gridwatch.bench.plain import plain
from gridwatch.bench.running import Measured, run_service

_FIRST_PER_S = 20.0  # first looks, each through the detector, that two cores do a second with room to spare
_COMPILED_S = 120.0  # graphs for every size of batch, and the first period


@dataclass(frozen=True, kw_only=True, slots=True)
class FleetBench:
    """The figures of the measured time."""

    cameras: int
    period_s: float
    seconds: float
    on_time_share: float  # of the periods that ended, how many had a picture on time
    looks: int
    late_p50_s: float  # from due to start; upper bounds of a histogram's bins
    late_p99_s: float
    cpu_s: float  # core-seconds of the service
    cores: float  # cores it kept busy
    cameras_cpu_s: float  # core-seconds of the simulated cameras, which ran on the same machine
    detected_share: float  # of the pictures, how many went through the detector
    rss_mb: float  # most that was resident
    shed: dict[str, int]
    failures: dict[str, int]
    gate: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


def first_looks_s(bench: Bench) -> float:
    """Return the seconds after which every camera has been looked at once: the gate knows none before."""
    return max(_COMPILED_S, bench.cameras / _FIRST_PER_S)


async def bench_fleet(
    bench: Bench, *, seconds: float, warm_s: float, progress: Callable[[float], None] = lambda _: None
) -> FleetBench:
    """Run the service for `warm_s`, then measure `seconds`; `progress` is told the seconds that have passed."""
    return figures(bench, await run_service(bench, seconds=seconds, warm_s=warm_s, progress=progress))


def figures(bench: Bench, measured: Measured) -> FleetBench:
    """Put the figures together."""
    return FleetBench(
        cameras=bench.cameras,
        period_s=bench.period_s,
        seconds=measured.seconds,
        on_time_share=measured.tally.share,
        looks=measured.looks,
        late_p50_s=measured.tally.lateness_s(0.5),
        late_p99_s=measured.tally.lateness_s(0.99),
        cpu_s=measured.cpu_s,
        cores=measured.cpu_s / measured.seconds,
        cameras_cpu_s=measured.cameras_cpu_s,
        detected_share=measured.detected / max(1, measured.pictures),
        rss_mb=measured.peak_mb,
        shed={"pictures": measured.shed},
        failures=dict(measured.failures),
        gate=dict(measured.gate),
    )
