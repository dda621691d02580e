"""Three storms over the real service: a network goes dark and returns, a recorder is slow, many cameras hang.

The cameras are another process, spoken to over real HTTP; the detector sees a tiny input and costs next to nothing.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.clock import SystemClock
from core.look import LookFailure
from core.secrets import Credential
from gridwatch.bench.accounts import Account
from gridwatch.bench.folder import Bench, write_bench_folder
from gridwatch.bench.storm_figures import Seen, StormFigures, back_after_s, on_time_share, peak_per_s
from gridwatch.bench.storm_plan import StormPlan
from gridwatch.beside.child import Child, module
from gridwatch.configuration.loader import load
from gridwatch.engines.local import Ended
from gridwatch.hosting import Hosted, free_port, hosted
from gridwatch.service import Service

WARM_PERIODS = 2.0  # until every camera has been looked at
CONTROL_PERIODS = 4.0  # measured without any storm: what the machine itself costs
CALM_PERIODS = 1.5  # between two storms
RETURN_PERIODS = 5.0  # measured after the end of each: long enough for all to be back
_SLOW_S = 4.0  # a slow recorder's answer, on the reference day: within its deadline of five
_NEVER_S = 3600.0
_TOLD = 5  # alarms that are quoted
_NO_ALARM = frozenset({"back", "right_time"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StormBench:
    """The figures of all storms."""

    plan: StormPlan
    calm_on_time_share: float  # of all cameras, before the first storm
    storms: Mapping[str, StormFigures]
    cpu_s: float  # core-seconds of the service, all storms
    cameras_cpu_s: float  # of the simulated cameras
    rss_mb: float  # most that was resident
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "storms": {name: storm.to_json() for name, storm in self.storms.items()},
            "calm_on_time_share": round(self.calm_on_time_share, 4),
            "cpu_s": round(self.cpu_s, 2),
            "rss_mb": round(self.rss_mb, 1),
            "cameras_cpu_s": round(self.cameras_cpu_s, 2),
            "seconds": round(self.seconds, 1),
            "cameras": self.plan.cameras,
            "period_s": self.plan.period_s,
            "hold_s": self.plan.hold_s,
        }


def duration_s(plan: StormPlan) -> float:
    """Return how long it takes, about."""
    each = plan.hold_s + (CALM_PERIODS + RETURN_PERIODS) * plan.period_s
    return (WARM_PERIODS + CONTROL_PERIODS) * plan.period_s + 3 * each


async def bench_storm(plan: StormPlan, *, progress: Callable[[float], None] = lambda _: None) -> StormBench:
    """Run the three storms one after the other; `progress` is told the seconds that have passed."""
    command = module(
        "gridwatch.bench.storm_cameras", "--cameras", str(plan.cameras), "--period", str(plan.period_s)
    )
    with tempfile.TemporaryDirectory(prefix="gridwatch-storm-") as folder:
        async with Child(command, {}) as cameras:
            loop, seen = asyncio.get_running_loop(), list[Seen]()
            service = Service(
                load(_write(Path(folder), plan, cameras.hello)),
                clock=SystemClock(),
                rng=random.Random(0),  # noqa: S311 - jitter
                watch_files=False,
                on_look=lambda ended: seen.append(_seen(ended, loop.time())),
            )
            async with hosted(service) as host:
                return await _Weather(plan, service, seen, cameras, host, progress).all()


class _Weather:
    """Makes the storms and looks at the service from outside."""

    def __init__(
        self,
        plan: StormPlan,
        service: Service,
        seen: list[Seen],
        cameras: Child,
        host: Hosted,
        progress: Callable[[float], None],
    ) -> None:
        self._plan = plan
        self._service = service
        self._cameras = cameras
        self._host = host
        self._progress = progress
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._seen = seen  # grows while the service runs

    async def all(self) -> StormBench:
        """Warm up, then one storm after the other."""
        plan = self._plan
        await self._pass(WARM_PERIODS * plan.period_s)
        before, told = Account.now(), await self._cameras.ask({"do": "report"})
        began = self._loop.time()
        await self._pass(CONTROL_PERIODS * plan.period_s)
        calm = on_time_share(
            self._seen,
            list(self._service.parts.roster.cameras()),
            start=began,
            end=self._loop.time(),
            period_s=plan.period_s,
        )
        slow, hanging = plan.slow_ones(), plan.hanging_ones()
        storms = {
            "dark": await self._storm(plan.dark_ones(), {"do": "dark"}),
            "slow": await self._storm(slow, {"do": "slow", "cameras": slow, "seconds": _SLOW_S * plan.pace}),
            "timeouts": await self._storm(hanging, {"do": "slow", "cameras": hanging, "seconds": _NEVER_S}),
        }
        after, told_after = Account.now(), await self._cameras.ask({"do": "report"})
        return StormBench(
            plan=plan,
            calm_on_time_share=calm,
            storms=storms,
            cpu_s=after.cpu_s - before.cpu_s,
            cameras_cpu_s=told_after["cpu_s"] - told["cpu_s"],
            rss_mb=after.peak_mb,
            seconds=self._loop.time() - began,
        )

    async def _storm(self, taken: Collection[str], begin: Mapping[str, Any]) -> StormFigures:
        plan = self._plan
        await self._pass(CALM_PERIODS * plan.period_s)
        taken = frozenset(taken)
        others = [camera_id for camera_id in self._service.parts.roster.cameras() if camera_id not in taken]
        with self._service.parts.store.read() as reader:
            seq = reader.last_event_seq()
        held_back = self._service.parts.outages.counts["held_back"]
        start = self._loop.time()
        await self._cameras.ask(begin)
        await self._pass(plan.hold_s)
        await self._cameras.ask({"do": "well"})
        over = self._loop.time()
        await self._pass(RETURN_PERIODS * plan.period_s)
        end = self._loop.time()
        alarms = self._alarms(seq)
        return StormFigures(
            cameras=len(taken),
            on_time_share_of_others=on_time_share(
                self._seen, others, start=start, end=end, period_s=plan.period_s
            ),
            alarms=len(alarms),
            told=alarms[:_TOLD],
            alarms_held_back=self._service.parts.outages.counts["held_back"] - held_back,
            peak_openings_per_s=peak_per_s(self._seen, taken, start=over, end=end),
            peak_openings_during_per_s=peak_per_s(self._seen, taken, start=start, end=over),
            back_on_time_s=back_after_s(self._seen, taken, since=over),
            seconds=end - start,
        )

    def _alarms(self, seq: int) -> list[str]:
        """Return what an operator has heard since this event: news of cameras and outages that went wrong."""
        told: list[str] = []
        with self._service.parts.store.read() as reader:
            while events := reader.events_since(seq):
                seq = events[-1].seq
                for event in events:
                    what = str(event.data.get("what"))
                    if event.kind == "outage" and what == "dark":
                        told.append(str(event.data["why_en"]))
                    elif event.kind == "camera" and what not in _NO_ALARM:
                        told.append(f"{event.ref}: {event.data['why_en']}")
        return told

    async def _pass(self, seconds: float) -> None:
        before = self._loop.time() - self._began
        await self._host.last(seconds, lambda done: self._progress(before + done))


def _seen(ended: Ended, now: float) -> Seen:
    if isinstance(ended, LookFailure):
        return Seen(camera_id=ended.camera_id, began=now - ended.took_s, good=False)
    return Seen(camera_id=ended.frame.camera_id, began=now - ended.frame.took_s, good=True)


def _write(folder: Path, plan: StormPlan, ports: Mapping[str, Any]) -> Path:
    """Write the configs folder of a bench with the storm's own cameras and settings."""
    login = Credential(user="viewer", password="nobody asks for it")  # noqa: S106 - the cameras ask for no login
    bench = Bench(cameras=1, period_s=plan.period_s)
    configs = write_bench_folder(folder, bench, port=ports["http"], login=login, api_port=free_port())
    rows = plan.rows(http=ports["http"], dark_http=ports["dark_http"], rtsp=ports["rtsp"])
    (configs / "cameras" / "fleet.yaml").write_text(
        yaml.dump({"cameras": rows}, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8"
    )
    path = configs / "gridwatch.yaml"
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for section, values in plan.settings().items():
        settings[section] = settings.get(section, {}) | values
    path.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return configs
