"""The demo: a simulated district in a process of its own, the real service in this one."""

from __future__ import annotations

import asyncio
import json
import random
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.geo import LonLat
from gridwatch.beside.child import Child, module
from gridwatch.cli.show import out
from gridwatch.configuration.loader import load
from gridwatch.demo.folder import DemoSecrets, fresh_folder, write_demo_folder
from gridwatch.demo.people import NAME, add_demo_user
from gridwatch.demo.report import DemoReport, demo_report, raised
from gridwatch.demo.score import score
from gridwatch.demo.story import Story
from gridwatch.hosting import free_port, hosted
from gridwatch.service import Service
from gridwatch.simulator.login import environment_of
from gridwatch.workbench.truth import TrueEvent

GRACE_S = 60.0  # the heap may have been cleared just before the end: its proof is waited for
# Fast enough to be seen in two minutes: filed, a crew sent, the heap gone, called handled. The first crew does nothing
# and says that it has: its case is reopened.
CITY = {
    "files": True,
    "dispatch_s": 3.0,
    "handling_s": 2.0,
    "handle_s": 10.0,
    "report_s": 3.0,
    "false_reports": 1,
}


async def run_demo(*, seconds: float, seed: int, folder: Path, headless: bool) -> DemoReport:
    """Run the whole loop for `seconds` and return what came of it, against the truth."""
    fresh_folder(folder)
    keys = DemoSecrets.fresh()
    api_port = free_port()
    district = Child(
        module(
            "gridwatch.simulator.serve",
            "--seed",
            str(seed),
            "--seconds",
            str(seconds),
            "--plan",
            json.dumps(CITY),
        ),
        {
            "GRIDWATCH_SIM_SECRET": keys.platform,
            "GRIDWATCH_SIM_CALLBACK_SECRET": keys.callback,
            **environment_of(keys.login),
        },
    )
    out.print("Rendering the simulated district: about a quarter of a minute ...")
    async with district:
        configs = write_demo_folder(
            folder,
            seed=seed,
            seconds=seconds,
            http_port=district.hello["http"],
            rtsp_port=district.hello["rtsp"],
            platform_url=district.hello["platform"],
            secrets=keys,
            api_port=api_port,
        )
        configuration = load(configs)
        password = await asyncio.to_thread(add_demo_user, configuration.settings.storage.url, SystemClock())
        service = Service(configuration, clock=SystemClock(), rng=random.Random(seed))  # noqa: S311 - jitter, not secrecy
        async with hosted(service) as host:
            running = host.running
            await district.ask({"do": "callback", "url": f"{service.base_url}/api/v1/platform/status"})
            began = datetime.fromisoformat(district.hello["started_at"])
            story = Story(service.parts.store, configuration.cameras, began, headless=headless)
            if not headless:
                story.say(
                    f"Console: {service.base_url}  (log in as {NAME}, password {password}, of this demo alone)"
                )
            telling = asyncio.create_task(story.run(host.stop))
            await asyncio.wait({running}, timeout=seconds)
            report = await _report(service, district, len(configuration.cameras))
            patience = GRACE_S
            while report.shortfalls and patience > 0 and not running.done():
                await asyncio.wait(
                    {running}, timeout=2
                )  # a slow machine gets a little longer to end its story
                patience -= 2
                report = await _report(service, district, len(configuration.cameras))
            story.sum_up(report)
            if out.is_terminal and not headless:
                story.say(f"The district goes on: look around at {service.base_url}. Ctrl-C ends it.")
                await _until_interrupted(running)
        await telling
        return report


async def _until_interrupted(running: asyncio.Task[None]) -> None:
    """Wait for Ctrl-C, or for the service to end by itself."""
    loop, leave = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGINT, leave.set)
    leaving = asyncio.create_task(leave.wait())
    try:
        await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        leaving.cancel()


async def _report(service: Service, district: Child, cameras: int) -> DemoReport:
    told = await district.ask({"do": "report"})
    events = [_event(event) for event in told["events"]]
    return demo_report(
        service.parts.store,
        service.parts.engine.report(),
        cameras=cameras,
        truth=score(events, raised(service.parts.store)),
        verified=_verified(told["platform"]),
        ends=[event.id for event in events if event.end is not None and event.matter == "construction_waste"],
    )


def _event(told: dict[str, Any]) -> TrueEvent:
    return TrueEvent(
        id=told["id"],
        matter=told["matter"],
        place=LonLat(lon=told["lon"], lat=told["lat"]),
        start=datetime.fromisoformat(told["start"]),
        end=datetime.fromisoformat(told["end"]) if told["end"] else None,
        cameras=frozenset(told["cameras"]),
    )


def _verified(status: dict[str, Any]) -> int:
    counters = status.get("counters", status)
    return int(counters["verified"])
