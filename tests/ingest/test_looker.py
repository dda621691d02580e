"""Looking as a whole: real sockets, fake ONVIF, and never an exception."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from structlog.testing import capture_logs

from core.clock import SystemClock
from core.config.camera import Camera
from core.config.settings.looking import Looking, Quality
from core.errors import LookError
from core.frame import Frame, FrameSource
from core.ids import CountingIds
from core.look import LookFailure, LookReason, LookRequest
from core.look import LookFailureKind as Kind
from core.secrets import Credential, Secrets
from ingest.access import Addresses
from ingest.looker import Looker
from tests.builders import camera
from tests.fakes.http_camera import Fault, HttpCamera
from tests.fakes.rtsp_camera import Clip, RtspCamera

LOGIN = Credential(user="viewer", password="hush")
LOOKING = Looking(open_s=0.4, read_s=0.4, onvif_s=0.2)


def jpeg(seed: int = 1, dark: bool = False) -> bytes:
    """A picture with content, or a black one."""
    image = cv2.resize(np.random.default_rng(seed).integers(0, 255, (45, 80, 3), np.uint8), (640, 360))
    return cv2.imencode(".jpg", image // 200 if dark else image)[1].tobytes()


class Notebook:
    """A memory in a dict."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, Any]] = {}

    def recall(self, camera_id: str) -> dict[str, Any] | None:
        """What was written."""
        return self.pages.get(camera_id)

    def remember(self, camera_id: str, what: dict[str, Any]) -> None:
        """Write."""
        self.pages[camera_id] = what


def no_onvif(*_: object, **__: object) -> Addresses:
    """Nobody answers."""
    raise LookError(Kind.UNREACHABLE, "scripted: no ONVIF")


Make = Callable[..., Looker]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    """Makes lookers and closes them."""
    made: list[Looker] = []

    def build(
        *cameras: Camera, memory: Notebook | None = None, login: Credential = LOGIN, **more: Any
    ) -> Looker:
        values: dict[str, Any] = {
            "cameras": {one.id: one for one in cameras}.get,
            "secrets": Secrets(credentials={"gate": login}),
            "memory": memory or Notebook(),
            "looking": LOOKING,
            "quality": Quality(),
            "clock": SystemClock(),
            "ids": CountingIds(),
            "find": no_onvif,
            "streams": 2,
            "conversations": 2,
        }
        made.append(Looker(**(values | more)))
        return made[-1]

    yield build
    for looker in made:
        await looker.close()


def at(url: str, **access: Any) -> Camera:
    """A camera with a configured address."""
    key = "rtsp_url" if url.startswith("rtsp") else "snapshot_url"
    return camera(access={key: url, "onvif": False, "credential": "gate"} | access)


def request(reason: LookReason = LookReason.PATROL, incident: str | None = None) -> LookRequest:
    """A wish for a picture of cam-1."""
    return LookRequest(camera_id="cam-1", not_before=0, deadline=10, reason=reason, incident_id=incident)


async def test_a_look_brings_a_frame_that_answers_its_request(make: Make):
    """Picture, bytes, reason, incident, ids and times."""
    async with HttpCamera(jpeg(), credential=LOGIN) as http:
        frame = await make(at(http.url())).look(request(LookReason.VERIFY, "inc-1"))
        assert isinstance(frame, Frame)
        assert (frame.camera_id, frame.look_id, frame.incident_id) == ("cam-1", "look_000001", "inc-1")
        assert (frame.reason, frame.source, frame.size) == (
            LookReason.VERIFY,
            FrameSource.SNAPSHOT,
            (640, 360),
        )
        assert frame.jpeg == http.picture
        assert 0 < frame.took_s < 5


async def test_no_more_is_decoded_than_is_enough(make: Make):
    """Who can do with 320 pixels gets a half of 640, and the camera's own bytes; the small grey picture comes along."""
    async with HttpCamera(jpeg(), credential=LOGIN) as http:
        frame = await make(at(http.url()), enough=lambda _: 320).look(request())
        assert isinstance(frame, Frame)
        assert frame.size == (320, 180)
        assert frame.jpeg == http.picture
        assert frame.small is not None
        assert frame.small.shape == (72, 128)


