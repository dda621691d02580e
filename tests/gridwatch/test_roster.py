from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from alerts.desk import Outcome
from alerts.grid import GridIndex
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.camera import Camera
from core.config.profile import Profile
from core.config.settings.district import District
from core.config.settings.root import Settings
from core.look import LookFailureKind
from core.reason import Reason
from core.secrets import Secrets
from gridwatch.attending import Attended
from gridwatch.configuration.loader import Configuration
from gridwatch.pipeline import Looked
from gridwatch.roster import LATEST_KEPT, Roster
from tests.builders import START, camera, detections, failure, frame, profile
from tests.builders_desk import sighting

CLOCK = ManualClock(START)


def configuration(*cameras: Camera, of: Profile | None = None) -> Configuration:
    """A configuration of these cameras, all checked by one profile."""
    chosen = of or profile()
    return Configuration(
        folder=Path("configs"),
        settings=Settings(district=District(name="示范区", code="990101")),
        cameras={one.id: one for one in cameras},
        profiles={chosen.name: chosen},
        profile_of={one.id: chosen for one in cameras},
        tables={},
        receivers={},
        crosswalks={},
        grid=GridIndex(),
        secrets=Secrets(),
        warnings=(),
    )


def looked(camera_id: str = "cam-1", seconds: float = 0) -> Looked:
    """A look that brought a picture."""
    return Looked(
        frame=frame(seconds=seconds, camera_id=camera_id, image=np.full((90, 1280, 3), 9, np.uint8)),
        detections=detections(),
        sightings=(),
        notes=(),
        decision=Outcome(),
    )


def test_a_swap_names_what_changed_and_keeps_what_did_not() -> None:
    """The pipeline keeps its rule books by identity: an unchanged camera keeps its posting."""
    roster = Roster(configuration(camera(), camera("cam-2"), camera("cam-3")), MemoryStore(), CLOCK)
    kept = roster.posting("cam-1")
    changed = roster.swap(configuration(camera(), camera("cam-2", name="renamed"), camera("cam-4")))
    assert changed == {"cam-2", "cam-3", "cam-4"}
    assert roster.posting("cam-1") is kept
    assert roster.posting("cam-3") is None


def test_an_equal_profile_stays_the_same_object_over_many_swaps() -> None:
    """Postings are compared in the event loop: by identity that is nothing, by value a tenth of a second."""
    roster = Roster(configuration(camera()), MemoryStore(), CLOCK)
    first = roster.postings["cam-1"].profile
    for number in range(3):
        roster.swap(configuration(camera(), camera(f"new-{number}"), of=profile()))
        assert roster.postings["cam-1"].profile is first
        assert roster.postings[f"new-{number}"].profile is first
    roster.swap(configuration(camera(), of=profile(period_s=7)))
    assert roster.postings["cam-1"].profile.period_s == 7


def test_a_disabled_camera_is_listed_and_not_looked_at() -> None:
    """An administrator still sees it."""
    roster = Roster(configuration(camera(enabled=False)), MemoryStore(), CLOCK)
    assert "cam-1" in roster.cameras()
    assert roster.postings == {}


def test_health_is_kept_between_looks_and_written_in_batches() -> None:
    """A restart reads it back; a look costs no transaction of its own."""
    store = MemoryStore()
    roster = Roster(configuration(camera()), store, CLOCK)
    roster.note(looked())
    records = roster.take_unwritten()
    assert list(records) == ["cam-1"]
    assert roster.take_unwritten() == {}
    with store.write() as writer:
        writer.put_health("cam-1", records["cam-1"])
    again = Roster(configuration(camera()), store, CLOCK)
    assert again.health("cam-1") == roster.health("cam-1")


def test_news_comes_only_when_something_changed() -> None:
    """Two failures in a row are news, the third is not."""
    roster = Roster(configuration(camera()), MemoryStore(), CLOCK)
    roster.note(looked())
    counts = [len(roster.note(failure(LookFailureKind.TIMEOUT, seconds=i))) for i in range(1, 4)]
    assert counts == [0, 1, 0]


def test_the_latest_pictures_are_bounded_and_reduced() -> None:
    """Memory does not grow with the fleet."""
    cameras = [camera(f"c-{i}") for i in range(LATEST_KEPT + 1)]
    roster = Roster(configuration(*cameras), MemoryStore(), CLOCK)
    for one in cameras:
        roster.note(looked(one.id))
    assert roster.latest("c-0") is None
    jpeg = roster.latest(f"c-{LATEST_KEPT}")
    assert jpeg is not None
    assert jpeg[:2] == b"\xff\xd8"


