"""Gridwatch beside programs that hold every stream open: the same clips, weights and machine, one after the other.

Each program is a process of its own, its CPU time is its own account; the cameras are another process and not counted.
Programs that hold streams are measured holding few and many, and looking at many: the slope is what a stream costs, the
rest what a look costs, and from both follows what a period between looks costs. Gridwatch is measured at a short and at
a long period, and all of its CPU time counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from core.errors import GridwatchError
from core.secrets import Credential
from gridwatch.bench.cameras import names
from gridwatch.bench.folder import model_folder
from gridwatch.bench.peers_figures import (
    Absent,
    Dead,
    Figures,
    NothingSeen,
    held_cost,
    look_cost,
    memory,
    ratio,
)
from gridwatch.bench.peers_run import (
    OPEN_S,
    SETTLE_S,
    NotHere,
    Program,
    Running,
    dead_from_the_start,
    dies,
    opened,
)
from gridwatch.beside.child import Child, module
from gridwatch.repository import REPOSITORY
from gridwatch.simulator.login import environment_of, fresh_login
from ingest.rtsp import with_login

_DYING_S = 10.0  # measured while a camera is dead, at least

Access = Literal["rtsp", "snapshots"]
PEERS: Mapping[str, tuple[str, ...]] = {
    "ultralytics": ("ultralytics_streams.py",),
    "inference": ("inference_pipeline.py", "inference_loop.py"),  # the second where the first cannot run
    "opencv_threads": ("opencv_threads.py",),
}
"""Programs in benchmarks/peers by the name of what they stand for."""

SAME_WORK = "rtsp_gate_off"
"""The way of Gridwatch that does what the peers do: the same streams, the detector on every look."""

WAYS: tuple[tuple[Access, str], ...] = (
    ("rtsp", "off"),
    ("rtsp", "on"),
    ("snapshots", "off"),
    ("snapshots", "on"),
)
"""Ways of Gridwatch: how it comes by pictures, and whether the change gate is on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeersPlan:
    """What is measured."""

    seconds: float = 10.0  # of every measured time
    few: int = 4  # cameras
    many: int = 8
    fleet: int = 80  # cameras that Gridwatch alone looks at, at the long period
    period_s: float = 1.0
    long_s: float = 10.0
    clips: tuple[Path, ...] = ()  # rendered streets without
    clip_seconds: int = 20
    size: tuple[int, int] = (640, 360)  # of the streams
    fps: int = 15
    model: str = "models/default"
    inference_python: str = sys.executable  # the Python that has Roboflow's inference
    peers: tuple[str, ...] = tuple(PEERS)
    ways: tuple[tuple[Access, str], ...] = WAYS
    dead_wait_s: float = 12.0  # longer than a start with all well, for the others when one is dead


@dataclass(frozen=True, kw_only=True, slots=True)
class PeersBench:
    """The figures of all."""

    plan: PeersPlan
    gridwatch: Mapping[str, Figures | Absent]  # by way: access and gate
    peers: Mapping[str, Figures | Absent]
    seconds: float  # of wall clock

    def ratio(self, period_s: float, mode: str = SAME_WORK) -> float | None:
        """Return Gridwatch's cameras per core over those of the best peer."""
        ours = self.gridwatch.get(mode, Absent(why="not asked for"))
        return ratio(ours, list(self.peers.values()), period_s)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        plan = self.plan
        return {
            "gridwatch": {name: found.to_json() for name, found in self.gridwatch.items()},
            **{name: found.to_json() for name, found in self.peers.items()},
            "ratio_60s": _rounded(self.ratio(60)),
            "ratio_1s": _rounded(self.ratio(1)),
            "ratios": {
                name: {f"{period:g}": _rounded(self.ratio(period, name)) for period in (1, 5, 60)}
                for name in self.gridwatch
            },
            "streams": {
                "size": list(plan.size),
                "fps": plan.fps,
                "clips": [clip.name for clip in plan.clips],
            },
            "cameras": {"few": plan.few, "many": plan.many, "fleet": plan.fleet, "long_s": plan.long_s},
            "measured_s": plan.seconds,
            "seconds": round(self.seconds, 1),
        }


