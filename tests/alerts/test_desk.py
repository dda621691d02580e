"""The desk by script: sightings, people and the platform in; incidents, wishes and messages out."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.codes import CodeTable
from alerts.desk import Desk, Outcome
from alerts.evidence import EvidenceStore
from alerts.grid import GridIndex
from alerts.locate import Locator
from alerts.store.base import DeliveryState
from alerts.store.memory import MemoryStore
from core.clock import ManualClock
from core.config.matter import MatterTable
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.config.settings.merging import Merging
from core.errors import EvidenceError, IllegalStep, NotFound, StoreError
from core.geometry import Box
from core.ids import CountingIds
from core.incident import Incident, Status
from core.look import LookReason
from core.sighting import Finding, Sighting
from tests.builders import START, at, camera, detections, frame, profile
from tests.builders_desk import HEAP, sighting

ROWS = [
    {"matter": "construction_waste", "code": "06011", "name": "积存垃圾渣土", "name_en": "Accumulated waste"},
    {"matter": "crowding", "code": "10901", "name": "人员聚集", "name_en": "Crowding"},
]
TABLE = MatterTable.model_validate({"table": "GB/T 47678.5-2026", "version": "t", "rows": ROWS})
RECEIVER = Receiver(name="grid", url="http://127.0.0.1:1/x", secret="s", allow=("127.0.0.0/8",))
NORTH = {"lon": 120.25, "lat": 30.45015, "datum": "WGS84"}  # 17 m north of cam-1, looking back at it
CAMERAS = {
    "cam-1": camera("cam-1"),
    "cam-2": camera(
        "cam-2", position=NORTH, pose={"height_m": 6, "heading_deg": 180, "tilt_deg": 25, "hfov_deg": 70}
    ),
}
PROFILE = profile(
    {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]},
    {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 10},
)


class Day:
    """A desk with everything around it, and one line per thing that happens."""

    def __init__(self, folder: Path, *, merging: Merging | None = None) -> None:
        self.clock = ManualClock(START)
        self.store = MemoryStore()
        self.evidence = EvidenceStore(folder, max_bytes=10**9)
        self.ids = CountingIds()
        self.merging = merging or Merging()
        self.looks = 0
        self.start()

    def start(self, **parts: Any) -> None:
        """Start (again): a new desk on the same store; `parts` in place of, or beside, its usual ones."""
        usual: dict[str, Any] = {
            "store": self.store,
            "locator": Locator(cameras=CAMERAS.get, grid=GridIndex, merging=self.merging),
            "codes": CodeTable(TABLE),
            "evidence": self.evidence,
            "receivers": (RECEIVER,),
            "delivery": Delivery(),
            "merging": self.merging,
            "clock": self.clock,
            "ids": self.ids,
        }
        self.desk = Desk(**(usual | parts))

    def look(
        self,
        *sightings: Sighting,
        camera_id: str = "cam-1",
        after: float = 20,
        boxes: Sequence[Any] = (),
        reason: LookReason = LookReason.PATROL,
        incident_id: str | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Move on by `after` seconds and take one look in."""
        self.clock.advance(after)
        self.looks += 1
        now, look_id = self.clock.now(), f"look-{self.looks}"
        seen = frame(camera_id=camera_id, reason=reason)
        seen = replace(seen, taken_at=now, look_id=look_id, incident_id=incident_id)
        said = [replace(s, at=now, look_id=look_id, since=s.since or now) for s in sightings]
        rule_state = {"look": self.looks} if state is None else dict(state)
        return self.desk.take(seen, detections(*boxes), said, rule_state, PROFILE, {"model": "m1"})

    def open(self, **changes: Any) -> Incident:
        """See a candidate, then confirm it; return the open incident."""
        self.look(sighting(Finding.CANDIDATE, **changes), camera_id=changes.get("camera_id", "cam-1"))
        outcome = self.look(sighting(Finding.PRESENT, **changes), camera_id=changes.get("camera_id", "cam-1"))
        return next(i for i in outcome.incidents if i.status is not Status.EXPIRED)

    def verify(
        self, incident: Incident, *sightings: Sighting, camera_id: str = "cam-1", **more: Any
    ) -> Outcome:
        """Take a verifying look."""
        return self.look(
            *sightings, camera_id=camera_id, reason=LookReason.VERIFY, incident_id=incident.id, **more
        )

    def say(
        self, incident: Incident, status: str, *, message: str = "", when: float | None = None
    ) -> dict[str, Any]:
        """Let the platform say something about an incident."""
        self.clock.advance(1)
        happened = self.clock.now() if when is None else at(when)
        update = StatusUpdate(
            message_id=message or f"{status}-{happened.timestamp()}",
            incident_id=incident.id,
            status=PlatformStatus(status),
            at=happened,
        )
        return self.desk.platform(update)

    def now(self, incident: Incident) -> Incident:
        """The incident as kept."""
        with self.store.read() as reader:
            found = reader.incident(incident.id)
        assert found is not None
        return found

    def steps(self, incident: Incident) -> list[str]:
        """What its history says, in order."""
        with self.store.read() as reader:
            return [step.what for step in reader.history(incident.id)]

    def messages(self, incident: Incident) -> list[str]:
        """The events that receivers are told, in order."""
        with self.store.read() as reader:
            return [d.type.split(".")[2] for d in reader.deliveries(incident_id=incident.id)]


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A fresh day."""
    return Day(tmp_path)


def roles(incident: Incident) -> list[tuple[str, str]]:
    """The roles and cameras of its pictures."""
    return [(picture.role, picture.camera_id) for picture in incident.pictures]


def test_a_candidate_asks_for_another_look_and_bothers_nobody(day: Day) -> None:
    """Seen once: kept with its rule state, a confirming look wished for, no message, no live event."""
    outcome = day.look(sighting(Finding.CANDIDATE))
    (incident,) = outcome.incidents
    (wish,) = outcome.wishes
    assert (incident.status, incident.version, incident.matter.code) == (Status.CANDIDATE, 1, "06011")
    assert (wish.camera_id, wish.reason, wish.incident_id) == ("cam-1", LookReason.CONFIRM, incident.id)
    assert (wish.after_s, wish.within_s) == (PROFILE.confirm_s, PROFILE.confirm_deadline_s)
    assert day.messages(incident) == []
    with day.store.read() as reader:
        assert reader.last_event_seq() == 0
        assert reader.rule_state("cam-1") == {"look": 1}


def test_confirmed_opens_with_place_picture_and_message(day: Day) -> None:
    """The opening carries everything a grid platform needs, in one version."""
    incident = day.open()
    assert (incident.status, incident.version) == (Status.OPEN, 2)
    assert incident.place.origin.value == "pose"
    assert incident.facts == {
        "model": "m1", "certainty": "likely", "rule": "waste", "table": "GB/T 47678.5-2026 t", "zone_kind": "any",
    }  # fmt: skip
    assert roles(incident) == [("before", "cam-1")]
    assert day.evidence.read(incident.pictures[0].raw_key).startswith(b"\xff\xd8")
    assert incident.pictures[0].masked_key is not None
    assert day.steps(incident) == ["seen", "opened"]
    assert day.messages(incident) == ["opened"]


def test_a_candidate_that_vanishes_expires(day: Day) -> None:
    """Dropped by its rule: expired, nobody was told."""
    day.look(sighting(Finding.CANDIDATE))
    (incident,) = day.look(sighting(Finding.DROPPED)).incidents
    assert incident.status is Status.EXPIRED
    assert day.messages(incident) == []
    assert day.desk.tick(at(10_000)) == ()


def test_nothing_new_costs_no_transaction(day: Day) -> None:
    """No sightings and the same rule state: the store is not opened."""
    day.look(state={"a": 1})
    day.store.write = None  # type: ignore[method-assign, assignment]  # would raise when called
    assert day.look(state={"a": 1}) == Outcome()


def test_still_there_is_written_once_a_minute(day: Day) -> None:
    """Looks every 20 s bump the version every 60 s at most; a box that jumps is written at once."""
    incident = day.open()
    changed = [bool(day.look(sighting(Finding.PRESENT)).incidents) for _ in range(6)]
    assert changed == [False, False, True, False, False, True]
    assert day.look(sighting(Finding.PRESENT, box=(0.1, 0.6, 0.3, 0.8))).incidents
    assert day.steps(incident) == ["seen", "opened"]
    assert day.messages(incident) == ["opened"]


def test_handled_and_gone_closes_with_a_pair(day: Day) -> None:
    """The main road: reported, dispatched, handled, looked at again, cleared, closed."""
    incident = day.open()
    with day.store.read() as reader:
        (delivery,) = reader.deliveries(incident_id=incident.id)
    day.desk.accepted(delivery, "GD-1")
    assert (day.now(incident).status, day.now(incident).case_number) == (Status.REPORTED, "GD-1")
    assert day.say(incident, "dispatched")["result"] == "applied"
    assert day.say(incident, "handled")["status"] == "verifying"
    (wish,) = day.desk.tick(day.clock.now())
    assert (wish.reason, wish.after_s, wish.incident_id) == (LookReason.VERIFY, 5, incident.id)
    missed = sighting(Finding.MISSED, reason=replace(sighting().reason, code="dwell.missed"))
    (again,) = day.verify(incident, missed).wishes
    assert again.reason is LookReason.VERIFY
    outcome = day.verify(incident, sighting(Finding.CLEARED))
    (closed,) = outcome.incidents
    assert (closed.status, closed.closed_at) == (Status.CLOSED, day.clock.now())
    assert roles(closed) == [("before", "cam-1"), ("after", "cam-1")]
    assert outcome.wishes == ()
    assert day.messages(incident) == ["opened", "closed"]
    assert day.steps(incident) == ["seen", "opened", "reported", "dispatched", "handled", "closed"]


def test_the_pair_has_one_place_however_the_box_grew(day: Day) -> None:
    """What stood before a heap made its box the whole picture: the empty place is where the heap was found."""
    incident = day.open()
    day.look(sighting(Finding.PRESENT, box=(0, 0, 1, 1)))
    day.look(sighting(Finding.CLEARED, box=(0, 0, 1, 1)))
    (closed,) = day.verify(incident).incidents
    assert roles(closed) == [("before", "cam-1"), ("after", "cam-1")]
    assert closed.pictures[0].box == closed.pictures[1].box == Box.of(HEAP)


def test_handled_but_still_there_reopens_after_two_looks(day: Day) -> None:
    """One look may catch the truck loading; the second reopens, keeps the id and counts."""
    incident = day.open()
    day.say(incident, "handled")
    day.verify(incident, sighting(Finding.PRESENT))
    assert day.now(incident).status is Status.VERIFYING
    (reopened,) = day.verify(incident, sighting(Finding.PRESENT)).incidents
    assert (reopened.status, reopened.reopened, reopened.id) == (Status.REOPENED, 1, incident.id)
    assert ("latest", "cam-1") in roles(reopened)
    assert day.messages(incident) == ["opened", "reopened"]
    with day.store.read() as reader:
        first, second = reader.deliveries(incident_id=incident.id)
    day.desk.accepted(first)
    assert day.now(incident).status is Status.REOPENED, "the acceptance of the opening says nothing about now"
    day.desk.accepted(second)
    assert day.now(incident).status is Status.REPORTED


def test_a_look_taken_before_handled_does_not_count(day: Day) -> None:
    """A picture that was on its way when the platform spoke shows the past."""
    incident = day.open()
    day.clock.advance(10)
    day.say(incident, "handled")
    old = replace(frame(), taken_at=at(41), look_id="old", incident_id=incident.id)
    for n in range(3):
        day.desk.take(old, detections(), [sighting(Finding.PRESENT, seconds=41)], {"n": n}, PROFILE, {})
    assert day.now(incident).status is Status.VERIFYING


def test_a_look_right_after_handled_does_not_count_against_the_crew(day: Day) -> None:
    """A picture may be some seconds older than its look: within `verify_s` nothing is called a false report."""
    incident = day.open()
    day.say(incident, "handled")
    handled = (day.clock.now() - frame().taken_at).total_seconds()
    for n in range(4):
        soon = handled + 1 + n  # verify_s is 5
        look = replace(frame(), taken_at=at(soon), look_id=f"soon-{n}", incident_id=incident.id)
        day.desk.take(look, detections(), [sighting(Finding.PRESENT, seconds=soon)], {"n": n}, PROFILE, {})
    assert day.now(incident).status is Status.VERIFYING


def test_seen_cleared_without_a_word_is_proven_by_one_more_look(day: Day) -> None:
    """The rule says gone: verifying, one look of an empty place, closed."""
    incident = day.open()
    (verifying,) = day.look(sighting(Finding.CLEARED)).incidents
    assert verifying.status is Status.VERIFYING
    (closed,) = day.verify(incident).incidents
    assert closed.status is Status.CLOSED
    assert day.steps(incident)[-3:] == ["cleared", "look_clear", "closed"]
    assert roles(closed) == [("before", "cam-1"), ("after", "cam-1")]


@pytest.mark.parametrize("hiding", [("truck", [0.3, 0.5, 0.7, 0.9], 0.9), ("waste", list(HEAP), 0.9)])
def test_a_covered_or_full_place_proves_nothing(day: Day, hiding: Any) -> None:
    """A truck in front, or a heap that the rule has not yet spoken of, leaves it verifying."""
    incident = day.open()
    day.look(sighting(Finding.CLEARED))
    outcome = day.verify(incident, boxes=[hiding])
    assert day.now(incident).status is Status.VERIFYING
    assert [wish.reason for wish in outcome.wishes] == [LookReason.VERIFY]


def test_without_looks_it_is_not_verified_and_never_closed(day: Day) -> None:
    """The camera is gone for a day: said so, still verifying, no more looks asked for."""
    incident = day.open()
    day.say(incident, "handled")
    assert len(day.desk.tick(day.clock.now())) == 1
    day.clock.advance(3600)
    assert len(day.desk.tick(day.clock.now())) == 1, "asked again while it may still come"
    day.clock.advance(86400)
    day.desk.tick(day.clock.now())
    assert day.now(incident).status is Status.VERIFYING
    assert day.steps(incident)[-1] == "not_verified"
    day.clock.advance(3600)
    assert day.desk.tick(day.clock.now()) == ()
    assert day.steps(incident).count("not_verified") == 1
    day.verify(incident, sighting(Finding.CLEARED))
    assert day.now(incident).status is Status.CLOSED, "a camera that comes back still decides"


def test_two_cameras_one_heap(day: Day) -> None:
    """The second camera's confirmed sighting becomes a view; both must see it gone."""
    incident = day.open()
    day.look(sighting(Finding.CANDIDATE, camera_id="cam-2"), camera_id="cam-2")
    outcome = day.look(sighting(Finding.PRESENT, camera_id="cam-2"), camera_id="cam-2")
    both = day.now(incident)
    assert both.cameras == ("cam-1", "cam-2")
    assert [i.status for i in outcome.incidents if i.id != incident.id] == [Status.EXPIRED]
    with day.store.read() as reader:
        why = reader.history(incident.id)[-1].why.tell("en")
    assert why.startswith("the same place: 0.5 m apart"), why
    assert roles(both) == [("before", "cam-1"), ("before", "cam-2")]
    day.look(sighting(Finding.CLEARED))
    assert day.now(incident).status is Status.OPEN
    day.look(sighting(Finding.CLEARED, camera_id="cam-2"), camera_id="cam-2")
    assert day.now(incident).status is Status.VERIFYING
    day.verify(incident, camera_id="cam-2")
    assert day.now(incident).status is Status.CLOSED


