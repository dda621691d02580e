"""What a look at a camera costs that offers nothing but a stream: open, one keyframe of the substream, close.

The gate is on and nothing changes, so that the detector runs on first looks only, which are not measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gridwatch.bench.folder import SESSIONS, Bench
from gridwatch.bench.plain import plain
from gridwatch.bench.running import Measured, run_service


@dataclass(frozen=True, kw_only=True, slots=True)
class StreamsBench:
    """The figures of the measured time."""

    cameras: int
    looks: int  # with a picture
    looks_per_s: float  # of wall clock, the simulated cameras' encoders beside on the same cores
    looks_per_core_s: float  # of the service's own core-seconds
    on_time_share: float
    most_sessions: int  # open at the cameras at the same time, as these counted them
    sessions_allowed: int  # by the budget
    cpu_s: float
    cameras_cpu_s: float
    detected_share: float
    rss_mb: float
    failures: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


async def bench_streams(
    bench: Bench, *, seconds: float, warm_s: float, progress: Callable[[float], None] = lambda _: None
) -> StreamsBench:
    """Run the service for `warm_s`, then measure `seconds`; `progress` is told the seconds that have passed."""
    return figures(bench, await run_service(bench, seconds=seconds, warm_s=warm_s, progress=progress))


def figures(bench: Bench, measured: Measured) -> StreamsBench:
    """Put the figures together."""
    return StreamsBench(
        cameras=bench.cameras,
        looks=measured.pictures,
        looks_per_s=measured.pictures / measured.seconds,
        looks_per_core_s=measured.pictures / measured.cpu_s if measured.cpu_s > 0 else 0.0,
        on_time_share=measured.tally.share,
        most_sessions=measured.most_sessions,
        sessions_allowed=SESSIONS,
        cpu_s=measured.cpu_s,
        cameras_cpu_s=measured.cameras_cpu_s,
        detected_share=measured.detected / max(1, measured.pictures),
        rss_mb=measured.peak_mb,
        failures=dict(measured.failures),
    )
