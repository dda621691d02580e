"""Outages as scripts: who goes down and comes back when, and what an operator hears."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.config.settings.outages import OutageRule
from ingest.outage import OutageNews, Outages, _id
from ingest.outage_group import Group, GroupKind, Groups
from tests.builders import START
from tests.ingest.test_outage_group import DISTRICT, GROUPS, host, owner

A = [f"a-{i:03d}" for i in range(400)]


class Day:
    """Outages over simulated time: a tick every two seconds."""

    def __init__(self, groups: Groups = GROUPS, **rule: float) -> None:
        self.outages = Outages(rule=OutageRule.model_validate(rule))
        self.outages.place(groups)
        self.second = 0.0
        self.news: list[OutageNews] = []

    def down(self, *cameras: str, at: float | None = None, since: float | None = None) -> None:
        """These fail to answer."""
        self.until(self.second if at is None else at)
        for camera_id in cameras:
            began = None if since is None else START + timedelta(seconds=since)
            self.outages.note(camera_id, down=True, at=self.now, since=began)

    def back(self, *cameras: str, at: float | None = None) -> None:
        """These answer."""
        self.until(self.second if at is None else at)
        for camera_id in cameras:
            self.outages.note(camera_id, down=False, at=self.now)

    def until(self, second: float) -> Day:
        """Tick up to there."""
        while self.second < second:
            self.second = min(second, self.second + 2)
            self.news += self.outages.tick(self.now)
        return self

    @property
    def now(self) -> datetime:
        """The present instant."""
        return START + timedelta(seconds=self.second)

    def heard(self) -> list[tuple[str, str, int, int]]:
        """What was told, of whom, with how many cameras and how many of them down."""
        return [(n.what, n.outage.group.name, len(n.outage.cameras), n.outage.down) for n in self.news]


def wave(day: Day, cameras: Iterable[str], *, start: float, per_s: float, back: bool = False) -> None:
    """They are looked at one after the other, and fail or answer."""
    for i, camera_id in enumerate(cameras):
        (day.back if back else day.down)(camera_id, at=start + i / per_s)


def test_a_dark_network_is_one_alarm_and_one_end() -> None:
    """400 cameras go down within a minute, and back within another: dark, returning, over; nothing else."""
    day = Day()
    wave(day, A, start=60, per_s=6.7)
    day.until(300)
    assert [what for what, *_ in day.heard()] == ["dark"]
    (lasting,) = day.outages.open()
    assert (lasting.group, lasting.down, lasting.members) == (owner("a"), 400, 400)
    assert lasting.since == START + timedelta(seconds=60)
    assert all(day.outages.explains(camera_id) == lasting.id for camera_id in A)
    wave(day, A, start=900, per_s=6.7, back=True)
    day.until(1200)
    assert [what for what, *_ in day.heard()] == ["dark", "returning", "over"]
    assert day.outages.open() == ()
    assert day.outages.explains("a-001") is None


def test_the_narrow_group_does_not_speak_before_the_wide_one() -> None:
    """A recorder's forty channels are down first: the owner's other 360 follow within the settling time."""
    day = Day()
    wave(day, (f"c-{i:03d}" for i in range(400)), start=10, per_s=20)
    day.until(200)
    assert day.heard() == [("dark", "c", 400, 400)]
    alone = Day()
    wave(alone, (f"c-{i:03d}" for i in range(40)), start=10, per_s=20)
    alone.until(200)
    assert alone.heard() == [("dark", "c-nvr-0", 40, 40)]


def test_many_cameras_of_everybody_are_one_alarm_of_the_district() -> None:
    """A seventh of all cameras, spread over all owners: not one for each owner."""
    day = Day()
    wave(day, list(GROUPS)[::7], start=10, per_s=5)
    day.until(200)
    assert [(what, name) for what, name, *_ in day.heard()] == [("dark", DISTRICT.name)]


def test_cameras_that_fail_one_by_one_are_no_outage() -> None:
    """Each keeps its own alarm: one an hour, or seven at once."""
    day = Day()
    wave(day, A[:30], start=0, per_s=1 / 400)
    day.down(*A[300:307])
    day.until(day.second + 400)
    assert day.news == []
    assert not day.outages.suspects(A[0])


def test_a_flicker_within_the_settling_time_is_told_to_nobody() -> None:
    """A switch restarts: all down for half a minute."""
    day = Day()
    day.down(*A, at=10)
    day.until(14)
    assert day.outages.suspects(A[0])
    day.back(*A, at=40)
    day.until(400)
    assert day.news == []


def test_who_stays_down_is_on_his_own_after_the_end() -> None:
    """Over when all but two in a hundred are back; the rest is explained by nothing any more."""
    day = Day()
    day.down(*A, at=10)
    day.back(*A[5:], at=600)
    day.until(604)
    assert day.heard()[-1] == ("over", "a", 400, 5)
    assert day.outages.explains(A[0]) is None
    assert not day.outages.suspects(A[0])


def test_an_outage_that_does_not_wholly_end_ends_by_time() -> None:
    """Half came back and half did not: after the lingering time the half is an outage of its own."""
    day = Day(linger_s=300)
    day.down(*A, at=10)
    day.back(*A[::2], at=600)
    day.until(890)
    assert [what for what, *_ in day.heard()] == ["dark", "returning"]
    day.until(1000)
    assert day.heard()[2:] == [("over", "a", 400, 200), ("dark", "a", 200, 200)]


def test_a_second_failure_while_it_returns_is_the_same_outage() -> None:
    """The network comes back for a moment: one alarm, and who went down again still belongs to it."""
    day = Day()
    day.down(*A, at=10)
    day.back(*A[:10], at=600)
    day.until(620)
    day.down(*A[:10])
    day.until(900)
    assert [what for what, *_ in day.heard()] == ["dark", "returning"]
    assert [outage.down for outage in day.outages.open()] == [400]


def test_after_a_restart_only_what_went_down_together_is_together() -> None:
    """Sixty cameras that broke over weeks are noticed at once and are no outage; a dark network keeps its id."""
    day = Day()
    for i in range(60):
        day.down(f"b-{i:03d}", since=-10_000.0 * (i + 1))
    day.down(*A, since=-3600)
    day.until(200)
    assert day.heard() == [("dark", "a", 400, 400)]
    first = Day()
    first.down(*A, since=-3600)
    first.until(100)
    assert first.news[0].outage.id == day.news[0].outage.id


def test_removed_cameras_leave_their_outage() -> None:
    """It counts who is there; with nobody left it is over."""
    day = Day()
    day.down(*A, at=10)
    day.until(100)
    day.outages.place({camera_id: groups for camera_id, groups in GROUPS.items() if camera_id not in A[:100]})
    assert [(len(outage.cameras), outage.down) for outage in day.outages.open()] == [(300, 300)]
    day.outages.place({camera_id: groups for camera_id, groups in GROUPS.items() if camera_id not in A})
    day.until(110)
    assert day.outages.open() == ()
    day.down("a-001")
    assert day.outages.explains("a-001") is None


def test_alarms_held_back_are_counted() -> None:
    """Of the outage that explains them."""
    day = Day()
    day.down(*(f"c-{i:03d}" for i in range(40)), at=10)
    day.until(100)
    (outage,) = day.outages.open()
    assert outage.group == host("c-nvr-0")
    assert day.outages.down_of(outage.id) == outage.cameras
    day.outages.hold_back(outage.id)
    assert day.outages.open()[0].held_back == 1


def test_the_id_of_an_outage_fits_where_it_is_kept() -> None:
    """A gateway's name may have 253 letters, an id has 64 at most; two long names stay two ids."""
    ids = set()
    for end in "ab":
        group = Group(kind=GroupKind.HOST, name=f"{'gateway' * 30}{end}.example")
        ids.add(_id(group, START))
    assert len(ids) == 2
    assert all(len(one) <= 64 for one in ids)
    assert _id(Group(kind=GroupKind.HOST, name="10.0.0.1"), START) == "host-10.0.0.1-20261102T080000"