async def test_a_key_frame_where_there_is_no_snapshot(make: Make, shared_data: Path):
    """RTSP alone is enough."""
    async with RtspCamera(Clip.read(shared_data / "clips" / "short_h264_16kB.mp4"), credential=LOGIN) as rtsp:
        frame = await make(at(rtsp.url)).look(request())
        assert isinstance(frame, Frame)
        assert (frame.source, frame.jpeg) == (FrameSource.RTSP, None)


async def test_a_bad_picture_is_a_named_failure(make: Make):
    """Black is not "nothing found"."""
    async with HttpCamera(jpeg(dark=True)) as http:
        failure = await make(at(http.url())).look(request())
        assert isinstance(failure, LookFailure)
        assert failure.kind is Kind.BLACK
        assert failure.reason is LookReason.PATROL


async def test_two_refused_logins_stop_until_the_credential_changes(make: Make):
    """Also over a restart; the corrected password goes on at once, and nothing is shown in between."""
    notebook = Notebook()
    async with HttpCamera(jpeg(), credential=Credential(user="viewer", password="corrected")) as http:
        looker = make(at(http.url()), memory=notebook)
        kinds = [(await looker.look(request())).kind for _ in range(4)]  # type: ignore[union-attr] # all fail
        assert kinds == [Kind.LOGIN_REFUSED] * 2 + [Kind.LOGIN_STOPPED] * 2
        assert http.refused == 2
        again = make(at(http.url()), memory=notebook)
        stopped = await again.look(request())
        assert isinstance(stopped, LookFailure)
        assert stopped.kind is Kind.LOGIN_STOPPED
        assert "hush" not in stopped.detail + str(notebook.pages)
        again.use(Secrets(credentials={"gate": Credential(user="viewer", password="corrected")}))
        assert isinstance(await again.look(request()), Frame)
        assert http.refused == 2
        assert notebook.pages["cam-1"]["refused"] == 0


async def test_addresses_survive_a_restart(make: Make):
    """The second process does not ask by ONVIF."""
    notebook, asked = Notebook(), []
    async with HttpCamera(jpeg()) as http:

        def find(*_: object, **__: object) -> Addresses:
            asked.append(1)
            clock = SystemClock()
            return Addresses(snapshot_url=http.url(), clock_offset_s=-7.5, refreshed_at=clock.now())

        one = camera(access={"host": "127.0.0.1"})
        for _ in range(2):
            looker = make(one, memory=notebook, find=find)
            assert isinstance(await looker.look(request()), Frame)
            assert looker.clock_offset_s("cam-1") == -7.5
    assert asked == [1]


async def test_a_changed_configuration_is_asked_anew(make: Make):
    """Another host voids what is known; another zone does not."""
    async with HttpCamera(jpeg()) as http, HttpCamera(jpeg(2)) as other:
        cameras = {"cam-1": at(http.url())}
        looker = make(cameras=cameras.get)
        await looker.look(request())
        known = looker._known["cam-1"]
        cameras["cam-1"] = at(http.url()).model_copy(update={"name": "renamed"})
        looker.forget("cam-1")
        await looker.look(request())
        assert looker._known["cam-1"] is known
        cameras["cam-1"] = at(other.url())
        looker.forget("cam-1")
        frame = await looker.look(request())
        assert isinstance(frame, Frame)
        assert frame.jpeg == other.picture


async def test_whatever_happens_it_is_a_failure_and_not_an_exception(make: Make):
    """A removed camera, a bug, a dead camera: each has a kind."""
    gone = await make().look(request())
    assert isinstance(gone, LookFailure)
    assert gone.kind is Kind.INTERNAL

    def broken(*_: object, **__: object) -> Addresses:
        raise ZeroDivisionError("scripted bug with a secret in it")

    with capture_logs() as logs:
        bug = await make(camera(access={"host": "x"}), find=broken).look(request())
    assert isinstance(bug, LookFailure)
    assert bug.kind is Kind.INTERNAL
    assert bug.detail == "looking broke: ZeroDivisionError"
    (told,) = [line for line in logs if line["event"] == "look.broke"]
    assert told["at"][-1].startswith(__file__)
    assert "secret" not in str(told)
    async with HttpCamera(jpeg(), always=Fault.SILENT) as http:
        dead = await make(at(http.url())).look(request())
        assert isinstance(dead, LookFailure)
        assert dead.kind is Kind.TIMEOUT


