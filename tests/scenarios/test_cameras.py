"""Every way to a camera and everything that goes wrong with one, over the real protocols.

Simulated cameras (ONVIF SOAP, HTTP, RTSP on loopback) are looked at by the real `Looker`; nothing between
them is replaced. Only the wall clock is moved on between two looks, where a rule counts minutes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core.clock import SystemClock
from core.config.camera import Camera
from core.config.settings.looking import Looking, Quality
from core.frame import Frame, FrameSource, Image
from core.ids import CountingIds
from core.look import LookFailure, LookReason, LookRequest
from core.look import LookFailureKind as Kind
from core.secrets import Credential, Secrets
from gridwatch.hosting import free_port
from gridwatch.simulator.camera_server import CameraServer
from gridwatch.simulator.clip_streams import Codec
from gridwatch.simulator.device import Accepts, Device, Quirk
from gridwatch.simulator.faults import Fault, FaultKind, Faults
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.gst_rtsp import GstRtspServer, available
from ingest.health import CameraHealth, HealthState, step, step_clock
from ingest.looker import Looker
from tests.builders import camera
from tests.builders_servers import write_clip
from tests.conftest import absent
from tests.fakes.colour_model import grain
from tests.scenarios import harness

LOGIN = Credential(user="viewer", password="p@ss:w/rd#1")
WRONG = Credential(user="viewer", password="guess")
LOOKING = Looking(open_s=2.5, read_s=2.5, onvif_s=10)
TOLERANCE_S = 300.0


class MovableClock(SystemClock):
    """The machine's clock; `skip` moves the time of day on."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._began = self.now()

    def now(self) -> datetime:
        """Return the moved time of day."""
        return super().now() + self.ahead

    def script_s(self) -> float:
        """Return the seconds of the day that have gone by: what cameras show moves on too."""
        return (self.now() - self._began).total_seconds()

    def skip(self, seconds: float) -> None:
        """Let the time of day go on at once."""
        self.ahead += timedelta(seconds=seconds)


