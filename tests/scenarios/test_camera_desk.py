"""What people ask of single cameras, in the running service over simulated ones: ONVIF, RTSP, a head that turns."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.clock import SystemClock
from gridwatch.configuration.loader import load
from gridwatch.hosting import hosted
from gridwatch.service import Service
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Bearing, Device, Preset, Turning
from gridwatch.simulator.fleet import Fleet
from tests.builders_servers import decode
from tests.fakes.colour_model import PICTURE, write_colour_model
from tests.scenarios import harness
from tests.scenarios.harness import Api, Street

DOME = Turning(speed_dps=600, tilt_deg=(-90, 0), home=Bearing(pan=0, tilt=-20))
PTZ: dict[str, Any] = {
    "pose": {"height_m": 10, "heading_deg": 0, "tilt_deg": 20, "hfov_deg": 62},
    "ptz": {
        "zero_heading_deg": 0,
        "home_position": {"pan_deg": 0, "tilt_deg": -20},
        "presets": [{"token": "p1"}],
    },
}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Service, Api, CameraServer]]:
    """A service with a dome and a fixed camera, a heap before each."""
    street, secrets = Street(), harness.keys()
    street.heaps = {"cam-01": (9, 3), "cam-02": (9, 3)}
    dome = Device(
        id="cam-01", login=secrets.login, size=PICTURE, substream=PICTURE, turning=DOME, travel_s=0.1,
        presets=(Preset(token="p1", name="Gate", pan=0.2, tilt=0.1),),
    )  # fmt: skip
    fixed = Device(id="cam-02", login=secrets.login, size=PICTURE, substream=PICTURE)
    async with CameraServer(Fleet([dome, fixed]), street, fresh_s=0.05) as server:
        cameras = [
            harness.camera(1, **harness.by_onvif("cam-01", server.port)) | PTZ,
            harness.camera(2, **harness.by_onvif("cam-02", server.port)),
        ]
        configs = harness.write_configs(
            tmp_path,
            model=write_colour_model(tmp_path / "model"),
            cameras=cameras,
            profile=harness.HEAP_AFTER_A_SECOND,
            secrets=secrets,
            budgets={"watched": 1},
        )
        service = Service(load(configs, {}), clock=SystemClock(), rng=random.Random(1), watch_files=False)
        async with hosted(service):
            yield service, Api(service.base_url, secrets.api_token), server


async def test_live_history_trying_and_turning(running: tuple[Service, Api, CameraServer]) -> None:
    """A stream is watched beside the patrol, looks are accounted for, a picture is tried, the holder turns the head."""
    service, api, server = running
    live = service.parts.cameras.live
    async with asyncio.timeout(60), live.view("cam-02", who="li", fps=5) as pictures:
        first, second = await anext(pictures), await anext(pictures)
        assert decode(first.jpeg).shape[1] == PICTURE[0]
        assert second.at > first.at
        watched = await api.get("/api/v1/watched")
        assert watched == {"most": 1, "count": 1, "cameras": [{"camera_id": "cam-02", "viewers": 1}]}

    async def looked_at() -> bool:
        told = await api.get("/api/v1/cameras/cam-02/history?hours=1")
        return told["hours"][-1]["on_time"] > 1 and any(one["boxes"] == 1 for one in told["looks"])

    await harness.until(looked_at, what="looks that are accounted for")
    tried = await api.post("/api/v1/cameras/cam-02/what-if", {})
    assert [one["name"] for one in tried["boxes"]] == ["waste"]
    assert tried["rules"][0]["fires"] in {"now", "later"}
    held = await api.post("/api/v1/cameras/cam-01/hold", {"who": "li"})
    assert held["held_by"] == "li"
    turned = await api.post("/api/v1/cameras/cam-01/turn", {"who": "li", "pan_deg": 15, "tilt_deg": -5})
    assert turned["arrived"], turned
    at = server.onvif.heads.at(server.fleet.device("cam-01"))
    assert (at.pan, at.tilt) == pytest.approx((15, -25), abs=1)
    assert (await api.post("/api/v1/cameras/cam-01/turn", {"who": "li", "preset": "p1"}))["arrived"]


async def test_a_probe_of_the_running_service(running: tuple[Service, Api, CameraServer]) -> None:
    """It asks the cameras that are being looked at, tells its progress live, and ends with what is to be fixed."""
    service, api, _ = running
    job = await api.post("/api/v1/cameras/probe", {"fresh": True})

    async def ended() -> bool:
        return bool((await api.get(f"/api/v1/jobs/{job['id']}"))["state"] == "done")

    await harness.until(ended, what="the end of the probe")
    result = (await api.get(f"/api/v1/jobs/{job['id']}"))["result"]
    assert (result["cameras"], result["ok"]) == (2, 2)

    def told() -> bool:
        with service.parts.store.read() as reader:
            return any(
                event.kind == "job" and event.data["state"] == "done" for event in reader.events_since(0)
            )

    await harness.until(told, what="the job's end among live events")
