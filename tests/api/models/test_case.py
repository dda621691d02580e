"""The case as an operator sees it."""

from __future__ import annotations

from api.models.case import CaseOut
from core.case import Case, Check, Limit, Measure, Stage, Unit
from tests.builders import at
from tests.builders_desk import incident


def test_a_case_at_work() -> None:
    """Who has it, since when, until when, and that it is late."""
    case = Case(
        stage=Stage.HANDLING,
        unit=Unit(code="U1", name="中队"),
        limit=Limit(amount=2, measure=Measure.WORKING_DAYS),
        dispatched_at=at(0),
        due_at=at(60),
        overdue_since=at(60),
        rounds=2,
        check=Check.NOT_CLEARED,
    )
    told = CaseOut.of(incident(case=case, facts={"certainty": "observed", "recurrences": "3"}))
    assert told.unit is not None
    assert told.limit is not None
    assert (told.unit.code, told.limit.amount, told.due_at) == ("U1", 2, at(60))
    assert (told.overdue, told.rounds, told.check) == (True, 2, Check.NOT_CLEARED)
    assert (told.certainty, told.recurrences) == ("observed", 3)


def test_nothing_is_late_that_nobody_has() -> None:
    """Called done after its limit had passed: it was late, and is not any more."""
    case = Case(stage=Stage.FEEDBACK, due_at=at(60), overdue_since=at(60))
    assert not CaseOut.of(incident(case=case)).overdue


def test_an_incident_of_which_nothing_is_known_yet() -> None:
    """Nulls, and a machine's certainty."""
    told = CaseOut.of(incident())
    assert (told.stage, told.unit, told.limit, told.held_for) == (Stage.COLLECTED, None, None, None)
    assert (told.certainty, told.recurrences) == ("likely", 0)
