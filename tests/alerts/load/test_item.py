from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.load.item import at_least, item_of, waits_for_operator
from core.case import Case, Limit, Measure, Stage
from core.incident import Status
from tests.builders import START, at
from tests.builders_load import item
from tests.builders_store import incident, place, view


def test_an_incident_is_told_as_the_inbox_weighs_it():
    """Place, cameras, what chatters, and who says that it is there."""
    one = incident(
        views=(view(), view("cam-2")), place=place(grid="330109001002"), confidence=0.7, reopened=2
    )
    made = item_of(one, at(60))
    assert (made.street, made.grid, made.cameras) == ("330109001", "330109001002", ("cam-1", "cam-2"))
    assert made.source == "cam-1/kerb/construction_waste"
    assert (made.certainty, made.confidence, made.reopened, made.recurs) == ("likely", 0.7, 2, False)
    assert made.since == START
    assert item_of(one, at(60), at(30)).since == at(30)


def test_certainty_is_a_persons_or_the_machines():
    """Observed once a person said so; possible where the machine doubts more than not."""
    assert item_of(incident(facts={"certainty": "observed"}), START).certainty == "observed"
    assert item_of(incident(confidence=0.4), START).certainty == "possible"
    assert item_of(incident(facts={"recurrence_of": "inc_0"}), START).recurs


@pytest.mark.parametrize(
    ("status", "case", "waits"),
    [
        (Status.OPEN, Case(), True),
        (Status.REOPENED, Case(), True),
        (Status.REPORTED, Case(), False),
        (Status.CANDIDATE, Case(held_for="confirmation"), True),
        (Status.HANDLING, Case(stage=Stage.DISPATCHED, due_at=START), True),  # overdue a minute later
        (Status.REJECTED, Case(held_for="confirmation"), False),
    ],
)
def test_who_waits_for_an_operator(status, case, waits):
    """What nobody has, what was put before an operator, and what is late; nothing that has ended."""
    assert waits_for_operator(incident(status=status, case=case), at(60)) is waits


def test_the_share_of_a_units_limit_that_has_passed():
    """Counted from dispatch to due; none while the clock rests or no limit runs."""
    limit = Limit(amount=2, measure=Measure.HOURS)
    case = Case(stage=Stage.DISPATCHED, limit=limit, dispatched_at=START, due_at=START + timedelta(hours=2))
    assert item_of(incident(case=case), at(3600)).used == 0.5
    assert item_of(incident(), at(3600)).used is None
    resting = Case(stage=Stage.SUSPENDED, dispatched_at=START, due_at=at(7200), rests_since=at(10))
    assert item_of(incident(case=resting), at(3600)).used is None


def test_severities_have_an_order_and_a_tables_own_word_is_minor():
    """So that nothing unknown is more than it says."""
    assert at_least(item(severity="severe"), "moderate")
    assert not at_least(item(severity="urgent"), "moderate")
