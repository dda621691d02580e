"""A real store and desk, and cameras by script; and once the whole of it over SOAP with a simulated dome."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alerts.store.base import Store
from alerts.store.sql import SqlStore
from core.clock import ManualClock, SystemClock
from core.config.camera import Camera
from core.config.settings.hawkeye import Hawkeye
from core.config.settings.looking import Looking
from core.detection import Detections
from core.errors import StoreError
from core.frame import Frame
from core.look import LookFailure, LookFailureKind, LookRequest
from gridwatch.coverage import DistrictCoverage
from gridwatch.hawkeye.events import Hold, HoldTaken
from gridwatch.hawkeye.eyes import Hawkeyes
from gridwatch.hawkeye.machine import Stand
from gridwatch.hawkeye.opening import reach_of
from gridwatch.hawkeye.viewing import Around
from gridwatch.pipeline import Posting
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.device import Bearing, Turning
from ingest.onvif.turning import Order, Turned, turn
from tests.builders import detections, failure, frame, profile
from tests.builders_api import Deck
from tests.builders_hawkeye import ARRIVED, FAILED, dome
from tests.builders_servers import LOGIN, device, fleet, street

RULES = Hawkeye(mode="on", settle_s=0, turn_s=5, again_s=1)


class Rig:
    """Hawk-eyes over a desk with an incident before cam-1; `dome` stands beside it."""

    def __init__(
        self, folder: Path, clock: ManualClock, rules: Hawkeye = RULES, store: Store | None = None
    ) -> None:
        self.deck = Deck(folder, clock, store=store)
        self.deck.known["dome"] = dome()
        self.orders: list[tuple[str, Order]] = []
        self.ends: list[Turned] = []  # the next ends, in order; then all arrive
        self.gate = threading.Event()
        self.gate.set()
        self.slips: list[LookFailure] = []  # the next pictures, before `picture`
        self.picture: Frame | LookFailure = frame(
            camera_id="dome", seconds=9, image=np.full((720, 1280, 3), 90, np.uint8)
        )
        self.found: Detections = detections(("person", (0.1, 0.2, 0.15, 0.5), 0.9))
        self.told = 0
        self.threads = ThreadPoolExecutor(1)
        coverage = DistrictCoverage(lambda: self.deck.known, turning=reach_of)
        self.eyes = Hawkeyes(
            rules,
            Around(
                cameras=lambda: self.deck.known,
                posting=lambda camera_id: Posting(camera=self.deck.known[camera_id], profile=profile()),
                covering=coverage.covering,
            ),
            store=self.deck.store,
            store_thread=self.threads,
            desk=self.deck.desk,
            looks=self,
            sees=self,
            turner=self.turner,
            clock=clock,
            committed=self.count,
        )

    def turner(self, camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]) -> Turned:
        """Turn by script."""
        self.orders.append((camera.id, order))
        self.gate.wait(20)
        return self.ends.pop(0) if self.ends else ARRIVED

    async def look_elsewhere(self, request: LookRequest) -> Frame | LookFailure:
        """Take the picture by script."""
        return self.slips.pop(0) if self.slips else self.picture

    async def detect(self, frame: Frame, plan: Any = None) -> Detections:
        """See by script."""
        return self.found

    def count(self) -> None:
        """Count what was told."""
        self.told += 1

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for what must come within twenty seconds."""
        async with asyncio.timeout(20):
            while not done():
                await asyncio.sleep(0.01)

    async def raised(self) -> str:
        """Let an incident open, and be followed."""
        incident = self.deck.incident()
        await self.eyes._tick()
        return incident.id

    def steps(self, incident_id: str) -> list[str]:
        """Return what its history holds, in English."""
        with self.deck.store.read() as reader:
            return [step.why.tell("en") for step in reader.history(incident_id) if "second_view" in step.what]

    def notes(self) -> dict[str, Any]:
        """Return who is away, as written down."""
        with self.deck.store.read() as reader:
            return dict(reader.notes("head"))


@pytest.fixture
def rig(tmp_path: Path, clock: ManualClock) -> Rig:
    """A rig."""
    return Rig(tmp_path, clock)


async def test_a_second_view_becomes_evidence(rig: Rig) -> None:
    """Turned, looked, kept masked with the incident, told in its history, sent home; nothing is left noted."""
    await rig.eyes.resume()
    rig.gate.clear()
    incident_id = await rig.raised()
    await rig.until(lambda: bool(rig.orders))
    assert rig.eyes.stay("dome") is None
    assert rig.eyes.why_away("dome") == f"turned to incident {incident_id}"
    assert rig.notes() == {"dome": {"away": True, "hold": None}}
    rig.gate.set()
    await rig.until(lambda: rig.eyes.head("dome").at_home)
    with rig.deck.store.read() as reader:
        incident = reader.incident(incident_id)
    assert incident is not None
    picture = incident.pictures[-1]
    assert (picture.role, picture.camera_id, picture.width) == ("second_view", "dome", 1280)
    assert picture.masked_key is not None
    assert incident.cameras == ("cam-1",), "a look is evidence, not a rule's view"
    assert "second view by Camera dome" in rig.steps(incident_id)[0]
    assert [order.own_home for _, order in rig.orders] == [False, True]
    await rig.until(lambda: rig.notes() == {})
    assert rig.told > 0
    await rig.eyes._tick()
    assert len(rig.orders) == 2, "each incident once"