def scene(_camera_id: str, t: float) -> Image:
    """Draw a place with structure of every size, in which a lorry drives by."""
    rng = np.random.default_rng(5)
    rough = cv2.resize(rng.integers(40, 210, (9, 16, 3), np.uint8), (640, 360), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(
        rng.integers(0, 60, (90, 160, 3), np.uint8), (640, 360), interpolation=cv2.INTER_NEAREST
    )
    image = np.asarray(cv2.addWeighted(rough, 0.8, fine, 0.6, 0), np.uint8)
    for _ in range(40):
        x, y, w, h = (int(v) for v in rng.integers((0, 0, 8, 8), (600, 330, 70, 60)))
        colour = tuple(int(c) for c in rng.integers(20, 235, 3))
        cv2.rectangle(image, (x, y), (x + w, y + h), colour, cv2.FILLED)
    x = int(t * 60) % 560
    cv2.rectangle(image, (x, 250), (x + 80, 300), (230, 230, 230), cv2.FILLED)
    return grain(image, t)


@dataclass
class Notebook:
    """A memory in a dict."""

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def recall(self, camera_id: str) -> dict[str, Any] | None:
        """What was written."""
        return self.pages.get(camera_id)

    def remember(self, camera_id: str, what: dict[str, Any]) -> None:
        """Write."""
        self.pages[camera_id] = what


class Site:
    """One camera on its server, and one who looks at it and keeps its health."""

    def __init__(self, clock: MovableClock, server: CameraServer, fleet: Fleet) -> None:
        self.clock, self.server, self.fleet = clock, server, fleet
        self.notebook = Notebook()
        self.health = CameraHealth.new("cam-1")
        self._lookers: list[Looker] = []

    def looker(self, login: Credential | None = LOGIN, **access: Any) -> Looker:
        """Return somebody new who reaches the camera by `access`; ONVIF when nothing is said."""
        reach = access or harness.by_onvif("cam-1", self.server.port)
        one = camera(access={"credential": "gate", **reach})
        cameras: dict[str, Camera] = {one.id: one}
        looker = Looker(
            cameras=cameras.get,
            secrets=Secrets(credentials={"gate": login} if login else {}),
            memory=self.notebook,
            looking=LOOKING,
            quality=Quality(),
            clock=self.clock,
            ids=CountingIds(),
            streams=2,
            conversations=2,
        )
        self._lookers.append(looker)
        return looker

    async def look(self, looker: Looker) -> Frame | LookFailure:
        """Look once, keep the health, and let ten seconds of the day go by."""
        wish = LookRequest(camera_id="cam-1", not_before=0, deadline=10, reason=LookReason.PATROL)
        ended = await looker.look(wish)
        self.health, _ = step(self.health, ended)
        self.clock.skip(10)
        return ended

    async def failure(self, looker: Looker, within: int = 1) -> LookFailure:
        """Look until it fails, `within` so many looks."""
        for _ in range(within):
            ended = await self.look(looker)
            if isinstance(ended, LookFailure):
                return ended
        raise AssertionError(f"{within} looks brought pictures")

    def suffers(self, kind: FaultKind, figure: float | None = None) -> None:
        """From now on, this is wrong with the camera."""
        self.fleet.faults = Faults(
            [Fault(camera="cam-1", kind=kind, figure=figure, start_s=self.fleet.now_s())]
        )

    def recovers(self) -> None:
        """Nothing is wrong any more."""
        self.fleet.faults = Faults()

    async def close(self) -> None:
        """Send the lookers home and stop the camera."""
        for looker in self._lookers:
            await looker.close()
        await self.server.close()


MakeSite = Callable[..., Any]


@pytest.fixture
async def site() -> AsyncIterator[MakeSite]:
    """Makes a site with a device of one's own."""
    made: list[Site] = []

    async def make(**device: Any) -> Site:
        clock = MovableClock()
        values: dict[str, Any] = {"login": LOGIN, "size": (640, 360), "substream": (320, 180)}
        fleet = Fleet([Device(id="cam-1", **(values | device))], clock=clock, script_s=clock.script_s)
        server = CameraServer(fleet, scene, fresh_s=0.01)
        await server.start()
        made.append(Site(clock, server, fleet))
        return made[-1]

    yield make
    for one in made:
        await one.close()


def picture_of(ended: Frame | LookFailure) -> Frame:
    """Return the picture, or fail with what came instead."""
    assert isinstance(ended, Frame), f"{ended.kind}: {ended.detail}"
    return ended


@pytest.mark.parametrize(
    "accepts",
    [{Accepts.DIGEST}, {Accepts.TOKEN}, {Accepts.DIGEST, Accepts.TOKEN}, set()],
    ids=["digest", "token", "both", "open"],
)
async def test_every_login_of_onvif(site: MakeSite, accepts: set[Accepts]):
    """A camera that is asked by ONVIF, logged in to in its own way, brings a snapshot and says what time it has."""
    here = await site(accepts=frozenset(accepts), login=LOGIN if accepts else None, clock_offset_s=90.0)
    looker = here.looker(LOGIN if accepts else None)
    frame = picture_of(await here.look(looker))
    assert (frame.source, frame.size) == (FrameSource.SNAPSHOT, (640, 360))
    offset_s = looker.clock_offset_s("cam-1")
    assert offset_s is not None
    assert offset_s == pytest.approx(90, abs=5)


async def test_a_snapshot_by_basic_login(site: MakeSite):
    """Old cameras know no digest."""
    here = await site(accepts=frozenset({Accepts.BASIC}))
    looker = here.looker(onvif=False, snapshot_url=here.server.url("cam-1"))
    assert picture_of(await here.look(looker)).source is FrameSource.SNAPSHOT


@pytest.mark.parametrize("stream", ["main", "sub"])
async def test_a_key_frame_by_rtsp(site: MakeSite, stream: str):
    """Where only a stream is known, one key frame of it is the picture."""
    here = await site()
    looker = here.looker(onvif=False, rtsp_url=here.server.stream_url("cam-1", stream))
    frame = picture_of(await here.look(looker))
    assert (frame.source, frame.size) == (FrameSource.RTSP, (640, 360) if stream == "main" else (320, 180))


@dataclass(frozen=True)
class Trouble:
    """What a fault is to be told as."""

    kind: Kind
    state: HealthState
    after: int = 1  # looks until it is noticed, at most
    figure: float | None = None


OFFLINE, BLIND, STOPPED = HealthState.OFFLINE, HealthState.BLIND, HealthState.LOGIN_STOPPED
BY_SNAPSHOT = {
    FaultKind.OFFLINE: Trouble(Kind.UNREACHABLE, OFFLINE),
    FaultKind.SLOW: Trouble(Kind.TIMEOUT, OFFLINE, figure=LOOKING.read_s + 2),
    FaultKind.HTTP_ERROR: Trouble(Kind.BAD_ANSWER, BLIND),
    FaultKind.TRUNCATED: Trouble(Kind.TRUNCATED, BLIND),
    FaultKind.CUT: Trouble(Kind.TRUNCATED, BLIND),
    FaultKind.NOT_A_PICTURE: Trouble(Kind.NOT_A_PICTURE, BLIND),
    FaultKind.GIANT: Trouble(Kind.TOO_LARGE, BLIND),
    FaultKind.GIANT_PIXELS: Trouble(Kind.TOO_LARGE, BLIND),
    FaultKind.FROZEN: Trouble(Kind.FROZEN, BLIND, after=Quality().frozen_looks + 1),
    FaultKind.BLACK: Trouble(Kind.BLACK, BLIND),
    FaultKind.OVEREXPOSED: Trouble(Kind.OVEREXPOSED, BLIND),
    FaultKind.BLURRED: Trouble(Kind.BLURRED, BLIND),
    FaultKind.TURNED: Trouble(Kind.TURNED, BLIND, after=16),
}
BY_STREAM = {
    # FFmpeg tells a connection that is reset instead of an answer as it tells nonsense: see test_a_dead_port.
    FaultKind.OFFLINE: Trouble(Kind.BAD_ANSWER, BLIND),
    FaultKind.SILENT_RTSP: Trouble(Kind.TIMEOUT, OFFLINE),
    FaultKind.BLACK: Trouble(Kind.BLACK, BLIND),
}
HEADS = {
    FaultKind.PTZ_REFUSES,
    FaultKind.PTZ_STOPS,
    FaultKind.PTZ_NEVER_IDLE,
}  # tests/ingest/onvif/test_turning.py
ELSEWHERE = {
    FaultKind.WRONG_PASSWORD,
    FaultKind.CLOCK_OFF,
} | HEADS  # the first two have tests of their own, below


def test_every_fault_is_tried():
    """A fault that the simulator learns is looked at here too."""
    assert BY_SNAPSHOT.keys() | BY_STREAM.keys() | ELSEWHERE == set(FaultKind)


@pytest.mark.parametrize("fault", BY_SNAPSHOT, ids=str)
async def test_a_fault_of_a_snapshot_has_its_name(site: MakeSite, fault: FaultKind):
    """What goes wrong is told by its kind, makes the camera's state, and ends with the fault."""
    here = await site()
    looker = here.looker(onvif=False, snapshot_url=here.server.url("cam-1"))
    await _suffer_and_recover(here, looker, fault, BY_SNAPSHOT[fault])


@pytest.mark.parametrize("fault", BY_STREAM, ids=str)
async def test_a_fault_of_a_stream_has_its_name(site: MakeSite, fault: FaultKind):
    """The same for a camera that has a stream only."""
    here = await site()
    looker = here.looker(onvif=False, rtsp_url=here.server.stream_url("cam-1", "sub"))
    await _suffer_and_recover(here, looker, fault, BY_STREAM[fault])


@pytest.mark.parametrize("way", ["onvif", "snapshot", "stream"])
async def test_a_dead_port(site: MakeSite, way: str):
    """Where nobody listens, the camera is unreachable, and after two looks offline."""
    here = await site()
    port = free_port()
    access = {
        "onvif": harness.by_onvif("cam-1", port),
        "snapshot": {"onvif": False, "snapshot_url": f"http://127.0.0.1:{port}/now.jpg"},
        "stream": {"onvif": False, "rtsp_url": f"rtsp://127.0.0.1:{port}/live"},
    }[way]
    looker = here.looker(**access)
    kinds = [(await here.failure(looker)).kind for _ in range(2)]
    assert kinds == [Kind.UNREACHABLE] * 2
    assert here.health.state is HealthState.OFFLINE


async def _suffer_and_recover(here: Site, looker: Looker, fault: FaultKind, trouble: Trouble) -> None:
    for _ in range(9):  # its usual sharpness and its view are learned
        picture_of(await here.look(looker))
    assert here.health.state is HealthState.OK
    here.suffers(fault, trouble.figure)
    told = await here.failure(looker, within=trouble.after)
    assert told.kind is trouble.kind, told.detail
    assert LOGIN.password not in told.detail
    again = await here.failure(looker)
    assert again.kind is trouble.kind, again.detail
    assert (here.health.state, here.health.kind) == (trouble.state, trouble.kind)
    here.recovers()
    picture_of(await here.look(looker))
    assert here.health.state is HealthState.OK


@pytest.mark.parametrize("way", ["onvif", "snapshot", "stream"])
async def test_a_wrong_password_is_shown_twice_and_never_again(site: MakeSite, way: str):
    """Cameras lock accounts: after two refused logins nothing is sent, not even by the next process."""
    here = await site()
    access = {
        "onvif": {},
        "snapshot": {"onvif": False, "snapshot_url": here.server.url("cam-1")},
        "stream": {"onvif": False, "rtsp_url": here.server.stream_url("cam-1")},
    }[way]
    looker = here.looker(WRONG, **access)
    kinds = [(await here.failure(looker)).kind for _ in range(3)]
    assert kinds[0] is Kind.LOGIN_REFUSED
    assert kinds[-1] is Kind.LOGIN_STOPPED
    assert here.health.state is HealthState.LOGIN_STOPPED
    asked = here.server.requests
    assert (await here.failure(looker)).kind is Kind.LOGIN_STOPPED
    await looker.close()
    restarted = here.looker(WRONG, **access)
    assert (await here.failure(restarted)).kind is Kind.LOGIN_STOPPED
    assert here.server.requests == asked, "nothing more was sent"
    restarted.use(Secrets(credentials={"gate": LOGIN}))
    picture_of(await here.look(restarted))
    assert here.health.state is HealthState.OK


async def test_no_login_where_one_is_needed(site: MakeSite):
    """A camera without a credential is told apart from one with a wrong one."""
    here = await site()
    looker = here.looker(None, onvif=False, snapshot_url=here.server.url("cam-1"))
    assert (await here.failure(looker)).kind is Kind.NO_CREDENTIAL


async def test_a_camera_that_locks_us_out_later(site: MakeSite):
    """A password that is changed on the camera is noticed, and the right one ends it."""
    here = await site()
    looker = here.looker()
    picture_of(await here.look(looker))
    here.suffers(FaultKind.WRONG_PASSWORD)
    kinds = [(await here.failure(looker)).kind for _ in range(3)]
    assert kinds[0] is Kind.LOGIN_REFUSED
    assert kinds[-1] is Kind.LOGIN_STOPPED
    assert here.health.state is HealthState.LOGIN_STOPPED


async def test_a_clock_that_is_off_is_news_and_no_hindrance(site: MakeSite):
    """An hour ahead, a camera that takes tokens only is still logged in to, and its clock is told."""
    here = await site(accepts=frozenset({Accepts.TOKEN}))
    here.suffers(FaultKind.CLOCK_OFF)
    looker = here.looker()
    picture_of(await here.look(looker))
    offset_s = looker.clock_offset_s("cam-1")
    assert offset_s == pytest.approx(3600, abs=15)
    health, news = step_clock(here.health, offset_s or 0.0, TOLERANCE_S, here.clock.now())
    assert health.clock_wrong
    assert health.state is HealthState.OK
    assert [event.what for event in news] == ["wrong_time"]


NOT_BY_ONVIF = {Quirk.NO_SOAP, Quirk.CUT_XML}  # nothing can be asked: a configured address serves


@pytest.mark.parametrize("quirk", Quirk, ids=str)
async def test_every_manufacturers_habit(site: MakeSite, quirk: Quirk):
    """A picture comes in spite of it, or the failure has a name and a configured address still serves."""
    here = await site(quirks=frozenset({quirk}))
    looker = here.looker()
    if quirk in NOT_BY_ONVIF:
        failure = await here.failure(looker)
        assert failure.kind is Kind.BAD_ANSWER, failure.detail
        reach = harness.by_onvif("cam-1", here.server.port) | {"snapshot_url": here.server.url("cam-1")}
        looker = here.looker(**reach)
    frame = picture_of(await here.look(looker))
    without_snapshot = quirk is Quirk.NO_SNAPSHOT_URI
    assert frame.source is (FrameSource.RTSP if without_snapshot else FrameSource.SNAPSHOT)


async def test_addresses_behind_a_router_are_made_ours(site: MakeSite):
    """What a camera behind NAT tells is of its own network; it is reached by the address that we know."""
    here = await site(quirks=frozenset({Quirk.NAT_INSIDE}))
    looker = here.looker()
    picture_of(await here.look(looker))
    told = str(here.notebook.pages["cam-1"]["addresses"])
    assert f"127.0.0.1:{here.server.port}" in told
    assert LOGIN.password not in told


@pytest.mark.parametrize("codec", ["h264", "h265"])
async def test_a_stream_of_gstreamer(tmp_path: Path, codec: Codec):
    """Debian's RTSP server with digest login: a key frame of H.264 and of H.265; a wrong password is told."""
    if (lacking := available()) is not None:
        absent(lacking)
    clip = write_clip(tmp_path / "clip.mp4", seconds=2)
    async with GstRtspServer({"live": clip}, LOGIN, tmp_path / "streams", codec=codec) as server:
        one = camera(access={"credential": "gate", "onvif": False, "rtsp_url": server.url("live")})
        looker = Looker(
            cameras={one.id: one}.get,
            secrets=Secrets(credentials={"gate": WRONG}),
            memory=Notebook(),
            looking=LOOKING,
            quality=Quality(),
            clock=SystemClock(),
            ids=CountingIds(),
            streams=1,
            conversations=1,
        )
        wish = LookRequest(camera_id=one.id, not_before=0, deadline=10, reason=LookReason.PATROL)
        try:
            refused = await looker.look(wish)
            assert isinstance(refused, LookFailure)
            assert refused.kind is Kind.LOGIN_REFUSED, refused.detail
            looker.use(Secrets(credentials={"gate": LOGIN}))
            frame = picture_of(await looker.look(wish))
            assert (frame.source, frame.size) == (FrameSource.RTSP, (320, 180))
        finally:
            await looker.close()
