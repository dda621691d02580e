"""An operator merges, splits and takes it back: one transaction each, by the real desk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.audit.whole import audit
from alerts.desk import Desk
from alerts.life import GRIDWATCH, Event
from core.case import Source
from core.config.settings.merging import Merging
from core.errors import IllegalStep, NotFound
from core.incident import Incident, Status
from core.reason import Reason
from core.sighting import Finding
from tests.alerts.test_desk import Day
from tests.builders import detections, frame
from tests.builders_desk import sighting

LEFT = (0.1, 0.6, 0.25, 0.8)
RIGHT = (0.7, 0.6, 0.9, 0.8)
WHO = "operator:li"


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A fresh desk."""
    return Day(tmp_path)


def two(day: Day) -> tuple[Incident, Incident]:
    """Two open incidents side by side in one camera."""
    first = day.open(subject="cam-1/waste/1", box=LEFT)
    second = day.open(subject="cam-1/waste/2", box=RIGHT)
    assert first.id != second.id
    return day.now(first), day.now(second)


def told(day: Day, incident: Incident) -> list[dict[str, Any]]:
    """What the platform is told of an incident, in order."""
    with day.store.read() as reader:
        return [json.loads(row.body) for row in reader.deliveries(incident_id=incident.id)]


def same(one: Incident, other: Incident) -> bool:
    """Whether two are equal but for their version and when they were written."""
    return replace(one, version=0, updated_at=other.updated_at) == replace(other, version=0)


def test_a_merge_withdraws_one_and_the_other_takes_it_in(day: Day) -> None:
    """The platform is told `rejected` with where it went, and `updated` of what goes on; both say who and why."""
    first, second = two(day)
    joined = day.desk.merge(second.id, first.id, who=WHO, why="one heap behind a tree")
    assert (joined.incident.id, joined.other.id) == (first.id, second.id)
    assert (joined.incident.status, joined.other.status) == (Status.OPEN, Status.REJECTED)
    assert [view.subject for view in day.now(first).views] == ["cam-1/waste/1", "cam-1/waste/2"]
    gone = told(day, second)[-1]
    assert gone["type"] == "gridwatch.incident.rejected.v1"
    assert gone["data"]["properties"]["facts"]["merged_into"] == first.id
    assert gone["data"]["properties"]["change"]["what"] == "joined"
    assert told(day, first)[-1]["data"]["properties"]["change"]["what"] == "took_in"
    with day.store.read() as reader:
        step = reader.history(first.id)[-1]
    assert step.who == WHO
    assert "one heap behind a tree" in step.why.tell("zh")


def test_a_rules_next_word_follows_its_view(day: Day) -> None:
    """After a merge both subjects speak to what goes on; after it was taken back each to its own."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.look(sighting(Finding.CLEARED, subject="cam-1/waste/2", box=RIGHT))
    assert [view.cleared_at is None for view in day.now(first).views] == [True, False]
    assert day.now(first).status is Status.OPEN
    day.desk.undo(first.id, who=WHO, why="")
    day.look(sighting(Finding.PRESENT, subject="cam-1/waste/2", box=RIGHT), after=120)
    assert day.now(second).views[0].last_seen == day.clock.now()
    assert len(day.now(first).views) == 1


def test_a_merge_taken_back_is_as_if_it_had_not_been(day: Day) -> None:
    """Both are equal to what they were; the platform is told that the withdrawn one lives on."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    undone = day.desk.undo(second.id, who=WHO, why="two after all")
    assert same(day.now(first), first)
    assert same(day.now(second), second)
    assert (undone.incident.id, undone.other.id, undone.until) == (first.id, second.id, None)
    assert told(day, second)[-1]["type"] == "gridwatch.incident.reopened.v1"
    assert told(day, second)[-1]["data"]["properties"]["change"]["what"] == "undone"
    assert day.steps(first)[-2:] == ["took_in", "undone"]
    with pytest.raises(IllegalStep, match="no merge or split to take back"):
        day.desk.undo(first.id, who=WHO, why="")


