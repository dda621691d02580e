"""Which ways are tried, when ONVIF is asked, and what is noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pytest

from core.clock import Clock, ManualClock
from core.config.camera import Camera
from core.config.settings.looking import Looking
from core.errors import LookError
from core.frame import Image
from core.look import LookFailureKind as Kind
from core.secrets import Credential
from ingest.access import Addresses, LoginRefused
from ingest.known import Known
from ingest.snapshot import Snapshots
from ingest.taking import REFRESH_AGAIN_S, REFRESH_S, Taker, spread
from ingest.ways import WayKind
from tests.builders import START, camera
from tests.fakes.http_camera import Fault, HttpCamera

JPEG = cv2.imencode(".jpg", np.random.default_rng(1).integers(0, 255, (90, 160, 3), np.uint8))[1].tobytes()
LOOKING = Looking(open_s=0.4, read_s=0.3)
LOGIN = Credential(user="viewer", password="hush")


def size(image: Image) -> tuple[int, int]:
    """What is made of a picture here: its height and width."""
    return image.shape[0], image.shape[1]


@dataclass
class Onvif:
    """Stands for `find_addresses`: answers, or raises, and counts."""

    answer: Addresses | LookError
    calls: list[Addresses | None] = field(default_factory=list)

    def __call__(
        self,
        camera: Camera,
        credential: Credential | None,
        *,
        looking: Looking,
        clock: Clock,
        remembered: Any,
    ) -> Addresses:
        """Answer as scripted."""
        self.calls.append(remembered)
        if isinstance(self.answer, LookError):
            raise self.answer
        return self.answer


@dataclass
class Desk:
    """A taker with its clock and its ONVIF."""

    taker: Taker
    clock: ManualClock
    onvif: Onvif


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A taker over a real HTTP client; ONVIF does not answer unless told to."""
    clock = ManualClock(START)
    onvif = Onvif(LookError(Kind.UNREACHABLE, "scripted: no ONVIF"))
    with ThreadPoolExecutor(2) as pool:
        snapshots = Snapshots(LOOKING, cnonce=lambda: "c", decoder=pool, clock=clock)
        yield Desk(
            Taker(looking=LOOKING, clock=clock, snapshots=snapshots, find=onvif, rtsp=pool, onvif=pool),
            clock,
            onvif,
        )
        await snapshots.close()


def at_host(**access: Any) -> tuple[Camera, Known]:
    """A camera with a host for ONVIF, and nothing known of it."""
    made = camera(access={"host": "127.0.0.1"} | access)
    return made, Known.recall(None, made, LOGIN)


async def kind_of(desk: Desk, one: Camera, known: Known) -> Kind:
    """The kind with which a look fails; the failure is counted as the looker does."""
    with pytest.raises(LookError) as raised:
        await desk.taker.take(one, known, judge=size)
    known.failures += 1
    return raised.value.kind


async def test_an_ordinary_look_is_one_request_and_no_onvif(desk: Desk):
    """Asked once, remembered; the next looks go straight to the picture."""
    async with HttpCamera(JPEG) as http:
        desk.onvif.answer = Addresses(snapshot_url=http.url(), refreshed_at=desk.clock.now())
        one, known = at_host()
        for _ in range(4):
            desk.clock.advance(60)
            taken = await desk.taker.take(one, known, judge=size)
            assert taken.jpeg == JPEG
        assert len(desk.onvif.calls) == 1
        assert len(http.seen) == 4
        assert known.worked is WayKind.ONVIF_SNAPSHOT


async def test_addresses_are_asked_for_daily_at_a_time_of_the_cameras_own(desk: Desk):
    """Three quarters of a day to a whole one; the old addresses serve when the question fails."""
    async with HttpCamera(JPEG) as http:
        desk.onvif.answer = Addresses(snapshot_url=http.url(), refreshed_at=desk.clock.now())
        one, known = at_host()
        await desk.taker.take(one, known, judge=size)
        desk.clock.advance(0.74 * REFRESH_S)
        await desk.taker.take(one, known, judge=size)
        assert len(desk.onvif.calls) == 1
        desk.onvif.answer = LookError(Kind.TIMEOUT, "scripted")
        desk.clock.advance(0.26 * REFRESH_S)
        await desk.taker.take(one, known, judge=size)
        assert len(desk.onvif.calls) == 2
    assert len({round(spread(f"cam-{n}"), 2) for n in range(200)}) > 50


