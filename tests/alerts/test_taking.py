"""A case from outside, by the real desk: attached, looked for, seen or not seen, and told."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from alerts import taking
from alerts.audit.whole import audit
from core.case import Source
from core.geo import LocalPlane
from core.incident import Incident, Status
from core.look import LookReason
from core.place import Place
from core.sighting import Finding
from tests.alerts.test_desk import Day
from tests.builders import camera, profile
from tests.builders_cases import case_report
from tests.builders_desk import sighting


class Town(Day):
    """A desk that knows which cameras could show a place."""

    lookouts: tuple[str, ...] = ("cam-1", "cam-2")

    def start(self, **parts: Any) -> None:
        """Start (again)."""
        super().start(lookouts=self._lookouts, **parts)

    def _lookouts(self, _place: Place, matters: Collection[str]) -> tuple[str, ...]:
        return self.lookouts if "construction_waste" in matters else ()

    def told(self, number: str = "H-1", **changes: Any) -> dict[str, Any]:
        """Let the platform tell of a case."""
        return self.desk.report(case_report(number, **changes))

    def kept(self, answer: dict[str, Any]) -> Incident:
        """The incident of an answer."""
        with self.store.read() as reader:
            found = reader.incident(answer["incident_id"])
        assert found is not None
        return found

    def empty(self, incident: Incident, camera_id: str, times: int = 1) -> None:
        """Looks that were asked for and show nothing."""
        for _ in range(times):
            self.look(camera_id=camera_id, reason=LookReason.CONFIRM, incident_id=incident.id)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A fresh desk."""
    return Town(tmp_path)


def heap(town: Town) -> Incident:
    """An open incident at about 8.5 m north of HERE."""
    return town.now(town.open())


def north_of(incident: Incident) -> float:
    """Metres north of the camera that it is placed at."""
    return LocalPlane(origin=camera().position.lonlat()).to_metres(incident.place.point)[1]


def test_a_case_about_what_is_known_is_attached(town: Town) -> None:
    """To the incident at that place, with the figures; nobody looks for it, and other receivers are told."""
    incident = heap(town)
    answer = town.told(north=north_of(incident) + 12, at=town.clock.now())
    assert (answer["result"], answer["incident_id"], answer["status"]) == ("attached", incident.id, "open")
    assert "12.0 m apart" in answer["why"]
    after = town.kept(answer)
    assert [(one.source, one.number, one.radius_m) for one in after.reports] == [
        (Source.HOTLINE, "H-1", 20.0)
    ]
    assert town.steps(incident)[-1] == "report_added"
    assert town.messages(incident)[-1] == "updated"
    assert town.desk.tick(town.clock.now()) == ()


def test_the_same_number_again_changes_nothing(town: Town) -> None:
    """In another message: known. The same message: the first answer, word for word."""
    heap(town)
    first = town.told()
    again = town.told(message_id="another")
    assert (again["result"], again["incident_id"]) == ("known", first["incident_id"])
    assert town.told() == first
    assert len(town.kept(first).reports) == 1
    assert town.told(message_id="third", origin=Source.PATROL)["result"] == "attached"


def test_what_nobody_has_seen_is_looked_for(town: Town) -> None:
    """Every camera that shows the place is asked at once; nobody else is bothered yet."""
    answer = town.told()
    assert (answer["result"], answer["status"], answer["cameras"]) == ("waiting", "candidate", 2)
    wishes = town.desk.tick(town.clock.now())
    assert {(one.camera_id, one.reason) for one in wishes} == {
        ("cam-1", LookReason.CONFIRM),
        ("cam-2", LookReason.CONFIRM),
    }
    incident = town.kept(answer)
    assert (incident.views, incident.owner, incident.facts["reported"]) == ((), "platform", "hotline:H-1")
    assert "路边有一堆建筑垃圾" in incident.why.tell("zh")
    assert town.messages(incident) == []


