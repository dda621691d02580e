"""Who is told of what."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from alerts import outbox
from alerts.outbox import deliveries_for, event_of, why_not
from core.config.receiver import EventName, Receiver
from core.config.settings.delivery import Delivery
from core.incident import Status
from tests.builders import at
from tests.builders_store import CROWD, incident, place, step


def receiver(name: str = "platform", **changes: Any) -> Receiver:
    """Build a receiver on this machine."""
    values = {"name": name, "url": "http://127.0.0.1:1/", "secret": "s", "allow": ["127.0.0.0/8"]}
    return Receiver.model_validate(values | changes)


S = Status


@pytest.mark.parametrize(
    ("what", "before", "after", "event"),
    [
        ("seen", None, S.CANDIDATE, None),
        ("opened", S.CANDIDATE, S.OPEN, "opened"),
        ("opened", None, S.OPEN, "opened"),
        ("confirmed", S.CANDIDATE, S.ACKNOWLEDGED, "opened"),
        ("dropped", S.CANDIDATE, S.EXPIRED, None),
        ("rejected", S.CANDIDATE, S.REJECTED, None),
        ("view_added", S.CANDIDATE, S.CANDIDATE, None),
        ("view_added", S.OPEN, S.OPEN, "updated"),
        ("confirmed", S.HANDLING, S.HANDLING, "updated"),
        ("not_verified", S.VERIFYING, S.VERIFYING, "updated"),
        ("look_clear", S.VERIFYING, S.VERIFYING, None),
        ("acknowledged", S.OPEN, S.ACKNOWLEDGED, None),
        ("reported", S.OPEN, S.REPORTED, None),
        ("dispatched", S.REPORTED, S.HANDLING, None),
        ("handled", S.HANDLING, S.VERIFYING, None),
        ("reopened", S.VERIFYING, S.REOPENED, "reopened"),
        ("closed", S.VERIFYING, S.CLOSED, "closed"),
        ("closed_by_word", S.OPEN, S.CLOSED, "closed"),
        ("rejected", S.REPORTED, S.REJECTED, "rejected"),
        ("undone", S.REJECTED, S.OPEN, "reopened"),
        ("undone", S.CLOSED, S.HANDLING, "reopened"),
        ("undone", S.EXPIRED, S.OPEN, "opened"),
        ("undone", S.ACKNOWLEDGED, S.OPEN, None),
        ("ignored_late", S.CLOSED, S.CLOSED, None),
    ],
)
def test_which_steps_are_told(what, before, after, event):
    """What begins, ends, comes back or looks different; not what the platform told us itself."""
    assert event_of(step(1, what, before=before, after=after)) == event


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"matters": ["construction_waste"]}, True),
        ({"matters": ["crowd"]}, False),
        ({"grids": ["330109001"]}, True),
        ({"grids": ["440", "330109001002003"]}, True),
        ({"grids": ["330109002"]}, False),
        ({"severities": ["minor", "severe"]}, True),
        ({"severities": ["severe"]}, False),
        ({"events": ["opened", "closed"]}, True),
        ({"events": ["closed"]}, False),
        ({"min_confidence": 0.875}, True),
        ({"min_confidence": 0.9}, False),
        ({"min_certainty": "likely"}, True),
        ({"min_certainty": "observed"}, False),
    ],
)
def test_filters_of_a_receiver(changes, told):
    """By matter and by grid prefix; the refusal says which."""
    reason = why_not(receiver(**changes), incident())
    assert (reason is None) is told
    assert told or "platform wants only" in reason


def test_every_event_can_be_asked_for_and_looked_up_by_a_receiver():
    """An event that is added is one that filters and tables know."""
    assert set(get_args(EventName)) == {"opened", "updated", outbox.NOT_SEEN, *outbox._ARRIVALS.values()}


def test_what_a_person_has_confirmed_is_told_to_whoever_wants_only_that():
    """The fact that the desk keeps of it decides."""
    observed = incident(facts={"certainty": "observed"})
    assert why_not(receiver(min_certainty="observed"), observed) is None


def test_outside_of_the_grid_matches_no_prefix():
    """An incident without a grid goes to receivers without a grid filter only."""
    outside = incident(place=place(grid=""))
    assert why_not(receiver(grids=["33"]), outside) is not None
    assert why_not(receiver(), outside) is None


def test_one_row_for_each_receiver_that_wants_it(ids):
    """Rows are pending, due at once, and their id is the event's id."""
    rows = deliveries_for(
        incident(),
        [step()],
        receivers=[receiver("a"), receiver("b", matters=["crowd"]), receiver("c", datum="GCJ02")],
        settings=Delivery(source="urn:gridwatch:test"),
        ids=ids,
        now=at(3),
    )
    assert [row.receiver for row in rows] == ["a", "c"]
    for row in rows:
        body = json.loads(row.body)
        assert body["id"] == row.id
        assert body["type"] == row.type == "gridwatch.incident.opened.v1"
        assert body["source"] == "urn:gridwatch:test"
        assert (row.created_at, row.next_at, row.incident_version) == (at(3), at(3), 1)
    assert json.loads(rows[1].body)["data"]["properties"]["place"]["datum"] == "GCJ02"


def test_one_change_is_one_message(ids):
    """Several steps at once are told as the one that says most."""
    steps = [
        step(1, "opened", before=Status.CANDIDATE),
        step(2, "view_added", before=Status.OPEN),
    ]
    told = deliveries_for(
        incident(matter=CROWD), steps, receivers=[receiver()], settings=Delivery(), ids=ids, now=at(0)
    )
    assert [row.type for row in told] == ["gridwatch.incident.opened.v1"]


def test_untold_steps_make_no_row(ids):
    """A candidate bothers nobody."""
    seen = [step(1, "seen", after=Status.CANDIDATE)]
    rows = deliveries_for(
        incident(status=Status.CANDIDATE),
        seen,
        receivers=[receiver()],
        settings=Delivery(),
        ids=ids,
        now=at(0),
    )
    assert rows == []
