from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from alerts.desk import Outcome
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.profile import Profile
from core.detection import Detections
from core.errors import StoreError
from core.frame import Frame
from core.sighting import Observation
from detectors.batcher import Counters, Shed
from detectors.rulebook import RuleBook
from detectors.tiles import Plan
from gridwatch.pipeline import Looked, Posting
from gridwatch.shadow.book import Book
from gridwatch.shadow.kept import read_book
from gridwatch.shadow.runner import QUIET, Candidate, Shadow
from gridwatch.shadow.trial import Seer, Side
from tests.builders import camera, detections, frame, profile

HEAP = ("waste", (0.4, 0.6, 0.6, 0.8), 0.9)
CAR = ("car", (0.0, 0.0, 0.1, 0.1), 0.9)
WASTE: dict[str, Any] = {
    "id": "waste",
    "kind": "dwell",
    "matter": "w",
    "classes": ["waste"],
    "k": 2,
    "n": 2,
    "over_s": 10,
}
LIVE_PROFILE = profile(WASTE)
LIVE, OTHER = Seer(name="street 1", sha256="a"), Seer(name="street 2", sha256="b")


class Eye:
    """A candidate's detector by script."""

    def __init__(self, *script: Detections | Exception) -> None:
        self.script = list(script)
        self.counters = Counters()

    async def detect(self, _frame: Frame, _plan: Plan | None = None) -> Detections:
        """Find what is next, at a cost."""
        from dataclasses import replace

        self.counters = replace(
            self.counters, pictures=self.counters.pictures + 1, infer_s=self.counters.infer_s + 0.05
        )
        found = self.script.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


class Street:
    """A camera whose live side is judged as the pipeline does it, and a shadow beside it."""

    def __init__(self, path: Path, clock: ManualClock) -> None:
        self.path = path / "shadow.db"
        self.clock = clock
        self.posting = Posting(camera=camera(), profile=LIVE_PROFILE)
        self.book = RuleBook(self.posting.camera, LIVE_PROFILE)
        self.state: dict[str, Any] | None = None
        self.shadow: Shadow | None = None

    def cast(
        self,
        *,
        sees: Eye | None = None,
        candidate: Profile = LIVE_PROFILE,
        waiting: int = 16,
        share: float = 1.0,
        picture: Callable[..., bytes] | None = None,
    ) -> Shadow:
        """Begin a shadow."""
        self.shadow = Shadow(
            Candidate(
                live=LIVE,
                seer=OTHER if sees else LIVE,
                sees=sees,
                profile=lambda _posting: candidate,
                picture=picture,
            ),
            Book(self.path),
            share=share,
            waiting=waiting,
            keep_days=30,
            clock=self.clock,
        )
        return self.shadow

    def look(self, seconds: float, *rows: Any) -> Looked:
        """Look live, and offer it to the shadow."""
        shown, found = frame(seconds=seconds), detections(*rows)
        seen = Observation(
            camera_id="cam-1", look_id=shown.look_id, at=shown.taken_at, reason=shown.reason, detections=found
        )
        verdict = self.book.step(self.state, seen)
        self.state = verdict.state
        looked = Looked(
            frame=shown,
            detections=found,
            sightings=verdict.sightings,
            notes=verdict.notes,
            decision=Outcome(),
        )
        assert self.shadow is not None
        self.shadow.offer(looked, self.posting)
        return looked

    def sides(self) -> list[str]:
        """Whose alarms are kept."""
        return sorted(alarm.side.value for one in read_book(self.path) for alarm in one.alarms)


@pytest.fixture
async def street(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Street]:
    """One camera."""
    one = Street(tmp_path, clock)
    yield one
    if one.shadow is not None:
        await one.shadow.close()


async def test_a_candidate_model_is_judged_by_its_own_boxes(street: Street) -> None:
    """The live model sees a heap; the candidate sees none: one alarm, of the live side, and what the trial cost."""
    shadow = street.cast(sees=Eye(*[detections()] * 3))
    for i in range(3):
        street.look(10 * i, HEAP)
    await shadow.drain()
    assert street.sides() == ["live"]
    (kept,) = read_book(street.path)
    assert (kept.looked.looks, kept.looked.pictures) == (3, 3)
    assert kept.looked.seconds == pytest.approx(0.15)
    assert kept.trial.candidate_model == "street 2"


async def test_a_candidate_profile_uses_the_live_boxes_again(street: Street) -> None:
    """A rule that asks for less is sure earlier, at no cost in pictures."""
    shadow = street.cast(candidate=profile(WASTE | {"k": 1, "n": 1, "over_s": 0}, version=2))
    street.look(0, HEAP)
    await shadow.drain()
    assert street.sides() == ["candidate"]
    street.look(10, HEAP)
    await shadow.drain()
    assert street.sides() == ["candidate", "live"]
    assert read_book(street.path)[0].looked.pictures == 0