async def test_one_deadline_holds_whatever_the_camera_does(make: Make):
    """ONVIF that hangs in a thread does not hold the look."""
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hangs(*_: object, **__: object) -> Addresses:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
        raise LookError(Kind.TIMEOUT, "late")

    looker = make(
        camera(access={"host": "x"}), find=hangs, looking=Looking(open_s=0.05, read_s=0.05, onvif_s=0.1)
    )
    assert looker.deadline_s == pytest.approx(0.3)
    failure = await looker.look(request())
    release.set()
    assert isinstance(failure, LookFailure)
    assert failure.kind is Kind.TIMEOUT
    assert failure.took_s < 1


async def test_a_cancellation_passes(make: Make):
    """A stopping service is not told a failure."""
    async with HttpCamera(jpeg(), always=Fault.SILENT) as http:
        task = asyncio.create_task(make(at(http.url())).look(request()))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_watched_camera_streams_and_is_judged(make: Make, shared_data: Path):
    """The stream's address comes from the same knowledge; without one it is named."""
    async with RtspCamera(Clip.read(shared_data / "clips" / "short_h264_16kB.mp4"), credential=LOGIN) as rtsp:
        looker = make(at(rtsp.url))
        watch = await looker.watch("cam-1", fps=5, rng=random.Random(1))
        async with asyncio.timeout(3), watch:
            image = await watch.next()
        assert isinstance(image, np.ndarray)
        assert (await looker.judge("cam-1", image)).good
    with pytest.raises(LookError) as raised:
        await make(at("http://127.0.0.1/s.jpg")).watch("cam-1", fps=5, rng=random.Random(1))
    assert raised.value.kind is Kind.NO_ADDRESS


async def test_a_watched_camera_stops_logging_in_as_well(make: Make, shared_data: Path):
    """Two refusals, then none is shown; the corrected login goes on."""
    clip = Clip.read(shared_data / "clips" / "short_h264_16kB.mp4")
    async with RtspCamera(clip, credential=Credential(user="viewer", password="corrected")) as rtsp:
        quick = Looking(open_s=0.4, read_s=0.4, backoff_s=0.01, backoff_max_s=0.02)
        looker = make(at(rtsp.url), looking=quick)
        watch = await looker.watch("cam-1", fps=5, rng=random.Random(1))
        async with asyncio.timeout(4), watch:
            told = [await watch.next() for _ in range(4)]
            assert [t.kind for t in told if isinstance(t, LookError)][-1] is Kind.LOGIN_STOPPED
            assert rtsp.refused == 2
            looker.use(Secrets(credentials={"gate": Credential(user="viewer", password="corrected")}))
            while isinstance(await watch.next(), LookError):
                pass
        assert rtsp.refused == 2


async def test_an_accepted_view_is_learned_anew(make: Make):
    """The reference is dropped, and that is kept."""
    notebook = Notebook()
    async with HttpCamera(jpeg()) as http:
        looker = make(at(http.url()), memory=notebook)
        await looker.look(request())
        assert looker._known["cam-1"].quality.day is not None
        await looker.accept_view("cam-1")
        assert notebook.pages["cam-1"]["quality"]["day"] is None


async def test_a_turned_camera_is_looked_at_and_nothing_is_learned(make: Make):
    """Its view there is none that is known; a black picture is still a black picture."""
    async with HttpCamera(jpeg(1)) as http:
        looker = make(at(http.url()))
        await looker.look(request())
        before = looker._known["cam-1"].quality
        http.picture = jpeg(2)
        assert isinstance(await looker.look_elsewhere(request(LookReason.CONFIRM, "inc-1")), Frame)
        http.picture = jpeg(dark=True)
        dark = await looker.look_elsewhere(request())

    assert isinstance(dark, LookFailure)
    assert dark.kind is Kind.BLACK
    assert looker._known["cam-1"].quality is before
    assert looker.may_log_in("cam-1")