def test_a_blind_second_camera_is_not_waited_for(day: Day) -> None:
    """Handled; one camera sees it gone, the other brings nothing for 15 minutes: closed, and it says so."""
    incident = day.open()
    day.open(camera_id="cam-2")
    assert day.now(incident).cameras == ("cam-1", "cam-2")
    day.say(incident, "handled")
    day.verify(incident, sighting(Finding.CLEARED))
    assert day.now(incident).status is Status.VERIFYING
    day.clock.advance(901)
    day.desk.tick(day.clock.now())
    assert day.now(incident).status is Status.CLOSED
    with day.store.read() as reader:
        assert reader.history(incident.id)[-1].why.facts["blind"] == 1


def test_a_recurrence_is_a_new_incident_with_a_link(day: Day) -> None:
    """The same place a week after closing: a new case that names the old one."""
    old = day.open()
    day.say(old, "handled")
    day.verify(old, sighting(Finding.CLEARED))
    day.clock.advance(7 * 86400)
    new = day.open(subject="cam-1/waste/2", since=None)
    assert new.id != old.id
    assert new.facts["recurrence_of"] == old.id


def test_a_rejected_subject_is_left_alone(day: Day) -> None:
    """A person has said it is none: the rule may go on seeing it, nobody is asked again."""
    incident = day.open()
    rejected = day.desk.act(incident.id, "reject", "operator:li", "a market stall")
    assert rejected.status is Status.REJECTED
    assert day.look(sighting(Finding.PRESENT)).incidents == ()
    other = day.open(subject="cam-1/waste/2", since=at(500))
    assert other.id != incident.id
    assert day.messages(incident) == ["opened", "rejected"]