def test_what_a_camera_then_shows_is_confirmed_by_sight(town: Town) -> None:
    """Its rule's candidate is the reported one; confirmed, it opens with the report and the camera's own place."""
    answer = town.told(north=10)
    waiting = town.kept(answer)
    town.look(sighting(Finding.CANDIDATE), reason=LookReason.CONFIRM, incident_id=waiting.id)
    assert town.now(waiting).cameras == ("cam-1",)
    assert town.steps(waiting) == ["seen", "view_added"]
    town.look(sighting(Finding.PRESENT), reason=LookReason.CONFIRM, incident_id=waiting.id)
    opened = town.now(waiting)
    assert (opened.status, opened.place.origin.value) == (Status.OPEN, "pose")
    assert [one.number for one in opened.reports] == ["H-1"]
    assert town.messages(waiting) == ["opened"]
    with town.store.read() as reader:
        body = json.loads(reader.deliveries(incident_id=waiting.id)[0].body)
    assert body["data"]["properties"]["facts"]["reported"] == "hotline:H-1"


def test_what_no_camera_shows_is_told_as_not_seen(town: Town) -> None:
    """Only after every camera has looked three times; a later look brings nothing back."""
    waiting = town.kept(town.told())
    town.empty(waiting, "cam-1", 3)
    town.empty(waiting, "cam-2", 2)
    assert town.now(waiting).status is Status.CANDIDATE
    assert {one.camera_id for one in town.desk.tick(town.clock.now())} <= {"cam-2"}
    town.empty(waiting, "cam-2")
    assert town.now(waiting).status is Status.EXPIRED
    assert town.messages(waiting) == ["not_seen"]


def test_looks_are_counted_over_a_restart(town: Town) -> None:
    """The history is the memory."""
    waiting = town.kept(town.told())
    town.empty(waiting, "cam-1", 2)
    town.start()
    assert {one.camera_id for one in town.desk.resume(town.clock.now())} == {"cam-1", "cam-2"}
    town.empty(waiting, "cam-1", 1)
    town.empty(waiting, "cam-2", 3)
    assert town.now(waiting).status is Status.EXPIRED


def test_what_was_shown_and_vanished_before_it_was_sure_is_looked_for_on(town: Town) -> None:
    """A dropped subject takes its view with it; the report stays, and that look counts as one that shows nothing."""
    waiting = town.kept(town.told(north=10))
    town.look(sighting(Finding.CANDIDATE), incident_id=waiting.id)
    town.look(sighting(Finding.DROPPED), incident_id=waiting.id)
    after = town.now(waiting)
    assert (after.status, after.views) == (Status.CANDIDATE, ())
    assert town.steps(waiting)[-1] == "look_absent"