async def test_the_same_on_both_sides_is_nothing_to_compare(street: Street) -> None:
    """A camera whose profile has no candidate costs nothing."""
    shadow = street.cast()
    street.look(0, HEAP)
    await shadow.drain()
    assert not shadow.counts
    assert read_book(street.path) == ()


async def test_its_dwell_goes_on_after_a_restart(street: Street) -> None:
    """The state is its own, under its trial, and stored."""
    shadow = street.cast(sees=Eye(detections(HEAP)))
    street.look(0)
    await shadow.drain()
    await shadow.close()
    shadow = street.cast(sees=Eye(detections(HEAP)))
    street.look(10)
    await shadow.drain()
    assert street.sides() == ["candidate"]


async def test_what_finds_no_room_is_shed_and_counted(street: Street) -> None:
    """The live path never waits."""
    shadow = street.cast(sees=Eye(*[detections(HEAP)] * 2), waiting=2)
    for i in range(5):
        street.look(10 * i, HEAP)
    await shadow.drain()
    assert shadow.counts == {"looks": 2, "shed": 3}
    assert read_book(street.path)[0].looked.shed == 3


async def test_what_breaks_stays_in_the_shadow(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """A detector or a disk that fails costs that look of the shadow, and the next one goes on."""
    shadow = street.cast(sees=Eye(Shed("closing"), detections(HEAP), detections(HEAP), detections(HEAP)))
    street.look(0, HEAP)
    street.look(10, HEAP)
    await shadow.drain()
    real = shadow._book.keep

    def full(*_: object, **__: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(shadow._book, "keep", full)
    street.look(20, HEAP)
    await shadow.drain()
    monkeypatch.setattr(shadow._book, "keep", real)
    street.look(30, HEAP)
    await shadow.drain()
    assert shadow.counts == {"looks": 3, "failed": 2}
    (kept,) = read_book(street.path)
    assert (kept.looked.looks, kept.looked.failed) == (3, 2)


async def test_another_cameras_looks_are_left_alone(street: Street) -> None:
    """Only the stated share of cameras; a camera that is gone has no posting."""
    shadow = street.cast(sees=Eye(), share=1e-9)
    looked = street.look(0, HEAP)
    shadow.offer(looked, None)
    await shadow.drain()
    assert not shadow.counts


async def test_a_changed_live_profile_begins_another_trial(street: Street) -> None:
    """After a reload the figures of before must not be mixed in."""
    shadow = street.cast(sees=Eye(*[detections(HEAP)] * 2))
    street.look(0, HEAP)
    await shadow.drain()
    street.posting = Posting(camera=camera(), profile=profile(WASTE, version=2))
    street.look(10, HEAP)
    await shadow.drain()
    assert len(read_book(street.path)) == 2


async def test_quiet_looks_are_counted_without_a_transaction_each(street: Street) -> None:
    """An empty street is written every few looks, and the rest at the end."""
    shadow = street.cast(sees=Eye(*[detections()] * (QUIET + 3)), waiting=99)
    for i in range(QUIET + 3):
        street.look(10 * i)
    await shadow.drain()
    assert read_book(street.path)[0].looked.looks == QUIET
    await shadow.close()
    street.shadow = None
    assert read_book(street.path)[0].looked.looks == QUIET + 3


async def test_a_picture_is_kept_when_an_alarm_opens(street: Street) -> None:
    """One for each side, made of what that side saw."""
    made: list[int] = []

    def picture(_frame: Frame, found: Detections, _one: object) -> bytes:
        made.append(len(found))
        return b"jpeg"

    shadow = street.cast(sees=Eye(*[detections(HEAP, CAR)] * 3), picture=picture)
    for i in range(3):
        street.look(10 * i, HEAP)
    await shadow.drain()
    assert made == [1, 2]
    assert Side.LIVE.value in street.sides()


async def test_it_works_while_the_service_runs_and_stops_when_told(street: Street) -> None:
    """`run` takes what is offered; a stop does not wait for what is left."""
    shadow, stop = street.cast(sees=Eye(*[detections(HEAP)] * 2)), asyncio.Event()
    running = asyncio.create_task(shadow.run(stop))
    street.look(0, HEAP)
    street.look(10, HEAP)
    while shadow.counts["looks"] < 2:
        await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert street.sides() == ["candidate", "live"]


def test_the_store_of_incidents_is_not_within_reach() -> None:
    """The module has no way to a desk, a store or a schedule: what it cannot name it cannot change."""
    import gridwatch.shadow.runner as module

    assert not {"Desk", "Store", "Schedule", "LookWish"} & set(vars(module))
    assert MemoryStore not in vars(module).values()
