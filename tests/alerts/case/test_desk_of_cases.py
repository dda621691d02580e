"""Whole cases at the desk: confirmation first, limits, false reports, nights, and what cannot be verified."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.case.casework import Casework
from alerts.case.eyes import Eyes, Trouble
from alerts.case.units import Responsibility
from alerts.codes import CodeTable
from alerts.store.base import IncidentQuery
from core.case import FOR_CONFIRMATION, REOPENED_ONCE, Check, Stage
from core.config.matter import MatterTable
from core.config.unit import UnitTable
from core.errors import IllegalStep
from core.incident import Incident, Status
from core.sighting import Finding
from tests.alerts.test_desk import Day
from tests.builders import START, at
from tests.builders_desk import sighting

H = 3600.0
UNITS = {
    "table": "u",
    "version": "1",
    "units": [{"code": "U1", "name": "城管中队"}],
    "rows": [{"unit": "U1"}],
}


class City(Day):
    """A desk of a city with a limit of four hours, one unit, and what a test changes."""

    def __init__(self, folder: Path, *, report: str = "at_once", **eyes: Any) -> None:
        row = {
            "matter": "construction_waste", "code": "06011", "name": "渣土", "name_en": "Waste", "report": report,
            "limit": {"amount": 4, "measure": "hours"},
        }  # fmt: skip
        crowd = {"matter": "crowding", "code": "10901", "name": "人员聚集", "name_en": "Crowding"}
        table = MatterTable.model_validate({"table": "T", "version": "1", "rows": [row, crowd]})
        self.codes = CodeTable(table)
        self.eyes = Eyes(**eyes)
        super().__init__(folder)

    def start(self, **parts: Any) -> None:
        """Start (again) with what the city has configured."""
        work = Casework(
            codes=self.codes, units=Responsibility(UnitTable.model_validate(UNITS)), eyes=self.eyes
        )
        super().start(codes=self.codes, work=lambda: work, **parts)

    def told(self, incident: Incident) -> list[dict[str, Any]]:
        """The bodies that receivers are told, in order."""
        with self.store.read() as reader:
            rows = reader.deliveries(incident_id=incident.id)
        return [json.loads(row.body)["data"]["properties"] for row in rows]

    def listed(self, **filters: Any) -> list[str]:
        """Ids that a filter finds."""
        with self.store.read() as reader:
            return [one.id for one in reader.find(IncidentQuery(**filters)).incidents]

    def still_there(self, incident: Incident) -> Incident:
        """Let the platform call it handled, and two looks show it."""
        self.say(incident, "handled")
        for _ in range(2):
            self.verify(incident, sighting(), after=30)
        return self.now(incident)

    def passes(self, seconds: float) -> None:
        """Let time go by, with a tick at its end."""
        self.clock.advance(seconds)
        self.desk.tick(self.clock.now())


@pytest.fixture
def city(tmp_path: Path) -> City:
    """A city that reports at once."""
    return City(tmp_path)


@pytest.fixture
def careful(tmp_path: Path) -> City:
    """A city in which a person confirms first."""
    return City(tmp_path, report="after_confirmation")


def test_the_unit_is_resolved_before_anything_is_sent(city: City) -> None:
    """The first message names it, with stage and certainty."""
    (body,) = city.told(city.open())
    assert body["case"]["unit"] == {"code": "U1", "name": "城管中队", "name_en": ""}
    assert (body["case"]["stage"], body["case"]["certainty"]) == ("collected", "likely")
    assert body["facts"]["units"] == "u 1"


def test_nothing_is_sent_before_a_person_has_confirmed_it(careful: City) -> None:
    """Operators see it, receivers do not; another view and an acknowledgement change nothing about that."""
    incident = careful.open()
    assert (incident.status, incident.case.held_for) == (Status.OPEN, FOR_CONFIRMATION)
    careful.open(camera_id="cam-2", subject="cam-2/waste/1")
    careful.desk.act(incident.id, "acknowledge", "li", "")
    assert careful.messages(incident) == []
    assert careful.listed(held=(FOR_CONFIRMATION,)) == [incident.id]
    confirmed = careful.desk.act(incident.id, "confirm", "li", "seen on the picture")
    assert (confirmed.case.held_for, confirmed.facts["certainty"]) == (None, "observed")
    (body,) = careful.told(incident)
    assert (careful.messages(incident), body["case"]["certainty"]) == (["opened"], "observed")
    assert careful.listed(held=(FOR_CONFIRMATION,)) == []


def test_what_was_rejected_or_cleared_before_was_never_told(careful: City) -> None:
    """No receiver is told of the end of what it never heard of; the platform is answered accordingly."""
    rejected = careful.open()
    assert careful.say(rejected, "dispatched")["result"] == "unknown"
    careful.desk.act(rejected.id, "reject", "li", "a shadow")
    assert (careful.messages(rejected), careful.now(rejected).case.stage) == ([], Stage.CANCELLED)
    cleared = careful.open(subject="cam-1/waste/2", box=(0.1, 0.6, 0.2, 0.8))
    careful.look(sighting(Finding.CLEARED, subject="cam-1/waste/2"))
    careful.verify(cleared)
    assert careful.now(cleared).status is Status.CLOSED
    assert careful.messages(cleared) == []


def test_a_confirmed_candidate_waits_for_nobody(careful: City) -> None:
    """A person opened it."""
    careful.look(sighting(Finding.CANDIDATE))
    with careful.store.read() as reader:
        (candidate,) = reader.live_incidents()
    opened = careful.desk.act(candidate.id, "confirm", "li", "")
    assert (opened.status, opened.case.held_for, careful.messages(opened)) == (Status.OPEN, None, ["opened"])
    assert opened.case.unit is not None


def test_overdue_is_said_once_a_round(city: City) -> None:
    """In the history, the list, the live event and to receivers; a delay takes it back, a new round begins anew."""
    incident = city.open()
    city.say(incident, "dispatched")
    city.passes(4 * H - 60)
    assert city.now(incident).case.overdue_since is None
    city.passes(120)
    city.passes(120)
    assert city.steps(incident).count("overdue") == 1
    assert city.listed(overdue=True) == [incident.id]
    assert city.messages(incident) == ["opened", "updated"]
    assert city.told(incident)[-1]["case"]["overdue"] is True
    with city.store.read() as reader:
        last = reader.events_since(0)[-1]
        why = reader.history(incident.id)[-1].why.tell("zh")
    assert (last.data["what"], last.data["overdue"]) == ("overdue", True)
    assert "城管中队未反馈" in why
    later = city.clock.now().timestamp() - at(0).timestamp() + 2 * H
    city.desk.platform(
        StatusUpdate(
            message_id="d", incident_id=incident.id, status=PlatformStatus.DELAYED, at=city.clock.now(),
            due_at=at(later),
        )
    )  # fmt: skip
    assert city.listed(overdue=True) == []
    city.passes(2 * H + 60)
    assert city.steps(incident).count("overdue") == 2


def test_what_rests_is_not_overdue(city: City) -> None:
    """Suspended for a day: three hours and some are left afterwards."""
    incident = city.open()
    city.say(incident, "dispatched")
    city.passes(1800)
    city.say(incident, "suspended")
    city.passes(24 * H)
    assert "overdue" not in city.steps(incident)
    city.say(incident, "resumed")
    city.passes(3 * H)
    assert "overdue" not in city.steps(incident)
    city.passes(H)
    assert "overdue" in city.steps(incident)


def test_a_rest_is_made_up_for_when_its_end_came_first(city: City) -> None:
    """Messages of one second arrive in any order: three hours of rest move the due time, once, and are told."""
    incident = city.open()
    city.say(incident, "dispatched")
    due = city.now(incident).case.due_at
    assert due is not None
    began = (city.clock.now() - START).total_seconds()
    city.clock.advance(4 * H)
    city.say(incident, "resumed", when=began + 3.5 * H)
    late = city.say(incident, "suspended", when=began + 0.5 * H)
    assert late["result"] == "applied"
    assert "stood still from 2026-11-02 08:3" in late["why"]
    moved = city.now(incident)
    assert moved.case.due_at == due + timedelta(hours=3)
    assert (moved.status, moved.case.rests_since) == (Status.HANDLING, None)
    assert city.say(incident, "suspended", when=began + 0.5 * H, message="again")["result"] == "ignored"
    assert city.now(incident).case.due_at == due + timedelta(hours=3)


def test_the_second_false_report_waits_for_an_operator(city: City) -> None:
    """The first goes back with pictures, the second is shown to an operator, who sends it again."""
    incident = city.open()
    city.say(incident, "dispatched")
    first = city.still_there(incident)
    assert (first.status, first.case.held_for, first.case.check) == (Status.REOPENED, None, Check.NOT_CLEARED)
    assert city.messages(incident) == ["opened", "reopened"]
    assert "latest" in {picture.role for picture in first.pictures}
    city.say(incident, "dispatched")
    second = city.still_there(incident)
    assert (second.reopened, second.case.held_for) == (2, REOPENED_ONCE)
    assert city.messages(incident) == ["opened", "reopened"]
    assert city.listed(held=(REOPENED_ONCE,)) == [incident.id]
    city.desk.act(incident.id, "acknowledge", "li", "")
    again = city.desk.act(incident.id, "send_again", "li", "still there, see the picture")
    assert (again.status, again.case.held_for) == (Status.REOPENED, None)
    assert city.messages(incident) == ["opened", "reopened", "reopened"]
    assert city.told(incident)[-1]["case"]["failed_checks"] == 2
    with city.store.read() as reader:
        last = reader.deliveries(incident_id=incident.id)[-1]
    city.desk.accepted(last, None)
    assert city.now(incident).status is Status.REPORTED


def test_an_operator_may_close_what_waits(city: City) -> None:
    """By word, and the platform is told."""
    incident = city.open()
    for _ in range(2):
        city.say(incident, "dispatched")
        city.still_there(incident)
    closed = city.desk.act(incident.id, "close", "li", "the owner stores it there, agreed")
    assert (closed.status, closed.case.held_for) == (Status.CLOSED, None)
    assert city.messages(incident)[-1] == "closed"


def test_what_waits_and_is_taken_up_by_the_platform(city: City) -> None:
    """It dispatched it again by itself: nothing is left to decide, and nothing to be told."""
    incident = city.open()
    for _ in range(2):
        city.say(incident, "dispatched")
        city.still_there(incident)
    city.say(incident, "dispatched")
    assert city.now(incident).case.held_for is None
    assert city.messages(incident) == ["opened", "reopened"]


def test_what_waits_for_nothing_cannot_be_sent_again(city: City) -> None:
    """Nor does the refused act leave anything behind."""
    incident = city.open()
    with pytest.raises(IllegalStep, match="not held back"):
        city.desk.act(incident.id, "send_again", "li", "")
    assert city.now(incident).version == incident.version


def test_cleared_is_closed_with_a_pair(city: City) -> None:
    """Handled and gone: before and after, stage closed, and later evaluated."""
    incident = city.open()
    city.say(incident, "dispatched")
    city.say(incident, "handled")
    for _ in range(2):
        city.verify(incident, after=30)
    closed = city.now(incident)
    assert (closed.status, closed.case.stage, closed.case.check) == (
        Status.CLOSED,
        Stage.CLOSED,
        Check.CLEARED,
    )
    assert {picture.role for picture in closed.pictures} == {"before", "after"}
    assert city.say(incident, "evaluated")["result"] == "applied"
    assert (city.now(incident).status, city.now(incident).case.stage) == (Status.CLOSED, Stage.EVALUATED)


def test_at_night_nothing_is_proven_by_daylight_only(tmp_path: Path) -> None:
    """Called handled at 18:00: it says when it is looked at, asks for no look, and night looks decide nothing."""
    city = City(tmp_path, light="daylight")
    incident = city.open()  # 16:00 in China
    city.say(incident, "dispatched")
    city.clock.advance(2 * H)
    city.say(incident, "handled")
    assert city.desk.tick(city.clock.now()) == ()
    city.passes(60)
    assert city.steps(incident).count("waits_for_light") == 1
    for _ in range(4):
        city.verify(incident, after=30)
        city.verify(incident, sighting(), after=30)
        city.verify(incident, sighting(Finding.CLEARED), after=30)
    assert city.now(incident).status is Status.VERIFYING
    assert city.now(incident).views[0].cleared_at is None
    city.clock.advance(13 * H)  # about seven in the morning
    assert [wish.camera_id for wish in city.desk.tick(city.clock.now())] == ["cam-1"]
    for _ in range(2):
        city.verify(incident, after=30)
    assert city.now(incident).status is Status.CLOSED


def test_what_was_seen_gone_at_night_waits_for_the_day_as_well(tmp_path: Path) -> None:
    """One camera saw it gone before it was called handled, the other shows nothing: no night ends it."""
    city = City(tmp_path, light="daylight", zone=ZoneInfo("Asia/Shanghai"))
    incident = city.open()
    city.open(camera_id="cam-2", subject="cam-2/waste/1")
    assert city.now(incident).cameras == ("cam-1", "cam-2")
    city.clock.advance(3 * H)
    city.look(sighting(Finding.CLEARED))
    city.say(incident, "handled")
    city.passes(3600)
    city.passes(3600)
    assert city.now(incident).status is Status.VERIFYING
    with city.store.read() as reader:
        (said,) = [step.why for step in reader.history(incident.id) if step.what == "waits_for_light"]
    assert str(said.facts["until"]).startswith("2026-11-03 06:")  # as people there read it


@pytest.mark.parametrize(
    ("trouble", "after_s", "words"),
    [
        ("gone", 20 * 60, "is configured no more"),
        ("offline", 25 * H, "does not answer"),
        ("turned", 25 * H, "looks elsewhere"),
        (None, 25 * H, "no look could decide"),
    ],
)
def test_what_no_camera_can_show_is_never_closed(
    tmp_path: Path, trouble: Trouble | None, after_s: float, words: str
) -> None:
    """It is said why, in the history and to receivers; and there it stays, until a person decides."""
    city = City(tmp_path, trouble=lambda _: trouble)
    incident = city.open()
    city.say(incident, "dispatched")
    city.say(incident, "handled")
    city.passes(60)
    assert "not_verified" not in city.steps(incident)
    city.passes(after_s)
    city.passes(after_s)
    stands = city.now(incident)
    assert (stands.status, stands.case.check) == (Status.VERIFYING, Check.COULD_NOT)
    assert city.steps(incident).count("not_verified") == 1
    body = city.told(incident)[-1]
    assert (city.messages(incident)[-1], body["change"]["what"]) == ("updated", "not_verified")
    assert words in body["change"]["why"]["en"]
    assert (body["case"]["check"], body["status"]) == ("could_not", "verifying")


def test_it_comes_back_and_back(city: City) -> None:
    """Each return within 30 days names the one before and counts on."""
    for times in range(3):
        incident = city.open(subject=f"cam-1/waste/{times}", since=city.clock.now())
        assert city.told(incident)[0]["case"]["recurrences"] == times
        city.say(incident, "handled")
        for _ in range(2):
            city.verify(incident, after=30)
        assert city.now(incident).status is Status.CLOSED
        city.clock.advance(10 * 86400)
