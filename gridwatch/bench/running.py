"""The real service in this process, looked at from outside while simulated cameras answer it from another one."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.clock import SystemClock
from core.secrets import Credential
from gridwatch.bench.accounts import Account
from gridwatch.bench.folder import Bench, write_bench_folder
from gridwatch.beside.child import Child, module
from gridwatch.configuration.loader import load
from gridwatch.hosting import Hosted, free_port, hosted
from gridwatch.rubbish import short_collections
from gridwatch.service import Service
from gridwatch.simulator.login import environment_of, fresh_login
from ingest.punctuality import Tally


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What the service did in the measured time."""

    seconds: float
    looks: int  # ended, with a picture or not
    pictures: int
    detected: int  # pictures that went through the detector
    cpu_s: float  # core-seconds of the service
    detector_s: float  # seconds of wall clock in which the detector worked
    rss_mb: float
    peak_mb: float
    cameras_cpu_s: float  # core-seconds of the simulated cameras, which are not the service's
    tally: Tally  # what became of the periods that ended meanwhile
    failures: Mapping[str, int]  # looks that brought no picture, by kind
    gate: Mapping[str, int]  # looks by what the change gate said
    shed: int  # pictures that the detector had no room for
    most_sessions: int = 0  # of streams, open at the cameras at the same time


async def run_service(
    bench: Bench, *, seconds: float, warm_s: float, progress: Callable[[float], None] = lambda _: None
) -> Measured:
    """Run the service against simulated cameras and measure `seconds` of it, after `warm_s`.

    The first looks of a fleet all go through the detector, and graphs are compiled: that is what warming is for.
    """
    login = fresh_login()
    with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        async with simulated_cameras(bench, login) as cameras:
            configs = write_bench_folder(
                Path(folder),
                bench,
                port=cameras.hello["rtsp" if bench.streams else "http"],
                login=login,
                api_port=free_port(),
            )
            service = Service(load(configs), clock=SystemClock(), rng=random.Random(0), watch_files=False)  # noqa: S311 - jitter
            with short_collections():  # as `gridwatch run` does
                async with hosted(service) as host:
                    await host.last(warm_s, progress)
                    return await _measured(
                        service, cameras, host, seconds, lambda done: progress(warm_s + done)
                    )


def simulated_cameras(bench: Bench, login: Credential) -> Child:
    """Return the cameras of a bench as a process that is not yet started."""
    command = module(
        "gridwatch.bench.cameras",
        *("--cameras", str(bench.cameras)),
        *("--period", str(bench.period_s)),
        *("--change-share", str(bench.change_share)),
        *("--streets", str(bench.streets)),
        *(["--streams"] if bench.streams else []),
    )
    return Child(command, environment_of(login))


async def _measured(
    service: Service,
    cameras: Child,
    host: Hosted,
    seconds: float,
    progress: Callable[[float], None],
) -> Measured:
    told, report, before = await cameras.ask({"do": "report"}), service.parts.engine.report(), Account.now()
    looks, counters, gate = (
        Counter(service.parts.metrics.looks()),
        service.parts.batcher.counters,
        dict(service.parts.gating.counts),
    )
    await host.last(seconds, progress)
    after, later = Account.now(), service.parts.engine.report()
    told_after = await cameras.ask({"do": "report"})
    now = service.parts.batcher.counters
    ended = {outcome: count - looks[outcome] for outcome, count in service.parts.metrics.looks().items()}
    return Measured(
        seconds=seconds,
        looks=sum(ended.values()),
        pictures=ended.pop("picture", 0),
        failures={kind: count for kind, count in ended.items() if count},
        detected=now.pictures - counters.pictures,
        cpu_s=after.cpu_s - before.cpu_s,
        detector_s=now.infer_s - counters.infer_s,
        rss_mb=after.rss_mb,
        peak_mb=after.peak_mb,
        cameras_cpu_s=told_after["cpu_s"] - told["cpu_s"],
        tally=later.total.since(report.total),
        gate={name: count - gate.get(name, 0) for name, count in service.parts.gating.counts.items()},
        shed=now.shed - counters.shed,
        most_sessions=told_after["sessions"],
    )
