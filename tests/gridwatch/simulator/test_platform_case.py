from __future__ import annotations

from gridwatch.simulator.platform_case import Case, CaseStatus, CityPlan


def case(ordinal: int = 1, rounds: int = 1) -> Case:
    """Build a case."""
    return Case(number="GW1", incident_id="inc-1", ordinal=ordinal, feature={}, rounds=rounds)


def test_steps_of_a_plan() -> None:
    """Dispatch, work, done, each after its own time."""
    plan = CityPlan(dispatch_s=1, handling_s=2, handle_s=3)
    assert list(plan.steps()) == [
        (1, CaseStatus.DISPATCHED),
        (2, CaseStatus.HANDLING),
        (3, CaseStatus.HANDLED),
    ]


def test_what_goes_wrong_goes_wrong_in_the_first_round() -> None:
    """Filed, sent back, put off, given more time: each for so many first cases, and once."""
    plan = CityPlan(files=True, returns=1, suspends=2, delays=1, rest_s=7)
    assert [status.value for _, status in plan.steps(1)] == [
        "filed", "dispatched", "returned", "dispatched", "delayed", "handling", "suspended", "resumed", "handled",
    ]  # fmt: skip
    assert (7, CaseStatus.RESUMED) in list(plan.steps(2))
    assert [status.value for _, status in plan.steps(3)] == ["filed", "dispatched", "handling", "handled"]
    assert [status.value for _, status in plan.steps(1, 2)] == ["dispatched", "handling", "handled"]


def test_only_the_first_round_of_the_first_cases_is_a_lie() -> None:
    """A case that was reopened is then really worked on."""
    plan = CityPlan(false_reports=1)
    assert case().lies(plan)
    assert not case(rounds=2).lies(plan)
    assert not case(ordinal=2).lies(plan)


def test_ended_and_shown() -> None:
    """A closed case has ended, and the list shows it by name."""
    one = case()
    assert not one.ended
    one.status = CaseStatus.CLOSED
    assert one.ended
    assert one.to_json()["status"] == "closed"
