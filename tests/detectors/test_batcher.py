from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from core.clock import SystemClock
from core.detection import Detections
from core.frame import Frame
from core.geometry import Box
from core.look import LookReason
from detectors.batcher import Batcher, Shed
from detectors.tiles import Plan
from tests.builders import frame
from tests.builders_detectors import FakeDetector


class HeldDetector(FakeDetector):
    """A detector that waits for leave, so that pictures pile up behind a batch under way."""

    def __init__(self) -> None:
        super().__init__()
        self.leave = threading.Event()
        self.busy = threading.Event()

    def detect(
        self, images: Sequence[NDArray[np.uint8]], plans: Sequence[Plan | None] = ()
    ) -> list[Detections]:
        """Wait for leave, then answer."""
        self.busy.set()
        assert self.leave.wait(5)
        return super().detect(images, plans)


def picture(number: int, *, camera_id: str = "", reason: LookReason = LookReason.PATROL) -> Frame:
    """Build a picture that can be told by its brightness."""
    image = np.full((8, 16, 3), number, np.uint8)
    return frame(camera_id=camera_id or f"cam-{number}", image=image, reason=reason)


@pytest.fixture
async def held() -> AsyncIterator[tuple[HeldDetector, Batcher]]:
    """A batcher of 4 pictures and 6 places whose detector is busy with picture 0."""
    detector = HeldDetector()
    batcher = Batcher(detector, batch=4, wait_ms=1, waiting=6, clock=SystemClock())
    first = asyncio.create_task(batcher.detect(picture(0)))
    await asyncio.to_thread(detector.busy.wait, 5)
    yield detector, batcher
    detector.leave.set()
    await batcher.close()
    await first


async def arrive(batcher: Batcher, *pictures: Frame) -> list[asyncio.Task[Detections]]:
    """Let pictures arrive in order, without waiting for the answers."""
    tasks = []
    for one in pictures:
        tasks.append(asyncio.create_task(batcher.detect(one)))
        await asyncio.sleep(0)
    return tasks


async def test_pictures_of_many_cameras_go_together_and_answers_find_their_way() -> None:
    """Five at once on a batch of four: 4 + 1, and everybody gets his own answer."""
    detector = FakeDetector()
    batcher = Batcher(detector, batch=4, wait_ms=20, waiting=64, clock=SystemClock())
    answers = await asyncio.gather(*(batcher.detect(picture(i)) for i in range(5)))
    assert [one.shed for one in answers] == [0, 1, 2, 3, 4]
    assert [len(batch) for batch in detector.batches] == [4, 1]
    counters = batcher.counters
    assert (counters.pictures, counters.batches, counters.shed, counters.failed) == (5, 2, 0, 0)
    assert counters.infer_s > 0
    await batcher.close()
    assert detector.closed


async def test_a_lonely_picture_waits_only_so_long() -> None:
    """One picture leaves after the wait, not with a full batch only; then the worker waits for the next."""
    batcher = Batcher(FakeDetector(), batch=8, wait_ms=5, waiting=64, clock=SystemClock())
    for number in (7, 8):
        async with asyncio.timeout(1):
            assert (await batcher.detect(picture(number))).shed == number
    await batcher.close()


async def test_the_oldest_patrol_picture_makes_room(held: tuple[HeldDetector, Batcher]) -> None:
    """Six places: the seventh picture sends the oldest patrol away, never a confirming or operator's look."""
    detector, batcher = held
    waiting = await arrive(
        batcher,
        picture(1, reason=LookReason.CONFIRM),
        picture(2),
        picture(3, reason=LookReason.VERIFY),
        picture(4),
        picture(5, reason=LookReason.OPERATOR),
        picture(6, reason=LookReason.EVENT),
        picture(7),
        picture(8, reason=LookReason.CONFIRM),
    )
    detector.leave.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [i for i, one in enumerate(answers, start=1) if isinstance(one, Shed)] == [2, 4]
    assert batcher.counters.shed == 2
    assert batcher.waiting == 0


async def test_only_urgent_ones_left_sheds_the_oldest(held: tuple[HeldDetector, Batcher]) -> None:
    """Where only confirming looks wait, the bound holds all the same."""
    detector, batcher = held
    waiting = await arrive(batcher, *(picture(i, reason=LookReason.CONFIRM) for i in range(1, 9)))
    detector.leave.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(one, Shed) for one in answers] == [True, True] + [False] * 6


async def test_a_patrol_picture_that_comes_last_to_a_full_room_goes(
    held: tuple[HeldDetector, Batcher],
) -> None:
    """Six confirming looks wait: the patrol's newcomer is the only patrol picture, so it goes."""
    detector, batcher = held
    waiting = await arrive(batcher, *(picture(i, reason=LookReason.VERIFY) for i in range(1, 7)), picture(9))
    detector.leave.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(one, Shed) for one in answers] == [False] * 6 + [True]


async def test_a_busy_camera_does_not_keep_others_out(held: tuple[HeldDetector, Batcher]) -> None:
    """Four pictures of one camera came first, two others after: the next batch holds all three cameras."""
    detector, batcher = held
    flood = [picture(i, camera_id="watched") for i in range(1, 5)]
    waiting = await arrive(batcher, *flood, picture(5), picture(6))
    detector.leave.set()
    await asyncio.gather(*waiting)
    assert detector.batches[1:] == [[1, 2, 5, 6], [3, 4]]


async def test_looks_that_somebody_waits_for_go_first(held: tuple[HeldDetector, Batcher]) -> None:
    """An operator's click passes five patrol pictures."""
    detector, batcher = held
    click = picture(6, reason=LookReason.OPERATOR)
    waiting = await arrive(batcher, *(picture(i) for i in range(1, 6)), click)
    detector.leave.set()
    await asyncio.gather(*waiting)
    assert 6 in detector.batches[1]


