"""The city's case as a receiver is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alerts.message_case import case_info
from core.case import Case, Check, Limit, Measure, Stage, Unit
from core.place import GridCell
from tests.builders import at
from tests.builders_desk import incident, place


def told(case: Case, **facts: str) -> dict[str, Any]:
    """Return what is told of a case at a place in a unit grid."""
    cell = GridCell(level="grid", code="990101001001001", name="一网格")
    return case_info(incident(case=case, where=replace(place(), grid=(cell,)), facts=facts)).model_dump()


def test_a_case_at_work() -> None:
    """Who, by when, in which grids, by whose certainty."""
    case = Case(
        stage=Stage.DISPATCHED,
        unit=Unit(code="U1", name="中队"),
        social_grid="330109001001002",
        limit=Limit(amount=4, measure=Measure.WORKING_HOURS),
        dispatched_at=at(0),
        due_at=at(60),
        overdue_since=at(60),
        rounds=1,
    )
    assert told(case, certainty="observed", recurrence_of="inc_0", recurrences="2") == {
        "stage": "dispatched",
        "certainty": "observed",
        "unit": {"code": "U1", "name": "中队", "name_en": ""},
        "unit_grid": "990101001001001",
        "social_grid": "330109001001002",
        "limit": {"amount": 4.0, "measure": "working_hours"},
        "dispatched_at": at(0),
        "due_at": at(60),
        "no_due": None,
        "overdue": True,
        "resting": False,
        "rounds": 1,
        "failed_checks": 0,
        "check": None,
        "recurrence_of": "inc_0",
        "recurrences": 2,
    }


def test_a_case_of_which_little_is_known() -> None:
    """Null where nothing is known, and why nothing is due."""
    case = Case(check=Check.COULD_NOT, rests_since=at(0), no_due="no calendar")
    said = told(case)
    assert (said["unit"], said["limit"], said["due_at"]) == (None, None, None)
    assert (said["certainty"], said["check"], said["resting"], said["no_due"]) == (
        "likely", "could_not", True, "no calendar",
    )  # fmt: skip


def test_a_street_is_no_unit_grid() -> None:
    """Where only a larger area is known, no grid is claimed."""
    street = GridCell(level="street", code="990101001", name="街道")
    assert case_info(incident(where=replace(place(), grid=(street,)))).unit_grid is None
