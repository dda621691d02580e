"""A whole district probed, with real SOAP to cameras in another process: how long, what it costs, is it right."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from gridwatch.bench.accounts import Account
from gridwatch.bench.plain import plain
from gridwatch.bench.probe_fleet import CANNOT_BE_LOOKED_AT, Simulated, draw_fleet
from gridwatch.bench.probe_folder import write_probe_folder
from gridwatch.beside.child import Child, module
from gridwatch.configuration.loader import load
from gridwatch.probing.asker import asker
from gridwatch.probing.round import Wish, run_round
from gridwatch.simulator.login import environment_of, fresh_login
from ingest.onvif import ProbeResult

_PEER_S = 10.0  # seconds of a peer's camera at worst, on a busy machine


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A camera of which the probe said something else than is true."""

    camera: str
    fault: str | None
    expected: tuple[str, ...]  # codes
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeBench:
    """The figures of one round, from reading the configuration to the last answer."""

    cameras: int
    faults: float  # share that was broken
    seed: int
    threads: int
    pictures: bool  # whether a snapshot of each was taken and judged
    seconds: float
    load_s: float  # of these, to read the configuration
    cpu_s: float  # core-seconds of the probing process
    cpu_ms_per_camera: float
    rss_mb: float  # most that was resident
    found: int  # cameras that can be looked at, by the probe
    broken: int  # cameras that cannot
    by_fault: Mapping[
        str, Mapping[str, float]
    ]  # fault -> cameras, verdicts that were right, seconds of the slowest
    right_verdicts: int  # cameras of which the probe said all that is true and nothing else
    wrong_verdicts: tuple[Verdict, ...]
    requests_per_camera: float
    connections_per_camera: float
    simulator_cpu_s: float  # core-seconds of the simulated cameras, which ran on the same machine
    peer: Mapping[str, float]  # one `ONVIFCamera` per camera, on a sample; empty without one

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return plain(self)


def bench_probe(
    *,
    cameras: int,
    faults: float,
    seed: int = 0,
    threads: int = 48,
    sample: int = 12,
    pictures: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> ProbeBench:
    """Probe a simulated fleet and hold the answers against what is true of it.

    Args:
        cameras: how many.
        faults: the share that is broken.
        seed: of who is broken and how.
        threads: devices asked at once.
        sample: cameras that a stock client asks for comparison, after the round; 0 for none.
        pictures: whether a snapshot of each is taken and judged as well, and some of the faults are of pictures.
        progress: told the cameras that have answered.
    """
    login = fresh_login()
    environment = environment_of(login)
    fleet = draw_fleet(cameras, faults=faults, seed=seed, login=login, pictures=pictures)
    arguments = ["--cameras", str(cameras), "--faults", str(faults), "--seed", str(seed)]
    arguments += ["--pictures"] if pictures else []
    served = Child(module("gridwatch.bench.probe_cameras", *arguments), environment)
    # A Runner, so that the loop stands still while we probe and Ctrl-C reaches us, not a task.
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        runner.run(served.__aenter__())
        try:
            ports = served.hello["port"], served.hello["closed_port"]
            configs = write_probe_folder(Path(folder), fleet, ports=ports, login=login)
            before = runner.run(served.ask({}))
            account, began = Account.now(), time.perf_counter()
            results, load_s = _round(configs, Path(folder) / "probe.jsonl", threads, pictures, progress)
            seconds, spent = time.perf_counter() - began, Account.now()
            after = runner.run(served.ask({}))
            peer = _peer(fleet, ports[0], sample, environment)
        finally:
            runner.run(served.__aexit__(None, None, None))
    right, wrong, by_fault = judge(fleet, results)
    cpu_s = spent.cpu_s - account.cpu_s
    return ProbeBench(
        cameras=cameras,
        faults=faults,
        seed=seed,
        threads=threads,
        pictures=pictures,
        seconds=seconds,
        load_s=load_s,
        cpu_s=cpu_s,
        cpu_ms_per_camera=1000 * cpu_s / cameras,
        rss_mb=spent.peak_mb,
        found=sum(one.ok for one in results),
        broken=sum(not one.ok for one in results),
        by_fault=by_fault,
        right_verdicts=right,
        wrong_verdicts=wrong,
        requests_per_camera=(after["requests"] - before["requests"]) / cameras,
        connections_per_camera=(after["connections"] - before["connections"]) / cameras,
        simulator_cpu_s=after["cpu_s"] - before["cpu_s"],
        peer=peer,
    )


def judge(
    fleet: Sequence[Simulated], results: Sequence[ProbeResult]
) -> tuple[int, tuple[Verdict, ...], dict[str, dict[str, float]]]:
    """Hold answers against the truth: how many are right, those that are not, and both by fault."""
    said = {result.camera_id: result for result in results}
    wrong: list[Verdict] = []
    cameras: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    for one in fleet:
        name, result = one.fault or "none", said.get(one.device.id)
        codes = frozenset(problem.code for problem in result.problems) if result else frozenset({"not asked"})
        cameras[name] += 1
        slowest[name] = max(slowest.get(name, 0.0), result.took_s if result else 0.0)
        usable = one.fault is None or one.fault not in CANNOT_BE_LOOKED_AT
        if result is None or codes != one.codes or result.ok is not usable:
            missed[name] += 1
            wrong.append(
                Verdict(
                    camera=one.device.id,
                    fault=one.fault,
                    expected=tuple(sorted(one.codes)),
                    said=tuple(sorted(codes)),
                )
            )
    by_fault = {
        name: {"cameras": count, "right": count - missed[name], "slowest_s": round(slowest[name], 3)}
        for name, count in sorted(cameras.items())
    }
    return len(fleet) - len(wrong), tuple(wrong), by_fault


def _round(
    configs: Path, journal: Path, threads: int, pictures: bool, progress: Callable[[float], None]
) -> tuple[list[ProbeResult], float]:
    """Do what `gridwatch cameras probe` does; return the answers and the seconds that reading took."""
    clock = SystemClock()
    began = clock.monotonic()
    configuration = load(configs)
    load_s = clock.monotonic() - began
    with asker(configuration, clock, pictures=pictures) as ask:
        came = run_round(
            Wish(configs=configs, cameras=tuple(configuration.cameras.values())),
            settings=configuration.settings,
            journal=journal,
            threads=threads,
            ask=ask,
            clock=clock,
            told=lambda done, _: progress(done),
        )
    if not came.whole:
        raise KeyboardInterrupt
    return [entry.result for entry in came.entries], load_s


def _peer(
    fleet: Sequence[Simulated], port: int, sample: int, environment: Mapping[str, str]
) -> dict[str, float]:
    """Let stock clients ask some of the cameras that any client gets along with, in a process of its own."""
    hosts = [(one.host, port) for one in fleet if one.plain][: sample + 1]
    if sample < 1 or len(hosts) < 2:
        return {}
    done = subprocess.run(  # noqa: S603 - a module of ours
        module("gridwatch.bench.probe_peer"),
        input=json.dumps({"cameras": hosts}) + "\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it logs what it could not do at every camera
        env={**os.environ, **environment},
        text=True,
        check=True,
        timeout=30 + _PEER_S * len(hosts),
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: round(value, 4) for name, value in figures.items()}