def test_operators_act(day: Day) -> None:
    """Acknowledge, confirm (observed), look again, close by word; each with who and why."""
    incident = day.open()
    assert day.desk.act(incident.id, "acknowledge", "operator:li", "").status is Status.ACKNOWLEDGED
    assert day.desk.act(incident.id, "confirm", "li", "seen on the wall").facts["certainty"] == "observed"
    day.desk.act(incident.id, "look_again", "operator:li", "is it gone?")
    (wish,) = day.desk.tick(day.clock.now())
    assert (wish.reason, wish.after_s) == (LookReason.OPERATOR, 0)
    looked = day.look(
        sighting(Finding.PRESENT), reason=LookReason.OPERATOR, incident_id=incident.id
    ).incidents
    assert ("latest", "cam-1") in roles(looked[0])
    closed = day.desk.act(incident.id, "close", "operator:li", "permit shown")
    assert (closed.status, closed.facts["closed_by"]) == (Status.CLOSED, "operator:li")
    with day.store.read() as reader:
        assert reader.history(incident.id)[-1].why.tell() == "permit shown"
    with pytest.raises(IllegalStep, match="is closed"):
        day.desk.act(incident.id, "acknowledge", "operator:li", "")
    with pytest.raises(IllegalStep, match="is no act"):
        day.desk.act(incident.id, "burn", "operator:li", "")
    with pytest.raises(NotFound):
        day.desk.act("inc_none", "close", "operator:li", "")


