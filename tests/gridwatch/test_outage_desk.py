"""What an operator hears of cameras that fail alone, and of those that fail together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from alerts.grid import load_grid
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.look import LookFailureKind
from gridwatch.engines.local import Ended, camera_of
from gridwatch.outage_desk import OutageDesk, groups_of, known_since
from gridwatch.pipeline import Posting
from gridwatch.roster import Roster
from ingest.outage_group import GroupKind
from tests.builders import START, camera, failure, profile
from tests.gridwatch.test_roster import configuration, looked

NAMES = [f"c-{i:02d}" for i in range(20)]
GRID = Path(__file__).resolve().parents[2] / "configs" / "grid"


class Room:
    """A desk over twenty cameras of one owner, and five of another."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        cameras = [
            camera(name, access={"host": f"10.0.0.{i}"}, owner="police") for i, name in enumerate(NAMES)
        ]
        cameras += [camera(f"o-{i}", access={"host": f"10.0.1.{i}"}, owner="other") for i in range(60)]
        self.roster = Roster(configuration(*cameras), MemoryStore(), self.clock)
        self.retried: list[str] = []
        self.resting: list[str] = []  # hosts that the schedule leaves alone
        self.desk = OutageDesk(
            self.roster,
            clock=self.clock,
            retry=lambda ids, _: self.retried.extend(ids),
            resting=lambda: self.resting,
        )
        self.told: list[tuple[str, str]] = []  # camera, what
        self.outages: list[str] = []  # in English

    def fail(self, *cameras: str) -> None:
        """These do not answer."""
        for name in cameras:
            self._note(failure(LookFailureKind.TIMEOUT, seconds=self._second(), camera_id=name))

    def answer(self, *cameras: str) -> None:
        """These bring a picture."""
        for name in cameras:
            self._note(looked(name, self._second()))

    def _note(self, ended: Ended) -> None:
        camera_id = camera_of(ended)
        since = known_since(self.roster.health(camera_id))
        events = self.desk.note(ended, self.roster.note(ended), since)
        self.told += [(event.camera_id, event.what) for event in events]

    def wait(self, seconds: float) -> None:
        """Tick every two seconds."""
        for _ in range(int(seconds / 2)):
            self.clock.advance(2)
            told, outages = self.desk.tick()
            self.told += [(event.camera_id, event.what) for event in told]
            self.outages += [str(data["why_en"]) for _, data in outages]

    def _second(self) -> float:
        return (self.clock.now() - START).total_seconds()


def test_a_camera_that_fails_alone_is_told_a_little_later() -> None:
    """After the settling time, once; its end too. One that was back before is told to nobody."""
    room = Room()
    room.fail("c-00", "c-01")
    room.wait(20)
    room.fail("c-00", "c-01")
    room.wait(20)
    assert room.told == []
    room.answer("c-01")
    room.wait(60)
    assert room.told == [("c-00", "offline")]
    room.answer("c-00")
    assert room.told == [("c-00", "offline"), ("c-00", "back")]
    assert room.outages == []


def test_a_dark_network_is_one_alarm_not_twenty() -> None:
    """Told by owner with time and count; single alarms are counted, and neither they nor their ends are told."""
    room = Room()
    for _ in range(3):
        room.fail(*NAMES)
        room.wait(60)
    assert room.told == []
    assert room.outages == ["network of owner police dark: 20 of 20 cameras do not answer since 16:00"]
    (outage,) = room.desk.shown
    assert (outage.held_back, room.desk.explains("c-07")) == (20, outage.id)
    assert room.desk.reason(outage).tell("zh").startswith("权属单位police网络中断:16:00起20路摄像机")
    room.answer(*NAMES[:4])
    room.wait(2)
    assert room.retried == NAMES[4:]
    room.answer(*NAMES[4:])
    room.wait(100)
    assert room.told == []
    assert room.outages[1:] == [
        "network of owner police is back after 3 min: 20 of 20 cameras, 0 still do not answer"
    ]
    assert room.desk.counts == {"begun": 1, "over": 1, "held_back": 20}
    assert [one.ended_at is None for one in room.desk.shown] == [False]