async def test_the_first_failure_tries_one_way_and_the_second_all(desk: Desk):
    """A camera that is down must not cost every deadline; one that changed is found again."""
    async with HttpCamera(JPEG) as old, HttpCamera(JPEG) as new:
        desk.onvif.answer = Addresses(snapshot_url=old.url(), refreshed_at=desk.clock.now())
        one, known = at_host(snapshot_url=new.url("/own.jpg"))
        await desk.taker.take(one, known, judge=size)
        old.always = Fault.ERROR
        assert await kind_of(desk, one, known) is Kind.BAD_ANSWER
        assert new.seen == []
        assert (await desk.taker.take(one, known, judge=size)).jpeg == JPEG
        assert known.worked is WayKind.SNAPSHOT


async def test_a_cheaper_way_is_tried_again_ever_more_rarely(desk: Desk):
    """It may have failed for a passing reason; where it never works, trying costs little."""
    async with HttpCamera(JPEG, always=Fault.ERROR) as preferred, HttpCamera(JPEG) as second:
        desk.onvif.answer = Addresses(snapshot_url=preferred.url(), refreshed_at=desk.clock.now())
        one, known = at_host(snapshot_url=second.url())
        tried_at = []
        for minute in range(60):
            before = len(preferred.seen)
            await desk.taker.take(one, known, judge=size)
            tried_at += [minute] if len(preferred.seen) > before else []
            desk.clock.advance(60)
        assert tried_at == [0, 1, 3, 7, 15, 31]
        preferred.always = None
        desk.clock.advance(3600)
        await desk.taker.take(one, known, judge=size)
        assert known.worked is WayKind.ONVIF_SNAPSHOT


async def test_lasting_failure_asks_for_the_addresses_again(desk: Desk):
    """The camera moved to another path: ONVIF tells, but is not asked at every look."""
    async with HttpCamera(JPEG) as http:
        desk.onvif.answer = Addresses(snapshot_url="http://127.0.0.1:1/gone", refreshed_at=desk.clock.now())
        one, known = at_host()
        known.worked = WayKind.ONVIF_SNAPSHOT
        assert await kind_of(desk, one, known) is Kind.UNREACHABLE
        assert await kind_of(desk, one, known) is Kind.UNREACHABLE
        assert len(desk.onvif.calls) == 1
        desk.clock.advance(REFRESH_AGAIN_S)
        desk.onvif.answer = Addresses(snapshot_url=http.url("/moved.jpg"), refreshed_at=desk.clock.now())
        assert (await desk.taker.take(one, known, judge=size)).jpeg == JPEG
        assert len(desk.onvif.calls) == 2


async def test_without_onvif_the_configured_address_serves(desk: Desk):
    """ONVIF fails, is left alone for a while; a camera with `onvif: false` is never asked."""
    async with HttpCamera(JPEG) as http:
        one, known = at_host(snapshot_url=http.url())
        for _ in range(3):
            await desk.taker.take(one, known, judge=size)
        assert len(desk.onvif.calls) == 1
        silent, nothing = at_host(snapshot_url=http.url(), onvif=False)
        await desk.taker.take(silent, nothing, judge=size)
        assert len(desk.onvif.calls) == 1


async def test_no_address_at_all_is_named(desk: Desk):
    """ONVIF's own failure where there is one, else that no address is known."""
    one, known = at_host()
    assert await kind_of(desk, one, known) is Kind.UNREACHABLE
    desk.onvif.answer = Addresses(refreshed_at=desk.clock.now())
    one, known = at_host()
    assert await kind_of(desk, one, known) is Kind.NO_ADDRESS


async def test_a_refused_login_ends_the_look_and_goes_last(desk: Desk):
    """One login a look; the next look shows it elsewhere, and a success ends the count."""
    async with (
        HttpCamera(JPEG, credential=Credential(user="viewer", password="another")) as strict,
        HttpCamera(JPEG) as open_one,
    ):
        desk.onvif.answer = Addresses(snapshot_url=strict.url(), refreshed_at=desk.clock.now())
        one, known = at_host(snapshot_url=open_one.url())
        assert await kind_of(desk, one, known) is Kind.LOGIN_REFUSED
        assert (known.refused, strict.refused, open_one.seen) == (1, 1, [])
        assert known.dirty
        await desk.taker.take(one, known, judge=size)
        assert (known.refused, strict.refused) == (0, 1)


async def test_a_login_refused_by_onvif_is_counted_as_the_camera_counts(desk: Desk):
    """Digest and token were both shown: two."""
    desk.onvif.answer = LoginRefused("scripted", attempts=2)
    one, known = at_host()
    assert await kind_of(desk, one, known) is Kind.LOGIN_REFUSED
    assert known.refused == 2
    assert known.refused_ways == {WayKind.ONVIF}
