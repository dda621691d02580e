"""What a look costs beside its limit: decoding the picture and running the model on it, alone in a loop."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from core.config.settings.detecting import ModelChoice
from detectors.model import read_model
from gridwatch.bench.folder import Bench, model_folder
from gridwatch.bench.limit import Limit, between, measure_limit
from gridwatch.bench.plain import plain
from gridwatch.bench.running import Measured, run_service, simulated_cameras
from gridwatch.simulator.login import fresh_login

LOAD = (
    0.5  # of what the cores could do at the limit: the service must not be starved by the cameras beside it
)
WARM_S = 15.0
GATED_TIMES = 4  # so much oftener come looks without change, or what is spent between looks would weigh most
_SAMPLE = 16  # pictures for the limit
_ROUNDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class LooksBench:
    """The figures. A look is one picture taken over HTTP and carried through every stage."""

    looks_per_core_s: float  # with the detector on every look
    limit_looks_per_core_s: float  # decode and inference alone
    ratio: float  # of these two; 1 would be a service that costs nothing
    gated_cost_share: float  # core-seconds of a look without change, of one with the detector
    decode_ms: float  # core-milliseconds of a picture, in the loop
    infer_ms: float
    overhead_ms: float  # of a look, beside these two
    gated_ms: float  # of a look without change, all in all
    rss_mb: float  # most that was resident
    cameras: int
    looks: int  # measured with the detector
    gated_looks: int
    detected_share: float  # of the looks that were to be gated, how many the detector ran on all the same

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


async def bench_looks(
    *, seconds: float, cameras: int, model: str, progress: Callable[[float], None] = lambda _: None
) -> LooksBench:
    """Measure `seconds` of looks with the detector on each, and as many in which nothing changes.

    Args:
        seconds: of each of the two.
        cameras: simulated ones, in a process of their own.
        model: model folder.
        progress: told the seconds that have passed, of `duration_s(seconds)`.
    """
    bench = Bench(cameras=cameras, period_s=60, gate="off", change_share=0.2, model=model)
    choice = ModelChoice()
    async with simulated_cameras(bench, fresh_login()) as served:
        told = await served.ask({"do": "sample", "count": _SAMPLE})
    jpegs = [base64.b64decode(one) for one in told["jpegs"]]

    def measured() -> Limit:
        opened = read_model(model_folder(model))
        return measure_limit(opened, choice, jpegs, rounds=_ROUNDS, batch=choice.batch, load=LOAD)

    before = measured()
    rate = LOAD * before.looks_per_core_s * (os.cpu_count() or 1)
    bench = replace(bench, period_s=cameras / rate)
    with_detector = await run_service(bench, seconds=seconds, warm_s=WARM_S, progress=progress)
    limit = between(before, measured())  # a shared machine is not as fast now as it was a minute ago
    gated = await run_service(
        replace(bench, gate="on", change_share=0.0, period_s=bench.period_s / GATED_TIMES),
        seconds=seconds,
        warm_s=max(WARM_S, 2 * bench.period_s),
        progress=lambda done: progress(seconds + WARM_S + done),
    )
    return figures(limit, with_detector, gated, cameras=cameras)


def duration_s(seconds: float) -> float:
    """Return about how long `bench_looks` measures."""
    return 2 * (seconds + WARM_S)


def figures(limit: Limit, with_detector: Measured, gated: Measured, *, cameras: int) -> LooksBench:
    """Lay the two measured times beside the limit."""
    cost_ms, gated_ms = (1000 * one.cpu_s / max(1, one.looks) for one in (with_detector, gated))
    return LooksBench(
        looks_per_core_s=1000 / cost_ms,
        limit_looks_per_core_s=limit.looks_per_core_s,
        ratio=1000 / cost_ms / limit.looks_per_core_s,
        gated_cost_share=gated_ms / cost_ms,
        decode_ms=limit.decode_ms,
        infer_ms=limit.infer_ms,
        overhead_ms=cost_ms - limit.decode_ms - limit.infer_ms,
        gated_ms=gated_ms,
        rss_mb=max(with_detector.peak_mb, gated.peak_mb),
        cameras=cameras,
        looks=with_detector.looks,
        gated_looks=gated.looks,
        detected_share=gated.detected / max(1, gated.pictures),
    )
