from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.camera import Camera
from core.frame import Frame, Image
from core.look import LookFailureKind
from gridwatch.calibration.doubts import EVERY_S, NOTE, SOON_S, Doubt, Doubts, print_of
from ingest.drift import reference_of
from tests.builders import at, camera, failure, frame
from tests.builders_calibration import seen
from tests.ingest.test_drift import scene

POINTS = tuple(pair.model_dump(mode="json") for pair in seen())
POSE = {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 60}


def measured(reference: str | None = None, **changes: Any) -> Camera:
    """Build a camera with ground points, and the picture that they were clicked in."""
    made = None if reference is None else {"at": at(0), "reference": reference}
    return camera(ground_points=POINTS, pose=POSE, calibration=made, **changes)


def look(image: Image) -> Frame:
    """Make a look."""
    return replace(frame(image=image), small=np.full((72, 128), image.mean(), np.uint8))


class Rig:
    """Doubts over a store, with one camera."""

    def __init__(self, told: Camera, clock: ManualClock) -> None:
        self.camera, self.clock, self.store = told, clock, MemoryStore()
        self.thread = ThreadPoolExecutor(1)
        self.start()

    def start(self) -> None:
        """Begin a process."""
        self.doubts = Doubts(
            self.store, self.thread, lambda _: self.camera, self.clock, zone=ZoneInfo("Asia/Shanghai")
        )

    def written(self) -> Any:
        """Return what is in the store once everything is written."""
        self.thread.submit(lambda: None).result(5)
        with self.store.read() as reader:
            return reader.notes(NOTE).get("cam-1", {})

    def looks(self, image: Image, times: int = 3) -> list[str]:
        """Look so many times, far enough apart; return the news."""
        news = []
        for _ in range(times):
            self.clock.advance(EVERY_S + 1)
            if (why := self.doubts.note(look(image))) is not None:
                news.append(why.code)
        return news


@pytest.fixture
def rig(clock: ManualClock) -> Iterator[Rig]:
    """A camera that was calibrated on the scene."""
    one = Rig(measured(reference_of(scene())), clock)
    yield one
    one.thread.shutdown()


def test_a_turn_is_noticed_measured_and_told(rig: Rig) -> None:
    """Three looks in a row; about how far, in both languages, and as a live event."""
    assert rig.looks(scene()) == []
    assert rig.looks(scene(256), 2) == []
    assert rig.looks(scene(256), 1) == ["calibration.turned_by"]
    assert rig.doubts.doubted("cam-1")
    doubt = rig.doubts.doubt("cam-1")
    assert doubt is not None
    assert doubt.right_deg == pytest.approx(13.0, abs=0.6)
    assert "to the right" in doubt.why.tell("en")
    assert "向右" in doubt.why.tell("zh")
    assert f"{doubt.since.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}发现" in doubt.why.tell("zh")
    assert rig.looks(scene(256), 1) == [], "told once"
    assert rig.written()["since"]
    with rig.store.read() as reader:
        assert reader.events_since(0)[-1].data["what"] == "calibration"


def test_a_doubt_says_since_when_as_people_there_read_times() -> None:
    """08:00 UTC is four in the afternoon in China."""
    assert "2026-11-02 16:00" in Doubt(since=at(0), zone=ZoneInfo("Asia/Shanghai")).why.tell("zh")


def test_a_camera_that_is_turned_back_is_believed_again(rig: Rig) -> None:
    """Three looks in a row."""
    rig.looks(scene(256))
    assert rig.looks(scene()) == ["calibration.back"]
    assert not rig.doubts.doubted("cam-1")


def test_a_doubt_outlives_a_restart(rig: Rig) -> None:
    """With how far it was turned."""
    rig.looks(scene(256))
    before = rig.doubts.doubt("cam-1")
    rig.written()
    rig.start()
    assert rig.doubts.doubt("cam-1") == before


def test_calibrated_anew_is_believed(rig: Rig) -> None:
    """Other points are another calibration, also after a restart."""
    rig.looks(scene(256))
    rig.written()
    rig.camera = measured(reference_of(scene(256)), name="The same, measured again")
    assert not rig.doubts.doubted("cam-1")
    rig.start()
    assert not rig.doubts.doubted("cam-1")


def test_what_an_administrator_accepts_is_the_reference(rig: Rig) -> None:
    """From then on it is compared with that, also after a restart."""
    rig.looks(scene(256))
    rig.doubts.accept("cam-1", look(scene(256)))
    assert not rig.doubts.doubted("cam-1")
    rig.written()
    rig.start()
    assert rig.looks(scene(256)) == []
    assert rig.looks(scene()) == ["calibration.turned_by"]


def test_turned_looks_are_believed_at_once(rig: Rig) -> None:
    """The looker has compared three times already."""
    assert rig.doubts.note(failure(LookFailureKind.BLACK)) is None
    why = rig.doubts.note(failure(LookFailureKind.TURNED))
    assert why is not None
    assert why.code == "calibration.turned"
    assert rig.doubts.note(failure(LookFailureKind.TURNED)) is None


def test_comparing_costs_little(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every half hour while all is well; soon again while something is strange; nothing is said at night."""
    asked: list[float] = []
    import gridwatch.calibration.doubts as module

    real = module.compare
    monkeypatch.setattr(module, "compare", lambda *a: (asked.append(rig.clock.monotonic()), real(*a))[1])
    rig.looks(scene())
    for _ in range(100):
        rig.clock.advance(10)
        rig.doubts.note(look(scene()))
    assert len(asked) == 3
    rig.clock.advance(EVERY_S)
    rig.doubts.note(look(scene(256)))
    rig.clock.advance(SOON_S)
    rig.doubts.note(look(scene(light=0.1)))
    assert len(asked) == 5
    assert not rig.doubts.doubted("cam-1")


def test_points_without_their_picture_take_the_first_bright_one(clock: ManualClock) -> None:
    """Written by hand into a file: from then on a turn is noticed, also after a restart."""
    rig = Rig(measured(), clock)
    rig.doubts.note(look(scene(light=0.1)))
    assert rig.written() == {}
    rig.doubts.note(look(scene()))
    assert rig.written()["accepted"]
    rig.start()
    assert rig.looks(scene(256)) == ["calibration.turned_by"]


async def test_a_pose_is_doubted_until_the_usual_view_is_found_again(clock: ManualClock) -> None:
    """By day, three times; not where somebody has said that it was turned on purpose: then its pose is wrong."""

    async def accept_view(camera_id: str) -> None:
        pass

    for on_purpose in (False, True):
        rig = Rig(camera(), clock)
        rig.doubts.note(failure(LookFailureKind.TURNED))
        if on_purpose:
            await rig.doubts.accepting(accept_view)("cam-1")
        assert rig.looks(scene(light=0.1)) == []
        assert rig.looks(scene()) == ([] if on_purpose else ["calibration.back"])
        assert rig.doubts.doubted("cam-1") is on_purpose


def test_what_is_not_measured_is_not_doubted(clock: ManualClock) -> None:
    """A camera without points and pose has nothing to lose; an unknown one neither."""
    rig = Rig(camera(pose=None), clock)
    assert rig.doubts.note(failure(LookFailureKind.TURNED)) is None
    assert not rig.doubts.doubted("cam-1")


def test_the_fingerprint_is_of_what_measures() -> None:
    """A new name is no new calibration; another pose is."""
    assert print_of(camera(name="a")) == print_of(camera(name="b"))
    assert print_of(camera(pose=POSE)) != print_of(camera())