async def test_why_there_is_none_is_told(rig: Rig) -> None:
    """The turn fails, and later the look: each is said, in both languages, and the camera goes home."""
    await rig.eyes.resume()
    rig.ends = [FAILED]
    incident_id = await rig.raised()
    await rig.until(lambda: rig.eyes.head("dome").at_home)
    assert "had not arrived after 30 s" in rig.steps(incident_id)[0]
    rig.picture = failure(LookFailureKind.BLACK, camera_id="dome")
    other = rig.deck.incident(
        seconds=100, subject="cam-1/waste/2", box=(0.1, 0.1, 0.2, 0.2), matter="crowding"
    ).id
    await rig.eyes._tick()
    await rig.until(lambda: len(rig.orders) == 4 and rig.eyes.head("dome").at_home)
    assert "brought no picture: scripted black" in rig.steps(other)[0]


async def test_one_picture_may_fail(rig: Rig) -> None:
    """It has come all the way: it looks once more before it goes home."""
    await rig.eyes.resume()
    rig.slips = [failure(LookFailureKind.TIMEOUT, camera_id="dome")]
    incident_id = await rig.raised()
    await rig.until(lambda: rig.eyes.counts.homes == 1)
    assert rig.eyes.counts.taken == 1
    assert "second view by Camera dome" in rig.steps(incident_id)[0]


async def test_a_restart_sends_home_whoever_was_away(rig: Rig, clock: ManualClock, tmp_path: Path) -> None:
    """The process was killed in the middle of a turn: the next one finds the note, before it looks."""
    with rig.deck.store.write() as writer:
        writer.put_note("head", "dome", {"away": True, "hold": None})
    rig.gate.clear()
    await rig.eyes.resume()
    assert rig.eyes.stay("dome") is None
    rig.gate.set()
    await rig.until(lambda: rig.eyes.head("dome").at_home)
    assert rig.orders[0][1].own_home
    await rig.until(lambda: rig.notes() == {})


async def test_a_person_who_takes_the_camera_keeps_it(rig: Rig, clock: ManualClock) -> None:
    """During the look: its picture is not kept. It goes home when the hold is over, also after a restart."""
    await rig.eyes.resume()
    rig.gate.clear()
    incident_id = await rig.raised()
    await rig.until(lambda: bool(rig.orders))
    until = rig.eyes.now() + 60
    await rig.eyes.happen(HoldTaken(at=rig.eyes.now(), camera_id="dome", hold=Hold(who="Li", until=until)))
    rig.gate.set()
    await rig.until(lambda: bool(rig.steps(incident_id)))
    assert "Li is using the camera" in rig.steps(incident_id)[0]
    assert rig.eyes.why_away("dome") == "Li is using it"
    assert rig.notes()["dome"]["hold"] == {"who": "Li", "until": until}
    clock.advance(61)
    await rig.eyes._tick()
    await rig.until(lambda: rig.eyes.head("dome").at_home)


async def test_a_picture_of_a_camera_that_was_taken_meanwhile_is_not_kept(rig: Rig) -> None:
    """A person takes it while the picture comes: whatever it shows is no proof of the place."""
    await rig.eyes.resume()
    seen = rig.detect

    async def taken(frame: Frame, plan: Any = None) -> Detections:
        hold = Hold(who="Li", until=rig.eyes.now() + 60)
        await rig.eyes.happen(HoldTaken(at=rig.eyes.now(), camera_id="dome", hold=hold))
        return await seen(frame, plan)

    rig.detect = taken  # type: ignore[method-assign] # somebody comes in between
    incident_id = await rig.raised()
    await rig.until(lambda: bool(rig.steps(incident_id)))
    assert "Li is using the camera" in rig.steps(incident_id)[0]
    assert rig.eyes.counts.taken == 0