def test_a_camera_whose_rules_do_not_look_for_it_says_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look by a profile without such a rule is no look that shows nothing."""
    waiting = town.kept(town.told())
    crowds = profile(
        {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 10}
    )
    monkeypatch.setattr("tests.alerts.test_desk.PROFILE", crowds)
    town.empty(waiting, "cam-1")
    assert town.steps(waiting) == ["seen"]


def test_a_candidate_of_a_camera_takes_the_case_and_is_looked_at_by_all(town: Town) -> None:
    """Both the camera that saw it once and those that show the place are asked; the report outlives the candidate."""
    (candidate,) = town.look(sighting(Finding.CANDIDATE)).incidents
    answer = town.told(north=north_of(candidate), at=town.clock.now())
    assert (answer["result"], answer["incident_id"], answer["status"]) == (
        "attached",
        candidate.id,
        "candidate",
    )
    assert {one.camera_id for one in town.desk.tick(town.clock.now())} >= {"cam-2"}
    town.look(sighting(Finding.DROPPED))
    assert town.now(candidate).status is Status.CANDIDATE


def test_a_reported_candidate_that_turns_out_to_be_known_hands_its_report_over(town: Town) -> None:
    """Reported two days before the heap was there, so taken for another; a camera then shows that it is the same."""
    incident = heap(town)
    waiting = town.kept(town.told(north=north_of(incident), seconds=-2 * 86_400))
    assert waiting.id != incident.id
    found = {"camera_id": "cam-2", "subject": "cam-2/waste/1"}
    town.look(sighting(Finding.CANDIDATE, **found), camera_id="cam-2", incident_id=waiting.id)
    assert town.now(waiting).cameras == ("cam-2",)
    town.look(sighting(Finding.PRESENT, **found), camera_id="cam-2", incident_id=waiting.id)
    after = town.now(incident)
    assert (after.cameras, [one.number for one in after.reports]) == (("cam-1", "cam-2"), ["H-1"])
    assert town.now(waiting).facts["merged_into"] == incident.id
    assert town.told(message_id="again")["incident_id"] == incident.id


def test_what_cannot_be_taken_in_is_answered_and_not_kept(town: Town) -> None:
    """No place, no camera, a matter that nobody here looks for: each by its name."""
    assert town.told("H-2", point=None, address="某地")["result"] == "no_place"
    assert town.told("H-3", matter="street_vending")["result"] == "not_looked_for"
    assert town.told("H-4", matter=None, code="99999")["result"] == "not_looked_for"
    assert town.told("H-5", matter="crowding")["result"] == "no_camera"
    assert town.told("H-6", matter=None, code="06011")["result"] == "waiting"
    with town.store.read() as reader:
        assert len(reader.live_incidents()) == 1


def test_the_platforms_status_of_a_case_that_waits_is_noted(town: Town) -> None:
    """It is known by the id that was answered: nothing it says moves it yet, except that it is withdrawn."""
    waiting = town.kept(town.told())
    answer = town.say(waiting, "dispatched")
    assert (answer["result"], answer["status"]) == ("ignored", "candidate")
    assert town.steps(waiting)[-1] == "ignored_late"
    assert town.say(waiting, "cancelled")["result"] == "applied"
    assert town.now(waiting).status is Status.REJECTED


def test_too_many_at_once_are_put_off_and_kept_of_none(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same message is taken when there is room again."""
    monkeypatch.setattr(taking, "MAX_WAITING", 1)
    first = town.kept(town.told("H-1"))
    with pytest.raises(taking.Busy, match="send it again later"):
        town.told("H-2", east=400)
    town.say(first, "cancelled")
    assert town.told("H-2", east=400)["result"] == "waiting"


def test_an_incident_holds_a_bounded_number_of_reports(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says so; the incident does not grow."""
    monkeypatch.setattr(taking, "MAX_REPORTS", 2)
    first = town.told("H-1")
    town.told("H-2")
    third = town.told("H-3")
    assert (third["result"], "is not added" in third["why"]) == ("attached", True)
    assert len(town.kept(first).reports) == 2


def test_after_a_restart_only_who_has_not_looked_enough_is_asked(town: Town) -> None:
    """The looks are counted in the history, also where no look is at hand."""
    waiting = town.kept(town.told())
    town.empty(waiting, "cam-1", 3)
    town.start()
    assert {one.camera_id for one in town.desk.resume(town.clock.now())} == {"cam-2"}


def test_what_waits_for_ever_is_said_to_be_undecided(town: Town) -> None:
    """No picture for a day: it expires by the review, and that is not told as not seen."""
    waiting = town.kept(town.told())
    town.clock.advance(86_400 + 60)
    town.desk.tick(town.clock.now())
    assert town.now(waiting).status is Status.EXPIRED
    assert town.steps(waiting)[-1] == "stale"
    assert town.messages(waiting) == []


def test_a_reported_case_is_on_record_from_its_first_step(town: Town) -> None:
    """Its trail is whole and holds every step, seen or not; the auditor finds no fault."""
    seen, unseen = town.kept(town.told(north=10)), town.kept(town.told("H-2", east=300))
    town.look(sighting(Finding.CANDIDATE), incident_id=seen.id)
    town.look(sighting(Finding.PRESENT), incident_id=seen.id)
    for camera_id in ("cam-1", "cam-2"):
        town.empty(unseen, camera_id, 3)
    with town.store.read() as reader:
        assert audit(reader).faults == ()
        for one in (seen, unseen):
            steps = [row for row in reader.trail_of(one.id) if row.kind == "step"]
            assert len(steps) == len(reader.history(one.id))
