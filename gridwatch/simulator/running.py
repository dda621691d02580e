"""A simulated district that runs: world, pictures, cameras and platform together in one process."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any, Self

import cv2
import numpy as np

from core.clock import Clock
from core.frame import Image
from core.secrets import Credential
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Bearing, Device, Turning
from gridwatch.simulator.faults import Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.head import pose_at
from gridwatch.simulator.platform import GridPlatform
from gridwatch.simulator.platform_case import CityPlan
from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.truth import Event, Truth
from gridwatch.simulator.world import SimCamera, World

_SMEAR = (121, 3)  # pixels across and down that a picture is smeared while the head turns


class SimulatedDistrict:
    """`async with SimulatedDistrict(script, ...) as district:` serves until the block ends.

    Args:
        script: what happens.
        clock: script second 0 is the start by this clock.
        secret: what incidents are signed with.
        callback_secret: what case status is signed with.
        login: what cameras ask for; None lets everybody in.
        faults: what is wrong with cameras, by script.
        plan: how fast the city works.
        port, stream_port, platform_port: 0 takes free ones.
    """

    def __init__(
        self,
        script: SceneScript,
        *,
        clock: Clock,
        secret: str,
        callback_secret: str,
        login: Credential | None,
        faults: Faults | None = None,
        plan: CityPlan | None = None,
        port: int = 0,
        stream_port: int = 0,
        platform_port: int = 0,
    ) -> None:
        self.script = script
        self.world = World(script)
        self._renderer = Renderer(self.world)
        self._truth = Truth(self.world, script)
        self._clock = clock
        self._began = clock.monotonic()
        self.started_at: datetime = clock.now()
        devices = [
            Device(id=camera.id, name=camera.id, login=login, turning=camera.turning)
            for camera in script.cameras.values()
        ]
        self._devices = {device.id: device for device in devices}
        fleet = Fleet(devices, faults=faults, clock=clock, script_s=self.now_s)
        self.cameras = CameraServer(fleet, self._picture, port=port, stream_port=stream_port)
        self.platform = GridPlatform(
            secret=secret,
            callback_secret=callback_secret,
            plan=plan,
            on_handle=self._on_handle,
            clock=clock,
            port=platform_port,
        )
        # A new view takes a second or two to paint: it is begun when the head is sent, not when it has arrived.
        self._painter = ThreadPoolExecutor(1, thread_name_prefix="turned-view")
        self.cameras.onvif.heads.on_send = self._paint
        self._stack = AsyncExitStack()

    def now_s(self) -> float:
        """Return the second of the script."""
        return self._clock.monotonic() - self._began

    def warm(self) -> None:
        """Render every camera once, then begin the script: a first picture takes a second, later ones do not."""
        self._renderer.prepare()
        self._began = self._clock.monotonic()
        self.started_at = self._clock.now()

    async def __aenter__(self) -> Self:
        """Start the cameras and the platform."""
        self._stack.callback(self._painter.shutdown, cancel_futures=True)
        await self._stack.enter_async_context(self.cameras)
        await self._stack.enter_async_context(self.platform)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop them."""
        await self._stack.aclose()

    def report(self) -> dict[str, Any]:
        """Return what truly happened so far and what the platform took, in plain JSON types."""
        return {
            "started_at": self.started_at.isoformat(),
            "events": [self._told(event) for event in self._truth.events() if event.start <= self.now_s()],
            "platform": self.platform.status(),
            "requests": self.cameras.requests,
        }

    def _picture(self, camera_id: str, t: float) -> Image:
        camera = self.script.cameras[camera_id]
        if camera.turning is None:
            return self._renderer.picture(camera_id, t)
        device, heads = self._devices[camera_id], self.cameras.onvif.heads
        if heads.moving(device):  # on its way everything is smeared, whatever it is
            return np.asarray(cv2.blur(self._renderer.picture(camera_id, t), _SMEAR), np.uint8)
        return self._turned(camera, camera.turning, heads.at(device), t)

    def _paint(self, device: Device, target: Bearing) -> None:
        camera = self.script.cameras[device.id]
        if camera.turning is not None:
            self._painter.submit(self._turned, camera, camera.turning, target, self.now_s())

    def _turned(self, camera: SimCamera, turning: Turning, at: Bearing, t: float) -> Image:
        pose = pose_at(turning, at, camera.pose.height_m)
        return self._renderer.picture(camera.id, t, pose=pose)

    def _on_handle(self, incident_id: str, feature: Mapping[str, Any]) -> None:  # noqa: ARG002 - the platform's hook
        """A crew has worked: what the incident was about is taken away where it stands."""
        matter = feature["properties"]["matter"]["key"]
        cameras = set(feature["properties"]["cameras"])
        scenes = {self.script.cameras[camera_id].scene for camera_id in cameras & self.script.cameras.keys()}
        for planned in self.script.planned:
            if planned.matter == matter and planned.scene in scenes and math.isinf(planned.end):
                for actor_id in planned.actor_ids:
                    self.world.remove(actor_id, self.now_s())

    def _told(self, event: Event) -> dict[str, Any]:
        end = None if math.isinf(event.end) else self.started_at + timedelta(seconds=event.end)
        return {
            "id": event.id,
            "matter": event.matter,
            "lon": event.place.lon,
            "lat": event.place.lat,
            "start": (self.started_at + timedelta(seconds=event.start)).isoformat(),
            "end": end.isoformat() if end else None,
            "cameras": list(event.camera_ids),
        }