async def test_a_broken_batch_is_told_to_its_waiters_and_no_one_else() -> None:
    """The detector breaks once: its batch fails, the next one is served."""
    detector = FakeDetector()
    batcher = Batcher(detector, batch=4, wait_ms=1, waiting=8, clock=SystemClock())
    detector.breaks = True
    with pytest.raises(RuntimeError, match="scripted failure"):
        await batcher.detect(picture(1))
    detector.breaks = False
    assert (await batcher.detect(picture(2))).shed == 2
    assert (batcher.counters.failed, batcher.counters.pictures) == (1, 2)
    await batcher.close()


class Forgetful(FakeDetector):
    """Leaves the first picture of a batch out, as long as it is told to."""

    forgets = True

    def detect(
        self, images: Sequence[NDArray[np.uint8]], plans: Sequence[Plan | None] = ()
    ) -> list[Detections]:
        """Answer too little."""
        return super().detect(images, plans)[int(self.forgets) :]


async def test_a_detector_that_answers_too_little_is_broken() -> None:
    """Its batch is told so, and the worker goes on."""
    detector = Forgetful()
    batcher = Batcher(detector, batch=4, wait_ms=1, waiting=8, clock=SystemClock())
    with pytest.raises(ValueError, match="shorter"):
        await batcher.detect(picture(1))
    detector.forgets = False
    assert (await batcher.detect(picture(2))).shed == 2
    assert batcher.counters.failed == 1
    await batcher.close()
    assert detector.closed


async def test_who_gave_up_costs_nothing(held: tuple[HeldDetector, Batcher]) -> None:
    """A cancelled waiter is not given to the detector, and makes room before others have to."""
    detector, batcher = held
    waiting = await arrive(batcher, *(picture(i) for i in range(1, 7)))
    waiting[2].cancel()
    await asyncio.sleep(0)
    waiting += await arrive(batcher, picture(7))
    detector.leave.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(answers[2], asyncio.CancelledError)
    assert batcher.counters.shed == 0
    assert 3 not in [number for batch in detector.batches for number in batch]


async def test_closing_answers_everybody(held: tuple[HeldDetector, Batcher]) -> None:
    """The batch under way is finished, the waiting are turned away, later ones are refused."""
    detector, batcher = held
    waiting = await arrive(batcher, picture(1), picture(2))
    closing = asyncio.create_task(batcher.close())
    await asyncio.sleep(0)
    detector.leave.set()
    await closing
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, Shed) for one in answers)
    assert detector.closed
    with pytest.raises(Shed, match="being closed"):
        await batcher.detect(picture(3))
    await batcher.close()


async def test_closing_before_the_first_picture() -> None:
    """Nothing was started, nothing hangs."""
    detector = FakeDetector()
    await Batcher(detector, batch=1, wait_ms=0, waiting=1, clock=SystemClock()).close()
    assert detector.closed


async def test_the_detector_is_given_no_more_than_its_budget() -> None:
    """At 40 pictures a second, three full batches of two begin 50 ms apart, however fast the detector is."""
    clock = SystemClock()
    batcher = Batcher(FakeDetector(), batch=2, wait_ms=50, waiting=10, clock=clock, per_s=40)
    began = clock.monotonic()
    await asyncio.gather(*await arrive(batcher, *(picture(number) for number in range(6))))
    took_s = clock.monotonic() - began
    await batcher.close()
    assert batcher.counters.batches == 3
    assert 0.1 <= took_s < 2


def plan(tiles: int, *, left_out: int = 0) -> Plan:
    """Build a plan of that many tiles."""
    return Plan(
        tiles=(Box(x0=0, y0=0, x1=0.5, y1=0.5),) * tiles, classes=frozenset({"person"}), left_out=left_out
    )


async def test_a_picture_goes_with_its_plan_and_counts_its_tiles() -> None:
    """The detector gets the plan of each picture beside it; tiles and what a bound left out are counted."""
    detector = FakeDetector()
    batcher = Batcher(detector, batch=8, wait_ms=5, waiting=64, clock=SystemClock())
    mine = plan(3, left_out=2)
    await asyncio.gather(batcher.detect(picture(1)), batcher.detect(picture(2), mine))
    await batcher.close()
    assert detector.plans == [None, mine]
    counters = batcher.counters
    assert (counters.pictures, counters.tiles, counters.tiles_left_out, counters.batches) == (2, 3, 2, 1)


async def test_tiles_fill_a_batch_like_pictures(held: tuple[HeldDetector, Batcher]) -> None:
    """On a batch of four, a picture with two tiles leaves room for one more; one with nine goes alone."""
    detector, batcher = held
    waiting = []
    for number, tiles in ((1, 2), (2, 0), (3, 0), (4, 9), (5, 0)):
        task = batcher.detect(picture(number), plan(tiles) if tiles else None)
        waiting.append(asyncio.create_task(task))
        await asyncio.sleep(0)
    detector.leave.set()
    await asyncio.gather(*waiting)
    assert detector.batches[1:] == [[1, 2], [3], [4], [5]]


async def test_tiles_count_against_the_budget() -> None:
    """At 100 pictures a second, two looks at nine tiles each begin a tenth of a second apart."""
    clock = SystemClock()
    batcher = Batcher(FakeDetector(), batch=2, wait_ms=0, waiting=10, clock=clock, per_s=100)
    began = clock.monotonic()
    await asyncio.gather(*(batcher.detect(picture(number), plan(9)) for number in range(2)))
    took_s = clock.monotonic() - began
    await batcher.close()
    assert batcher.counters.batches == 2
    assert 0.1 <= took_s < 2
