from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from api.camera_book import ChangeRefused
from api.camera_desk import TurnWish
from api.hawkeyes import HeadNow
from core.config.camera import Camera
from gridwatch.cameras.turning import HandTurning
from ingest.onvif.turning import Order, Turned
from tests.builders import camera
from tests.builders_hawkeye import ARRIVED, dome


class World:
    """A dome that li holds, and a head that notes its orders."""

    def __init__(self) -> None:
        self.held_by: str | None = "li"
        self.orders: list[Order] = []
        self.logs_in = True
        self.go = threading.Event()
        self.go.set()
        heads: Any = self
        cameras = {"dome": dome(home="p1"), "fixed": camera("fixed")}
        self.desk = HandTurning(cameras.get, heads, self._turn, lambda _: self.logs_in)

    def head(self, _: str) -> HeadNow:
        """Away."""
        return HeadNow(stand="away", incident_id=None, held_by=self.held_by, held_until=None)

    def _turn(
        self, _camera: Camera, order: Order, _within_s: float, _sleep: Callable[[float], None]
    ) -> Turned:
        self.orders.append(order)
        self.go.wait(5)
        return ARRIVED


async def refused(world: World, who: str = "li", camera_id: str = "dome", **wish: Any) -> ChangeRefused:
    """Return how a turn is refused."""
    with pytest.raises(ChangeRefused) as caught:
        await world.desk.turn(camera_id, who, TurnWish(**wish))
    return caught.value


async def test_only_the_holder_turns() -> None:
    """Everybody else is told who has it, in both languages."""
    world = World()
    other = await refused(world, "wang", pan_deg=5)
    assert (other.status, other.more["held_by"]) == (409, "li")
    assert "li is using it" in str(other)
    world.held_by = None
    assert "hold the camera first" in str(await refused(world, pan_deg=5))
    assert world.orders == []
    world.desk.close()


async def test_a_step_a_preset_home() -> None:
    """Each becomes one order for the head; nothing said is refused."""
    world = World()
    done = await world.desk.turn("dome", "li", TurnWish(pan_deg=5, zoom=0.1))
    await world.desk.turn("dome", "li", TurnWish(preset="p2"))
    await world.desk.turn("dome", "li", TurnWish(home=True))
    step, preset, home = world.orders
    assert done.arrived
    assert step.step is not None
    assert (step.step.pan_deg, step.step.zoom, preset.preset, home.preset) == (5, 0.1, "p2", "p1")
    assert (await refused(world)).status == 422
    assert (await refused(world, camera_id="fixed", home=True)).status == 409
    world.logs_in = False
    assert "login" in str(await refused(world, home=True))
    world.desk.close()


async def test_one_turn_at_a_time() -> None:
    """A second order while it moves is refused, not queued."""
    world = World()
    world.go.clear()
    first = asyncio.create_task(world.desk.turn("dome", "li", TurnWish(pan_deg=5)))
    while not world.orders:
        await asyncio.sleep(0.005)
    assert "still turning" in str(await refused(world, pan_deg=5))
    world.go.set()
    assert (await first).arrived
    world.desk.close()