def test_a_split_makes_an_incident_that_the_platform_is_told_of(day: Day) -> None:
    """It is open at once, by the operator's word; where it came from goes with it."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    joined = day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="two heaps")
    assert (joined.incident.id, joined.other.status) == (first.id, Status.OPEN)
    assert [view.subject for view in day.now(first).views] == ["cam-1/waste/1"]
    opened = told(day, joined.other)[-1]
    assert opened["type"] == "gridwatch.incident.opened.v1"
    assert opened["data"]["properties"]["facts"]["split_from"] == first.id
    assert day.steps(joined.other) == ["seen", "split_off"]
    day.look(sighting(Finding.CLEARED, subject="cam-1/waste/2", box=RIGHT))
    assert day.now(joined.other).status is Status.VERIFYING


def test_a_split_taken_back_is_one_again(day: Day) -> None:
    """What was split off is withdrawn and says where it went; named by either of the two."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    before = day.now(first)
    new = day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="").other
    day.desk.undo(new.id, who=WHO, why="")
    assert same(day.now(first), before)
    assert day.now(new).status is Status.REJECTED
    assert day.now(new).facts["merged_into"] == first.id
    assert day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="").other.id != new.id


def test_it_cannot_be_taken_back_after_an_hour(day: Day) -> None:
    """The sentence says how long ago it was and how long it could be."""
    first, second = two(day)
    until = day.desk.merge(second.id, first.id, who=WHO, why="").until
    assert until is not None
    day.clock.advance(Merging().undo_s + 1)
    assert day.clock.now() > until
    with pytest.raises(IllegalStep, match=r"was 60 min ago; it can be taken back for 60 min"):
        day.desk.undo(first.id, who=WHO, why="")


def test_it_cannot_be_taken_back_once_something_was_decided_by_it(day: Day) -> None:
    """That the platform accepted it is no decision; that it dispatched the merged case is one."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.say(first, "accepted")
    day.desk.act(first.id, "acknowledge", "li", "")
    day.desk.undo(first.id, who=WHO, why="")
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.say(first, "dispatched")
    with pytest.raises(IllegalStep, match="dispatched by platform"):
        day.desk.undo(first.id, who=WHO, why="")


def test_a_number_that_comes_while_they_become_one_is_found_and_given_back(day: Day) -> None:
    """The message of what goes was under way: what goes on keeps its number, until an undo."""
    first, second = two(day)
    with day.store.read() as reader:
        (opened,) = reader.deliveries(incident_id=second.id)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.desk.accepted(opened, "GD-2")
    day.desk.accepted(opened, "GD-2")  # once more, after a replay
    assert [(one.source, one.number) for one in day.now(first).reports] == [(Source.VIDEO, "GD-2")]
    with day.store.read() as reader:
        found = reader.incident_of_report("video", "GD-2")
        assert found is not None
        assert found.id == first.id
        assert audit(reader).whole
    back = day.desk.undo(first.id, who=WHO, why="")
    assert (back.incident.reports, back.other.case_number) == ((), "GD-2")


def test_a_second_view_follows_what_was_merged(day: Day) -> None:
    """The camera was on its way when an operator made one of two: its picture is of that place all the same."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    kept = day.desk.second_view(
        frame(camera_id="dome"), detections(), second.id, name="Dome", box=None, why=Reason.text("seen")
    )
    assert kept is not None
    assert kept.id == first.id
    assert kept.pictures[-1].camera_id == "dome"
    assert day.steps(first)[-1] == "second_view"


