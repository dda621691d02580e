"""A district where something always happens, as a process of its own: heaps appear, crews take them away.

    python -m tests.fakes.busy_district --cameras 8 --seed 1

Each camera has one heap at a time (a magenta square, for tests.fakes.colour_model): it appears, stays until
a crew that the platform has sent takes it away, and the next one comes when its case was closed. The
platform keeps a record of every webhook as it came, fails now and then, and often takes a while between
filing a webhook and answering it, which is when a sender had better not die.

Secrets come by environment as for `gridwatch.simulator.serve`; so does the way of speaking: the first line
tells the addresses, each JSON line on standard input is answered by one, end of input ends it all.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from aiohttp import web

from core.clock import Clock, SystemClock
from core.frame import Image
from gridwatch.beside.spoken import asked, end_with_input, say
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Device
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.login import login_from
from gridwatch.simulator.platform import GridPlatform
from gridwatch.simulator.platform_case import CaseStatus, CityPlan
from tests.fakes.colour_model import COLUMNS, PICTURE, ROWS, SIDE, grain, paint, spot

QUICK = CityPlan(dispatch_s=0.4, handling_s=0.3, handle_s=1.0)
FAILS = 0.08  # share of webhooks that are answered 503 unread
LINGERS_S = 0.25  # longest wait between filing a webhook and answering it
PAUSE_S = (0.5, 3.0)  # between the closing of a case and the next heap


@dataclass(kw_only=True, slots=True)
class Heap:
    """One heap, from its first second to its last."""

    camera: str
    column: int
    row: int
    since: str  # ISO 8601, UTC
    until: str | None = None
    incident: str | None = None  # for which the crew came
    closed: bool = False

    def told(self) -> dict[str, Any]:
        """Return JSON types, with the middle of the heap in relative coordinates."""
        x, y = spot(self.column, self.row)
        middle = [(x + SIDE / 2) / PICTURE[0], (y + SIDE / 2) / PICTURE[1]]
        return asdict(self) | {"middle": middle}


class Heaps:
    """Which heap lies before which camera."""

    def __init__(self, cameras: list[str], rng: random.Random, clock: Clock) -> None:
        self.all: list[Heap] = []
        self.growing = True
        self._lying: dict[str, Heap] = {}
        self._next: dict[str, float | None] = {
            camera: clock.monotonic() + i * PAUSE_S[1] / len(cameras) for i, camera in enumerate(cameras)
        }
        self._rng = rng
        self._clock = clock
        self._scenes = {
            camera: cv2.resize(
                np.random.default_rng(i).integers(60, 190, (18, 32, 3), np.uint8),
                PICTURE,
                interpolation=cv2.INTER_NEAREST,
            )
            for i, camera in enumerate(cameras)
        }

    def picture(self, camera: str, t: float) -> Image:
        """Draw what the camera sees now."""
        image = grain(np.asarray(self._scenes[camera], np.uint8), t)
        heap = self._lying.get(camera)
        if heap is not None:
            paint(image, heap.column, heap.row)
        return image

    def grow(self) -> None:
        """Let those heaps appear whose time has come."""
        now = self._clock.monotonic()
        for camera, at in self._next.items():
            if self.growing and at is not None and now >= at:
                self._next[camera] = None
                heap = Heap(
                    camera=camera,
                    column=self._rng.randrange(COLUMNS),
                    row=self._rng.randrange(ROWS),
                    since=self._clock.now().isoformat(),
                )
                self._lying[camera] = heap
                self.all.append(heap)

    def take_away(self, incident_id: str, feature: Mapping[str, Any]) -> None:
        """A crew has come."""
        for camera in feature["properties"]["cameras"]:
            heap = self._lying.pop(camera, None)
            if heap is not None:
                heap.until, heap.incident = self._clock.now().isoformat(), incident_id

    def closed(self, incident_id: str) -> None:
        """The case of a heap is closed: another may appear. Told twice, as webhooks are, only one does."""
        for heap in self.all:
            if heap.incident == incident_id and not heap.closed:
                heap.closed = True
                self._next[heap.camera] = self._clock.monotonic() + self._rng.uniform(*PAUSE_S)

    @property
    def lying(self) -> int:
        """How many lie there now."""
        return len(self._lying)


class WitnessPlatform(GridPlatform):
    """A platform that writes down every webhook byte for byte, fails by chance, and lingers."""

    def __init__(self, heaps: Heaps, rng: random.Random, **arguments: Any) -> None:
        super().__init__(on_handle=heaps.take_away, plan=QUICK, **arguments)
        self.arrivals: list[dict[str, Any]] = []
        self.came = asyncio.Event()  # set between the filing of a webhook and its answer
        self._heaps = heaps
        self._rng = rng

    async def _receive(self, request: web.Request) -> web.Response:
        if self._rng.random() < FAILS:
            self.counters.failed += 1
            return web.Response(status=503, text="try again")
        body = await request.read()
        answer = await super()._receive(request)
        event = json.loads(body)
        self.arrivals.append(
            {
                "id": request.headers["webhook-id"],
                "sha256": hashlib.sha256(body).hexdigest(),
                "incident": event["subject"],
                "version": event["data"]["properties"]["version"],
                "type": event["type"],
                "status": answer.status,
            }
        )
        case = self.cases.get(event["subject"])
        if case is not None and case.status is CaseStatus.CLOSED:
            self._heaps.closed(case.incident_id)
        self.came.set()
        await asyncio.sleep(self._rng.uniform(0, LINGERS_S))
        return answer

    @property
    def unfinished(self) -> int:
        """Cases that are not closed."""
        return sum(not case.ended for case in self.cases.values())


def main() -> None:
    """Serve until standard input ends."""
    end_with_input()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cameras", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    asyncio.run(_serve(parser.parse_args()))


async def _serve(arguments: argparse.Namespace) -> None:
    clock, rng = SystemClock(), random.Random(arguments.seed)
    login = login_from(os.environ)
    names = [f"cam-{i + 1:02d}" for i in range(arguments.cameras)]
    heaps = Heaps(names, rng, clock)
    fleet = Fleet(
        [Device(id=name, login=login, size=PICTURE, substream=PICTURE) for name in names], clock=clock
    )
    platform = WitnessPlatform(
        heaps,
        rng,
        secret=os.environ["GRIDWATCH_SIM_SECRET"],
        callback_secret=os.environ["GRIDWATCH_SIM_CALLBACK_SECRET"],
        clock=clock,
    )
    async with CameraServer(fleet, heaps.picture, fresh_s=0.2) as cameras, platform:
        growing = asyncio.create_task(_grow(heaps))
        assert cameras.streams is not None
        say({"http": cameras.port, "rtsp": cameras.streams.port, "platform": platform.url, "cameras": names})
        async for question in asked():
            say(await _answer(heaps, platform, question))
        growing.cancel()


async def _grow(heaps: Heaps) -> None:
    while True:
        heaps.grow()
        await asyncio.sleep(0.1)


async def _answer(heaps: Heaps, platform: WitnessPlatform, question: dict[str, Any]) -> dict[str, Any]:
    match question["do"]:
        case "callback":
            platform.callback_url = question["url"]
            return {}
        case "grow no more":
            heaps.growing = False
            return {}
        case "wait for a webhook":  # answered while its sender waits for the answer
            platform.came.clear()
            try:
                await asyncio.wait_for(platform.came.wait(), question["within_s"])
            except TimeoutError:
                return {"came": False}
            return {"came": True}
        case "report":
            return {
                "lying": heaps.lying,
                "unfinished": platform.unfinished,
                "heaps": [heap.told() for heap in heaps.all],
                "arrivals": platform.arrivals,
                "counters": asdict(platform.counters),
                "refusals": list(platform.refusals),
            }
        case other:
            return {"error": f"unknown: {other}"}


if __name__ == "__main__":
    main()