def duration_s(plan: PeersPlan) -> float:
    """Return about how long it takes."""
    peer = 3 * 8 + 4 * (plan.seconds + SETTLE_S) + plan.dead_wait_s
    ours = 2 * 6 + 2 * plan.seconds + 2 * plan.long_s
    return len(plan.peers) * peer + len(plan.ways) * ours + 2 * plan.seconds + plan.dead_wait_s


async def bench_peers(plan: PeersPlan, *, progress: Callable[[float], None] = lambda _: None) -> PeersBench:
    """Measure all, one after the other; `progress` is told the seconds that have passed."""
    began = time.monotonic()
    login = fresh_login()
    with tempfile.TemporaryDirectory(prefix="gridwatch-peers-") as work:
        async with _cameras(plan, login) as cameras:
            bench = _Side(plan, login, cameras, Path(work))
            peers: dict[str, Figures | Absent] = {}
            for name in plan.peers:
                peers[name] = await bench.peer(name, PEERS[name])
                progress(time.monotonic() - began)
            ours: dict[str, Figures | Absent] = {}
            for access, gate in plan.ways:
                ours[f"{access}_gate_{gate}"] = await bench.gridwatch(access, gate)
                progress(time.monotonic() - began)
    return PeersBench(plan=plan, gridwatch=ours, peers=peers, seconds=time.monotonic() - began)


def _cameras(plan: PeersPlan, login: Credential) -> Child:
    command = module(
        "gridwatch.bench.peers_cameras",
        *("--cameras", str(max(plan.many, plan.fleet))),
        *(part for clip in plan.clips for part in ("--clip", str(clip))),
        *("--clip-seconds", str(plan.clip_seconds)),
        *("--size", *map(str, plan.size)),
        *("--fps", str(plan.fps)),
    )
    return Child(command, environment_of(login))


@dataclass(kw_only=True, slots=True)
class _Opening:
    """What is learned while a program is measured."""

    what: str = ""
    first_s: float | None = None
    all_s: float | None = None
    dead: Dead = field(default_factory=Dead)


