from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

import pytest

from api.camera_desk import LivePicture, WatchRefused
from core.clock import SystemClock
from core.config.camera import Camera
from core.frame import Frame
from core.reason import Reason
from gridwatch.cameras import live
from gridwatch.cameras.live import Live
from tests.builders import camera, frame


class World:
    """Cameras, budgets and pictures in one: a picture every 5 ms, one session."""

    def __init__(self, *, most: int = 2, sessions: int = 2, masks: bool = True) -> None:
        self.free = sessions
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.masks = masks
        self.forbidden: Reason | None = None
        self.audit: list[tuple[str, str, str]] = []
        self.cameras = {
            "a": camera("a"),
            "b": camera("b"),
            "c": camera("c"),
            "off": camera("off", enabled=False),
            "warm": camera("warm", watch_fps=2),
        }
        world: Any = self
        self.live = Live(
            most=most,
            camera=self.cameras.get,
            source=world,
            sessions=self,
            clock=SystemClock(),
            rng=random.Random(1),
            allowed=lambda _camera, _who: self.forbidden,
            audit=lambda *told: self.audit.append(told),
        )

    def occupy(self, _: Camera) -> bool:
        """Give a session away."""
        self.free -= 1
        if self.free < 0:
            self.free = 0
            return False
        return True

    def vacate(self, _: Camera) -> None:
        """Take it back."""
        self.free += 1

    async def frames(self, camera_id: str, rng: random.Random) -> AsyncGenerator[Frame]:
        """Pictures without end; camera b breaks after the first."""
        self.opened.append(camera_id)
        try:
            while True:
                yield frame(camera_id=camera_id)
                await asyncio.sleep(0.005)
                if camera_id == "b":
                    raise WatchRefused(
                        live.NO_PICTURE, Reason(code="live.no_picture", facts={"detail": "cable"})
                    )
        finally:
            self.closed.append(camera_id)

    async def shown(self, taken: Frame) -> bytes | None:
        """Name it; None where it cannot be masked."""
        return taken.camera_id.encode() if self.masks else None


async def first(pictures: AsyncIterator[LivePicture]) -> bytes:
    """Return the first picture."""
    return (await asyncio.wait_for(anext(pictures), 2)).jpeg


async def end_of(world: World, camera_id: str) -> int:
    """Watch until it ends; return the code."""
    with pytest.raises(WatchRefused) as refused:
        await watched(world, camera_id, lambda: None)
    return refused.value.code


async def watched(world: World, camera_id: str, then: Callable[[], Any]) -> None:
    """Watch until it ends; `then` is called with every picture."""
    async with asyncio.timeout(2), world.live.view(camera_id, who="li", fps=5) as pictures:
        async for _ in pictures:
            result = then()
            if result is not None:
                await result


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody lingers for long."""
    monkeypatch.setattr(live, "LINGER_S", 0.02)
    monkeypatch.setattr(live, "CHECK_S", 0.01)


async def test_two_viewers_share_one_stream_and_one_session() -> None:
    """The stream ends a moment after the last has left, and its session is free again."""
    world = World()
    async with world.live.view("a", who="li", fps=5) as one, world.live.view("a", who="wang", fps=5) as two:
        assert (await first(one), await first(two)) == (b"a", b"a")
        assert (world.opened, world.free, dict(world.live.now().cameras)) == (["a"], 1, {"a": 2})
    await asyncio.sleep(0.1)
    assert (world.closed, world.free, dict(world.live.now().cameras)) == (["a"], 2, {})
    assert [(who, what) for who, _, what in world.audit] == [
        ("li", "began"), ("wang", "began"), ("wang", "ended"), ("li", "ended")
    ]  # fmt: skip


async def test_who_comes_back_finds_the_stream_open() -> None:
    """A tour that returns within moments opens nothing anew."""
    world = World()
    async with world.live.view("a", who="li", fps=5) as pictures:
        await first(pictures)
    async with world.live.view("a", who="li", fps=5) as pictures:
        await asyncio.sleep(0.05)
        await first(pictures)
    assert world.opened == ["a"]
    await world.live.close()


async def test_the_bound_and_the_budgets_refuse() -> None:
    """One camera too many, and one without a free session; one that only lingers makes room."""
    world = World(most=1)
    async with world.live.view("a", who="li", fps=5):
        assert await end_of(world, "c") == live.TOO_MANY
    async with world.live.view("c", who="li", fps=5) as pictures:
        assert await first(pictures) == b"c"
    full = World(sessions=0)
    assert await end_of(full, "a") == live.TOO_MANY
    await world.live.close()


async def test_every_refusal_has_its_code() -> None:
    """Unknown, disabled, forbidden, broken, not to be masked."""
    world = World()
    assert await end_of(world, "none") == live.UNKNOWN
    assert await end_of(world, "off") == live.FORBIDDEN
    assert await end_of(world, "b") == live.NO_PICTURE
    world.masks = False
    assert await end_of(world, "a") == live.FORBIDDEN
    world.forbidden = Reason.text("not at night")
    assert await end_of(world, "a") == live.FORBIDDEN
    await asyncio.sleep(0.05)
    assert world.free == 2


async def test_a_policy_ends_a_view_that_has_begun() -> None:
    """It is asked again while somebody looks."""
    world = World()

    def night() -> None:
        world.forbidden = Reason.text("not at night")

    with pytest.raises(WatchRefused, match="not at night"):
        await watched(world, "a", night)


async def test_a_camera_watched_by_configuration_needs_no_session() -> None:
    """Its pictures come from the stream that is open already."""
    world = World(sessions=0)
    async with world.live.view("warm", who="li", fps=5) as pictures:
        world.live.offer(frame(camera_id="warm"))
        assert await first(pictures) == b"warm"
        assert world.opened == []


async def test_a_stop_ends_every_view() -> None:
    """With a code that says that it is the service."""
    world = World()
    with pytest.raises(WatchRefused) as refused:
        await watched(world, "a", world.live.close)
    assert refused.value.code == live.STOPPING
    assert world.free == 2
    assert await end_of(world, "a") == live.STOPPING