def test_what_comes_by_itself_does_not_stand_in_the_way(day: Day) -> None:
    """A hawk-eye turns to what a split has opened within a minute, and a limit passes: nobody has decided anything."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    new = day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="").other
    day.desk.no_second_view(new.id, name="Dome", why=Reason.text("busy"))
    day.desk.record(first.id, Event.OVERDUE, who=GRIDWATCH, why=Reason.text("late"))
    assert day.desk.undo(new.id, who=WHO, why="").incident.id == first.id


def test_only_the_last_act_can_be_taken_back(day: Day) -> None:
    """Another merge on top of it closes the way."""
    first, second = two(day)
    third = day.open(subject="cam-1/waste/3", box=(0.4, 0.3, 0.5, 0.4))
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.desk.merge(first.id, third.id, who=WHO, why="")
    with pytest.raises(IllegalStep, match="joined by operator:li"):
        day.desk.undo(second.id, who=WHO, why="")
    day.desk.undo(third.id, who=WHO, why="")
    assert day.now(first).status is Status.OPEN


def test_of_two_the_one_that_the_city_has_goes_on(day: Day) -> None:
    """The operator named the other direction; the platform's case stays, and nothing it knows is withdrawn."""
    first, second = two(day)
    day.say(second, "dispatched")
    joined = day.desk.merge(second.id, first.id, who=WHO, why="")
    assert (joined.incident.id, joined.incident.status) == (second.id, Status.HANDLING)
    assert day.now(first).facts["merged_into"] == second.id


def test_a_candidate_goes_into_what_is_confirmed_and_nobody_is_told(day: Day) -> None:
    """It ends as a candidate does, in whichever order they were named."""
    first = day.open(subject="cam-1/waste/1", box=LEFT)
    outcome = day.look(sighting(Finding.CANDIDATE, subject="cam-1/waste/2", box=RIGHT))
    candidate = outcome.incidents[0]
    joined = day.desk.merge(first.id, candidate.id, who=WHO, why="")
    assert (joined.incident.id, joined.other.status) == (first.id, Status.EXPIRED)
    assert told(day, candidate) == []
    day.desk.undo(first.id, who=WHO, why="")
    assert day.now(candidate).status is Status.CANDIDATE


def test_what_makes_no_sense_is_refused(day: Day) -> None:
    """Into itself, into what has ended or is unknown, by somebody who is no operator; and nothing is changed."""
    first, second = two(day)
    day.desk.act(second.id, "reject", "li", "a shadow")
    before = day.now(first)
    with pytest.raises(IllegalStep, match="into itself"):
        day.desk.merge(first.id, first.id, who=WHO, why="")
    with pytest.raises(IllegalStep, match="rejected; only what is live"):
        day.desk.merge(first.id, second.id, who=WHO, why="")
    with pytest.raises(NotFound):
        day.desk.merge(first.id, "inc_none", who=WHO, why="")
    third = day.open(subject="cam-1/waste/3", box=(0.4, 0.3, 0.5, 0.4))
    with pytest.raises(IllegalStep, match="is for operator"):
        day.desk.merge(third.id, first.id, who="rule:waste", why="")
    assert day.now(first) == before


def test_a_merged_away_subject_is_no_false_alarm(day: Day) -> None:
    """After what went on has closed, the same rule subject still there is looked at, not taken for rejected."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    seen = sighting(Finding.CLEARED, subject="cam-1/waste/2", box=RIGHT)
    day.look(seen, sighting(Finding.CLEARED, subject="cam-1/waste/1", box=LEFT))
    day.verify(day.now(first))
    assert day.now(first).status is Status.CLOSED
    again = day.look(sighting(Finding.CANDIDATE, subject="cam-1/waste/2", box=RIGHT))
    assert [one.status for one in again.incidents] == [Status.CANDIDATE]


def test_merging_survives_a_restart(day: Day) -> None:
    """What it is taken back by lies in the store, not in the process."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.start()
    assert isinstance(day.desk, Desk)
    day.desk.undo(first.id, who=WHO, why="")
    assert same(day.now(second), second)


def test_the_auditor_finds_every_act(day: Day) -> None:
    """Merged, split and both taken back: the trail is whole, with each step in it."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="")
    day.desk.undo(first.id, who=WHO, why="")
    day.desk.merge(second.id, first.id, who=WHO, why="")
    new = day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="").other
    day.desk.undo(new.id, who=WHO, why="")
    with day.store.read() as reader:
        assert audit(reader).faults == ()
        for one in (first, second, new):
            steps = [row for row in reader.trail_of(one.id) if row.kind == "step"]
            assert len(steps) == len(reader.history(one.id))