def test_a_wrong_clock_is_news_and_no_failed_look() -> None:
    """Told when it goes wrong and when it is right again."""
    roster = Roster(configuration(camera()), MemoryStore(), CLOCK)
    assert [event.what for event in roster.note(looked(), 4000.0)] == ["wrong_time"]
    assert roster.note(looked(), 4001.0) == ()
    assert [event.what for event in roster.note(looked(), 0.5)] == ["right_time"]


def test_a_camera_not_looked_at_for_long_is_late_on_the_map() -> None:
    """Well at its last look is not well now."""
    clock = ManualClock(START)
    roster = Roster(configuration(camera(period_s=10)), MemoryStore(), clock)
    roster.note(looked())
    assert (roster.health("cam-1") or {})["state"] == "ok"
    clock.advance(60)
    assert (roster.health("cam-1") or {})["state"] == "late"


def test_the_district_tells_its_time_zone() -> None:
    """Times are UTC everywhere; whoever shows one to a person needs to know where."""
    roster = Roster(configuration(camera()), MemoryStore(), CLOCK)
    assert roster.district() == {
        "name": "示范区",
        "name_en": "",
        "code": "990101",
        "timezone": "Asia/Shanghai",
    }


def test_the_last_looks_reasons_are_kept_for_who_asks() -> None:
    """Why nothing was raised; nothing more once something is."""
    roster = Roster(configuration(camera()), MemoryStore(), CLOCK)
    quiet = replace(looked(), notes=(Reason.text("no heap big enough"),))
    roster.note(quiet)
    assert [reason.tell() for reason in roster.why_nothing("cam-1")] == ["no heap big enough"]
    roster.note(replace(quiet, sightings=(sighting(),)))
    assert roster.why_nothing("cam-1") == ()


def test_a_camera_says_how_often_it_is_looked_at_and_why_more_often() -> None:
    """In both languages, and it is late by its present period, not by the planned one."""
    attended = {"cam-1": Attended(period_s=20, why=Reason(code="attention.candidate", facts={"minutes": 15}))}
    roster = Roster(
        configuration(camera(), camera("cam-2")), MemoryStore(), ManualClock(START), attended=attended.get
    )
    for name in ("cam-1", "cam-2"):
        roster.note(looked(name))
    watched, plain = roster.health("cam-1"), roster.health("cam-2")
    assert watched is not None
    assert plain is not None
    assert watched["period_s"] == 20
    assert "加密查看" in watched["attention"]
    assert "more often" in watched["attention_en"]
    assert plain["period_s"] == profile().period_s
    assert "attention" not in plain


def test_a_picture_that_somebody_looks_at_stays_at_hand() -> None:
    """Whatever else is looked at: a wall of cameras shows pictures in a district of thousands."""
    cameras = [camera(f"c-{i}") for i in range(2 * LATEST_KEPT + 2)]
    roster = Roster(configuration(*cameras), MemoryStore(), ManualClock(START))
    roster.want_picture("c-0")
    roster.want_picture("none")
    for one in cameras:
        roster.note(looked(camera_id=one.id))
    assert roster.shown_look("c-0") is not None
    assert roster.shown_look("c-1") is None
    picture = roster.picture("c-0")
    assert picture is not None
    assert picture.jpeg()[:2] == b"\xff\xd8"


def test_the_state_of_every_camera_is_told_at_once() -> None:
    """As its health record tells it, with what is off by configuration and what was not looked at yet."""
    store, clock = MemoryStore(), ManualClock(START)
    roster = Roster(
        configuration(camera(), camera("cam-2"), camera("cam-3", enabled=False), camera("cam-4")),
        store,
        clock,
    )
    roster.note(looked())
    for seconds in (1, 2):
        roster.note(failure(LookFailureKind.BLACK, seconds=seconds, camera_id="cam-2"))
    told = {"cam-1": ("ok", ""), "cam-2": ("blind", "black"), "cam-3": ("off", ""), "cam-4": ("unknown", "")}
    assert roster.states() == told
    clock.advance(100_000)
    assert roster.states()["cam-1"] == ("late", "")
    for name in ("cam-1", "cam-2"):
        record = roster.health(name)
        assert record is not None
        assert roster.states()[name] == (record["state"], record["kind"] or "")