def test_the_platform_is_answered_once(day: Day) -> None:
    """The same message twice: one step, the same answer; unknown and late ones have theirs."""
    incident = day.open()
    first = day.say(incident, "dispatched", message="m1")
    assert day.say(incident, "dispatched", message="m1") == first
    assert day.steps(incident).count("dispatched") == 1
    assert day.say(replace(incident, id="inc_none"), "handled")["result"] == "unknown"
    day.say(incident, "handled")
    late = day.say(incident, "handling", when=1)
    assert (late["result"], late["status"]) == ("ignored", "verifying")
    assert day.steps(incident)[-1] == "ignored_late"


def test_a_restart_goes_on(day: Day) -> None:
    """A new desk on the same store asks again for what was owed, and nothing is doubled."""
    day.look(sighting(Finding.CANDIDATE))
    handled = day.open(subject="cam-1/waste/2", box=(0.1, 0.6, 0.3, 0.8))
    day.say(handled, "handled")
    day.start()
    wishes = day.desk.resume(day.clock.now())
    assert sorted(wish.reason.value for wish in wishes) == ["confirm", "verify"]
    assert day.desk.tick(day.clock.now()) == ()


def test_a_stale_candidate_expires(day: Day) -> None:
    """A candidate whose camera brings nothing for a day is given up, and says why."""
    (incident,) = day.look(sighting(Finding.CANDIDATE)).incidents
    day.clock.advance(86401)
    assert day.desk.tick(day.clock.now()) == ()
    assert day.now(incident).status is Status.EXPIRED