def test_a_recorder_that_is_left_alone_is_dark_with_all_its_channels() -> None:
    """Five looks failed and opened its circuit: nobody looks at the other 59, and one alarm names all of them."""
    room = Room()
    channels = [camera(f"ch-{i}", access={"host": "10.0.2.1"}, owner="police") for i in range(64)]
    room.roster.swap(configuration(*room.roster.cameras().values(), *channels))
    room.fail(*(one.id for one in channels[:5]))
    room.resting = ["10.0.2.1"]
    room.wait(70)
    assert room.outages == ["host 10.0.2.1 dark: 64 of 64 cameras do not answer since 16:00"]
    assert room.told == []
    assert room.desk.explains("ch-63") is not None
    room.resting = []
    room.answer(*(one.id for one in channels))
    room.wait(4)
    assert room.outages[1:] == ["host 10.0.2.1 is back after 1 min: 64 of 64 cameras, 0 still do not answer"]


def test_who_answers_on_a_host_that_is_left_alone_is_not_down() -> None:
    """A watched stream that goes on, an operator's look: what it shows counts more than the others' failures."""
    room = Room()
    channels = [camera(f"ch-{i}", access={"host": "10.0.2.1"}, owner="police") for i in range(4)]
    room.roster.swap(configuration(*room.roster.cameras().values(), *channels))
    room.resting = ["10.0.2.1"]
    room.wait(4)
    room.answer(*(one.id for one in channels[1:]))
    room.wait(70)
    assert room.outages == []


def test_what_lasts_when_it_is_over_is_told_after_all() -> None:
    """An outage must not hide a camera that the storm has killed."""
    room = Room()
    for _ in range(3):
        room.fail(*NAMES)
        room.wait(60)
    room.answer(*NAMES[1:])
    for _ in range(13):
        room.fail("c-00")
        room.wait(60)
    assert room.told == [("c-00", "offline")]
    room.answer("c-00")
    assert room.told[1:] == [("c-00", "back")]


def test_an_alarm_of_another_sort_is_never_held_back() -> None:
    """A frozen or black camera answers: no outage explains it."""
    room = Room()
    room._note(failure(LookFailureKind.FROZEN, camera_id="c-00"))
    assert room.told == [("c-00", "blind")]
    room.fail("c-00")
    room.wait(20)
    room.fail("c-00")
    room._note(failure(LookFailureKind.FROZEN, camera_id="c-00", seconds=21))
    assert room.told == [("c-00", "blind"), ("c-00", "blind")]


def test_our_own_failures_say_nothing_about_a_network() -> None:
    """No budget, an open circuit, a bug: neither down nor back."""
    room = Room()
    for _ in range(3):
        for name in NAMES:
            room._note(failure(LookFailureKind.NO_BUDGET, camera_id=name))
        room.wait(60)
    assert (room.told, room.outages) == ([], [])


def test_removed_cameras_are_forgotten() -> None:
    """Nothing is kept, nothing told of them."""
    room = Room()
    room.fail("c-00")
    room.wait(10)
    room.fail("c-00")
    room.roster.swap(configuration(camera("c-01", owner="police")))
    room.wait(100)
    assert room.told == []


def test_a_camera_may_fail_with_its_host_owner_street_and_district() -> None:
    """The street by the owner's word, else by the grid's polygons; none where neither knows it."""
    grid, _ = load_grid(sorted(GRID.glob("*.geojson")))
    cell = next(cell for cell in grid.cells if len(cell.code) == 9)
    spot = cell.shape.representative_point()
    inside = camera("in", position={"lon": spot.x, "lat": spot.y, "datum": "WGS84"})
    told = camera("told", grid_code="990101002003")
    where = replace(configuration(inside, told), grid=grid)
    found = {one.id: groups_of(Posting(camera=one, profile=profile()), where) for one in (inside, told)}
    streets = {name: [g.name for g in of if g.kind is GroupKind.STREET] for name, of in found.items()}
    assert streets == {"in": [cell.code], "told": ["990101002"]}
    assert {g.kind for g in found["in"]} == set(GroupKind)
    bare = groups_of(Posting(camera=inside, profile=profile()), configuration(inside))
    assert GroupKind.STREET not in {g.kind for g in bare}


def test_a_record_says_since_when() -> None:
    """Only of a camera that is offline."""
    record = {"state": "offline", "since": (START - timedelta(hours=1)).isoformat()}
    assert known_since(record) == START - timedelta(hours=1)
    assert known_since(record | {"state": "ok"}) is None
    assert known_since(None) is None
