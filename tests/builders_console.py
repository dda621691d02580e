"""The API on a real port, with pictures and a district that a browser can show."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import uvicorn

from alerts.store.base import Json
from core.clock import ManualClock
from core.config.camera import Camera
from core.frame import Image
from core.geo import LocalPlane
from core.incident import Incident
from core.look import LookReason
from core.sighting import Finding, Sighting
from tests.builders import camera, detections, frame, profile
from tests.builders_api import Deck
from tests.builders_desk import HERE, sighting


def street(*, heap: bool = True, seed: int = 0) -> Image:
    """Draw a street, with a heap where `sighting()` says that it is."""
    rng = np.random.default_rng(seed)
    picture = np.full((360, 640, 3), (176, 168, 158), np.uint8)
    picture[:150] = (214, 196, 178)
    cv2.fillPoly(picture, [np.array([(200, 150), (440, 150), (640, 360), (0, 360)])], (104, 102, 100))
    cv2.line(picture, (320, 150), (320, 360), (220, 222, 224), 4)
    if heap:
        cv2.ellipse(picture, (320, 270), (62, 34), 0, 180, 360, (70, 96, 122), -1)
    return np.asarray(np.clip(picture + rng.normal(0, 4, picture.shape), 0, 255), np.uint8)


class ConsoleDeck(Deck):
    """A deck whose looks bring pictures, and whose fleet and incidents can be many."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        super().__init__(folder, clock, live_clients=40)
        self.heap = True
        self.cells: list[Json] = [_cell(row, column) for row in range(3) for column in range(3)]
        for camera_id in self.known:
            self.healthy(camera_id)

    def see(self, *sightings: Sighting, verify: str | None = None) -> tuple[Incident, ...]:
        """Take one look in, with a picture; `verify` names the incident that it was asked for."""
        first = sightings[0]
        self.clock.move_to(first.at)
        seconds = (first.at - frame().taken_at).total_seconds()
        look = frame(seconds=seconds, camera_id=first.camera_id, image=street(heap=self.heap))
        if verify:
            look = replace(look, reason=LookReason.VERIFY, incident_id=verify)
        given = [] if verify else sightings
        return self.desk.take(look, detections(), given, {"at": seconds}, profile(), {}).incidents

    def clear(self, incident: Incident, *, seconds: float) -> Incident:
        """Take the heap away and let two looks prove it."""
        self.heap = False
        subject = incident.views[0].subject
        self.see(sighting(Finding.CLEARED, seconds=seconds, camera_id=incident.cameras[0], subject=subject))
        (closed,) = self.see(
            sighting(Finding.CLEARED, seconds=seconds + 30, camera_id=incident.cameras[0]), verify=incident.id
        )
        self.heap = True
        return closed

    def healthy(self, camera_id: str, state: str = "ok", detail: str = "") -> None:
        """Set how a camera is."""
        seen = self.clock.now().isoformat()
        self.records[camera_id] = {"state": state, "detail": detail, "last_look": seen, "last_good": seen}

    def news(self, kind: str, ref: str) -> None:
        """Tell a live event."""
        with self.store.write() as writer:
            writer.add_event(self.clock.now(), kind, ref, {})

    def fill(self, count: int) -> None:
        """Put `count` cameras on the map, some of them unwell."""
        rng, plane = random.Random(1), LocalPlane(origin=HERE)
        states = ["ok"] * 94 + ["late", "late", "blind", "offline", "offline", "login_stopped"]
        for i in range(count - len(self.known)):
            point = plane.to_lonlat(rng.gauss(0, 2500), rng.gauss(0, 2500))
            one = f"port-{i:05d}"
            where = {"lon": point.lon, "lat": point.lat, "datum": "WGS84"}
            self.known[one] = Camera.model_validate(
                camera(one, name=f"街口 {i}").model_dump() | {"position": where}
            )
            self.healthy(one, rng.choice(states))

    def heaps(self, count: int) -> None:
        """File one incident at each of `count` cameras."""
        ids = [camera_id for camera_id in self.known if camera_id.startswith("port-")][:count]
        for i, camera_id in enumerate(ids):
            self.incident(camera_id=camera_id, seconds=100.0 * (i + 1))

    def latest(self, camera_id: str) -> bytes | None:
        """Return the street as it is."""
        return cv2.imencode(".jpg", street(heap=self.heap))[1].tobytes()

    def grid(self) -> Json:
        """Nine cells around the first camera."""
        return {"type": "FeatureCollection", "features": self.cells}

    @contextlib.asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        """Serve until the block ends; yield the address. The sessions outlive it, as behind a proxy that restarts."""
        listening = socket.create_server(("127.0.0.1", port))
        config = uvicorn.Config(
            self.app, log_config=None, lifespan="off", timeout_graceful_shutdown=1, ws="websockets-sansio"
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running

    async def do(self, act: Any, *arguments: Any, **named: Any) -> Any:
        """Do something to the desk beside the event loop, and tell the consoles."""
        done = await asyncio.to_thread(act, *arguments, **named)
        self.bell.ring()
        return done


def _cell(row: int, column: int) -> Json:
    plane, side = LocalPlane(origin=HERE), 400.0
    east, north = (column - 1.5) * side, (row - 1.5) * side
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    ring = [plane.to_lonlat(east + dx, north + dy) for dx, dy in corners]
    code = f"99010100100{row}{column:03d}"
    return {
        "type": "Feature",
        "properties": {"level": "grid", "code": code, "name": f"第{row * 3 + column + 1}网格"},
        "geometry": {"type": "Polygon", "coordinates": [[[point.lon, point.lat] for point in ring]]},
    }