async def test_what_cannot_be_written_down_is_not_turned(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill would leave it turned for ever: nothing is sent; it is tried again when the store takes notes."""
    await rig.eyes.resume()
    incident_id = rig.deck.incident().id
    store, taking = rig.deck.store, rig.deck.store.write

    def refuse() -> Any:
        raise StoreError("disk full")

    monkeypatch.setattr(store, "write", refuse)
    await rig.eyes._tick()
    await rig.until(lambda: bool(rig.orders))
    assert rig.orders[0][1].own_home, "the one order is the harmless way home"
    monkeypatch.setattr(store, "write", taking)
    await rig.until(lambda: rig.eyes.head("dome").stand is Stand.HOME)
    await rig.eyes._tick()
    await rig.until(lambda: rig.notes() == {})
    assert rig.steps(incident_id) == [], "the store did not take the reason either"


async def test_off_turns_nothing(tmp_path: Path, clock: ManualClock) -> None:
    """The default."""
    rig = Rig(tmp_path, clock, Hawkeye())
    await rig.eyes.resume()
    await rig.raised()
    assert rig.orders == []


async def test_a_stop_sends_everybody_home(rig: Rig) -> None:
    """Whoever is on the way when the service stops."""
    await rig.eyes.resume()
    rig.gate.clear()
    await rig.raised()
    await rig.until(lambda: bool(rig.orders))
    stop = asyncio.Event()
    stop.set()
    running = asyncio.create_task(rig.eyes.run(stop))
    await asyncio.sleep(0.05)
    rig.gate.set()
    await asyncio.wait_for(running, 8)
    assert rig.orders[-1][1].own_home
    await rig.until(lambda: rig.notes() == {})


async def test_over_real_soap(tmp_path: Path, clock: ManualClock) -> None:
    """A simulated dome is turned by degrees, shows another picture there, and comes home."""
    rig = Rig(tmp_path, clock)
    head = device("dome", turning=Turning(speed_dps=400, home=Bearing(pan=90, tilt=-10)))
    seen: list[Bearing] = []
    async with CameraServer(fleet(head), street, streams=False) as server:
        rig.deck.known["dome"] = dome().model_copy(
            update={
                "access": dome().access.model_copy(
                    update={"onvif_port": server.port, "onvif_path": "/cam/dome/onvif/device_service"}
                )
            }
        )

        def turner(camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]) -> Turned:
            rig.orders.append((camera.id, order))
            looking = Looking(open_s=1, onvif_s=2)
            ended = turn(
                camera,
                LOGIN,
                order,
                looking=looking,
                clock=SystemClock(),
                sleep=time.sleep,
                within_s=within_s,
                poll_s=0.1,
            )
            seen.append(server.onvif.heads.at(head))
            return ended

        rig.eyes._turner = turner
        await rig.eyes.resume()
        incident_id = await rig.raised()
        await rig.until(lambda: len(seen) == 2 and rig.eyes.head("dome").at_home)
    wanted = rig.orders[0][1].direction
    assert wanted is not None
    assert (seen[0].pan, seen[0].tilt) == pytest.approx((wanted.pan_deg, wanted.tilt_deg), abs=0.01)
    assert seen[1] == Bearing(pan=90, tilt=-10)
    assert "the picture shows the place" in rig.steps(incident_id)[0]


async def test_killed_on_the_way_it_is_sent_home_by_the_next_start(
    tmp_path: Path, clock: ManualClock
) -> None:
    """Whoever dies after the order leaves a turned camera and its note in the database file, and nothing else."""
    url = f"sqlite:///{tmp_path / 'gridwatch.db'}"
    head = device("dome", turning=Turning(speed_dps=400, home=Bearing(pan=90, tilt=-10)))
    async with CameraServer(fleet(head), street, streams=False) as server:
        access = {"onvif_port": server.port, "onvif_path": "/cam/dome/onvif/device_service"}
        there = dome().model_copy(update={"access": dome().access.model_copy(update=access)})

        def turner(camera: Camera, order: Order, within_s: float, sleep: Callable[[float], None]) -> Turned:
            looking, real = Looking(open_s=1, onvif_s=2), SystemClock()
            return turn(
                camera, LOGIN, order, looking=looking, clock=real, sleep=time.sleep, within_s=9, poll_s=0.1
            )

        died = asyncio.Event()

        async def never(*_: Any, **__: Any) -> Any:
            died.set()
            await asyncio.Event().wait()

        first = Rig(tmp_path / "a", clock, store=SqlStore(url))
        first.deck.known["dome"] = there
        first.eyes._turner = turner
        first.eyes._viewing.take = never  # type: ignore[method-assign] # it dies when it has arrived
        await first.eyes.resume()
        await first.raised()
        await asyncio.wait_for(died.wait(), 20)
        assert server.onvif.heads.at(head).pan != 90
        first.eyes.happen = never  # type: ignore[method-assign] # the dead decide nothing more
        for task in first.eyes._tasks:
            task.cancel()
        first.deck.store.close()
        second = Rig(tmp_path / "b", clock, store=SqlStore(url))
        second.deck.known["dome"] = there
        second.eyes._turner = turner
        await second.eyes.resume()
        assert second.eyes.stay("dome") is None, "nothing is judged before it is at home"
        await second.until(lambda: second.eyes.head("dome").at_home)
        assert server.onvif.heads.at(head) == Bearing(pan=90, tilt=-10)
        await second.until(lambda: second.notes() == {})
        second.deck.store.close()