class _Side:
    """Measures one program after the other against the same cameras."""

    def __init__(self, plan: PeersPlan, login: Credential, cameras: Child, work: Path) -> None:
        self._plan = plan
        self._login = login
        self._cameras = cameras
        self._work = work
        self._few, self._many = names(plan.few), names(plan.many)

    async def peer(self, name: str, scripts: Sequence[str]) -> Figures | Absent:
        """Measure a peer by the first of its programs that runs here and looks at its cameras at all."""
        why = ""
        for script in scripts:
            try:
                found = await self._held(self._peer_program(name, script))
            except (NotHere, NothingSeen) as absent:
                why = f"{script}: {absent}"
            except GridwatchError as failed:
                return Absent(why=str(failed))
            else:
                return replace(found, note=f"instead of {why}") if why else found
        return Absent(why=why)

    async def gridwatch(self, access: Access, gate: str) -> Figures | Absent:
        """Measure the service, looking one way."""
        plan, program = self._plan, self._service_program(access, gate)
        told = _Opening()
        try:
            async with opened(program, self._many, plan.period_s) as running:
                await self._seen(running, told)
                short = await running.window(plan.seconds)
                if gate == "off":
                    told.dead = Dead(on_time_share_of_others=await self._dying(running))
            fleet = names(plan.fleet)
            async with opened(program, fleet, plan.long_s) as running:
                await running.until_seen(fleet, OPEN_S + plan.long_s)
                long = await running.window(max(plan.seconds, plan.long_s))
            if (access, gate) == (
                "rtsp",
                "off",
            ):  # what a dead camera does then is asked of the streams alone
                await self._dead_at_start(program, told)
        except GridwatchError as failed:
            return Absent(why=str(failed))
        base_mb, each_mb = memory(short, long)
        return Figures(
            what=told.what,
            cost=look_cost({plan.period_s: short, min(5.0, plan.long_s): long}),
            base_mb=base_mb,
            mb_per_camera=each_mb,
            first_s=told.first_s,
            all_s=told.all_s,
            dead=told.dead,
            detected_share=(short.detected + long.detected) / (len(short.looks) + len(long.looks)),
        )

    async def _held(self, program: Program) -> Figures:
        """Measure a program that holds its streams: few, many, many looked at, one of them dying."""
        plan, told = self._plan, _Opening()
        async with opened(program, self._few, plan.period_s) as running:
            await self._seen(running, told)
            await running.pace(None)
            few = await running.window(plan.seconds)
        async with opened(program, self._many, plan.period_s) as running:
            await self._seen(running, told)
            looking = await running.window(plan.seconds)
            await running.pace(None)
            many = await running.window(plan.seconds)
            await running.pace(plan.period_s)
            told.dead = Dead(on_time_share_of_others=await self._dying(running))
        await self._dead_at_start(program, told)
        base_mb, each_mb = memory(few, looking)
        return Figures(
            what=told.what,
            cost=held_cost(few, many, looking),
            base_mb=base_mb,
            mb_per_camera=each_mb,
            first_s=told.first_s,
            all_s=told.all_s,
            dead=told.dead,
        )

    async def _seen(self, running: Running, told: _Opening) -> None:
        """Wait for every camera's first look; what is told last stands, as the first start may have had to export."""
        told.what = running.what
        told.first_s, told.all_s = await running.until_seen(running.cameras, OPEN_S)

    async def _dying(self, running: Running) -> float:
        plan = self._plan
        seconds = max(_DYING_S, plan.seconds)
        return await dies(running, plan.period_s, cameras_are=self._cameras, seconds=seconds)

    async def _dead_at_start(self, program: Program, told: _Opening) -> None:
        plan = self._plan
        # As long as it took when all were well, and then some.
        wait_s = (told.all_s or OPEN_S) + plan.dead_wait_s
        dead = await dead_from_the_start(
            program, self._few, plan.period_s, cameras_are=self._cameras, wait_s=wait_s
        )
        told.dead = replace(dead, on_time_share_of_others=told.dead.on_time_share_of_others)

    def _peer_program(self, name: str, script: str) -> Program:
        plan, log = self._plan, self._work / f"{name}.log"
        python = plan.inference_python if script == "inference_pipeline.py" else sys.executable
        port = self._cameras.hello["rtsp"]

        def order(cameras: Sequence[str], every_s: float) -> Mapping[str, Any]:
            return {
                "do": "open",
                "urls": {
                    one: with_login(f"rtsp://127.0.0.1:{port}/cam/{one}/sub", self._login) for one in cameras
                },
                "fps": plan.fps,
                "every_s": every_s,
                "model": str(model_folder(plan.model)),
                "work": str(self._work),
                "log": str(log),
            }

        return Program(
            name=name,
            command=[python, str(REPOSITORY / "benchmarks" / "peers" / script)],
            environment={"YOLO_CONFIG_DIR": str(self._work)},
            order=order,
            log=log,
        )

    def _service_program(self, access: Access, gate: str) -> Program:
        plan = self._plan
        port = self._cameras.hello["rtsp" if access == "rtsp" else "http"]

        def order(cameras: Sequence[str], every_s: float) -> Mapping[str, Any]:
            return {
                "do": "open",
                "cameras": len(cameras),
                "port": port,
                "access": access,
                "gate": gate,
                "every_s": every_s,
                "model": plan.model,
            }

        return Program(
            name="gridwatch",
            command=module("gridwatch.bench.peers_service"),
            environment=environment_of(self._login),
            order=order,
            log=self._work / "gridwatch.log",
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