def test_a_full_disk_loses_the_picture_not_the_incident(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The incident opens, the history says that its picture could not be kept, once."""

    def refuse(*_: Any, **__: Any) -> str:
        raise EvidenceError("disk full")

    monkeypatch.setattr(day.evidence, "keep", refuse)
    incident = day.open()
    for _ in range(3):
        day.look(sighting(Finding.PRESENT))
    assert incident.status is Status.OPEN
    assert day.steps(incident) == ["seen", "picture_lost", "opened"]


def test_a_failed_transaction_leaves_nothing(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store refuses in the middle: no incident, no state; the same look again succeeds."""
    enqueue = "alerts.filing.deliveries_for"

    def refuse(*_: Any, **__: Any) -> Any:
        raise StoreError("locked")

    day.look(sighting(Finding.CANDIDATE))
    with monkeypatch.context() as broken:
        broken.setattr(enqueue, refuse)
        with pytest.raises(StoreError):
            day.look(sighting(Finding.PRESENT), state={"s": 2})
    with day.store.read() as reader:
        assert reader.rule_state("cam-1") == {"look": 1}
    (incident,) = day.look(sighting(Finding.PRESENT), state={"s": 2}).incidents
    assert (incident.status, incident.version) == (Status.OPEN, 2)


def test_a_removed_camera_is_named(day: Day) -> None:
    """Its look was under way when it was taken out of the configuration."""
    with pytest.raises(NotFound, match="cam-9"):
        day.look(sighting(camera_id="cam-9"), camera_id="cam-9")


def test_a_crowd_is_placed_and_counted(day: Day) -> None:
    """A crowd has its own code, its largest count, and the place of its members' feet."""
    people = [("person", [0.1 * i, 0.6, 0.1 * i + 0.03, 0.75], 0.8) for i in range(3, 8)]
    crowd = {"matter": "crowding", "rule": "crowd", "subject": "cam-1/crowd/1", "box": (0.3, 0.6, 0.73, 0.75)}
    day.look(sighting(Finding.CANDIDATE, count=12, **crowd), boxes=people)
    (incident,) = day.look(sighting(Finding.PRESENT, count=14, **crowd), boxes=people).incidents
    assert (incident.matter.code, incident.views[0].count) == ("10901", 14)
    assert incident.place.origin.value == "pose"


def test_many_threads_one_desk(day: Day) -> None:
    """Looks and operators at once: no version is lost, every delivery is of its own version."""
    incident = day.open()
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for _ in range(10):
                day.desk.act(incident.id, "acknowledge", f"operator:{n}", "")
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert day.now(incident).version == 42
    assert len(day.steps(incident)) == 42


def test_what_a_look_costs(day: Day) -> None:
    """Printed, loosely bounded: nothing new well below a millisecond, still there below 20 ms."""
    day.open()
    heap = sighting(Finding.PRESENT)
    seen, boxes = frame(), detections(("waste", list(HEAP), 0.9))
    costs: dict[str, list[float]] = {"nothing": [], "still there": []}
    day.desk.take(frame(camera_id="cam-2"), boxes, [], {"s": 0}, PROFILE, {})
    for n in range(100):
        begun = time.perf_counter()
        day.desk.take(frame(camera_id="cam-2"), boxes, [], {"s": 0}, PROFILE, {})
        middle = time.perf_counter()
        day.desk.take(seen, boxes, [heap], {"s": n}, PROFILE, {})
        costs["nothing"].append(middle - begun)
        costs["still there"].append(time.perf_counter() - middle)
    medians = {what: float(np.median(took)) * 1e3 for what, took in costs.items()}
    print("ms per look:", {what: round(ms, 3) for what, ms in medians.items()})
    assert medians["nothing"] < 1.0
    assert medians["still there"] < 20.0


def test_no_delivery_is_lost_or_doubled(day: Day) -> None:
    """Every told change is one pending message per receiver, in order."""
    incident = day.open()
    day.say(incident, "handled")
    for _ in range(2):
        day.verify(incident, sighting(Finding.PRESENT))
    with day.store.read() as reader:
        rows = reader.deliveries(incident_id=incident.id)
    assert [row.seq for row in rows] == [1, 2]
    assert {row.state for row in rows} == {DeliveryState.PENDING}


def test_another_rules_kindred_find_is_a_view_of_the_same_incident(day: Day) -> None:
    """Construction waste by one camera, exposed garbage by another: one incident, two views, and why."""
    incident = day.open()
    other = {
        "camera_id": "cam-2",
        "matter": "exposed_garbage",
        "subject": "cam-2/garbage/1",
        "rule": "garbage",
    }
    day.look(sighting(Finding.CANDIDATE, **other), camera_id="cam-2")
    day.look(sighting(Finding.PRESENT, **other), camera_id="cam-2")
    both = day.now(incident)
    assert [view.rule for view in both.views] == ["waste", "garbage"]
    assert both.matter.key == "construction_waste"
    assert both.views[1].matter is not None
    assert both.views[1].matter.key == "exposed_garbage"
    assert both.views[1].why is not None
    assert both.views[1].why.code == "merge.kindred"
    with day.store.read() as reader:
        assert reader.history(incident.id)[-1].why == both.views[1].why
