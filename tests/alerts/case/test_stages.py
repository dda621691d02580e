"""A case's way through the city's stages, as scripts: what happened, and where it stands."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime

import pytest

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.case.casework import Casework
from alerts.case.stages import moved
from alerts.codes import CodeTable
from alerts.life import LEGAL, Event, may, take
from alerts.news import EVENTS
from core.case import FOR_CONFIRMATION, REOPENED_ONCE, Case, Check, Stage
from core.config.matter import MatterTable
from core.incident import Incident, Status
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident

H = 3600.0
TABLE = {
    "table": "T",
    "version": "1",
    "rows": [
        {
            "matter": "construction_waste",
            "code": "06011",
            "name": "渣土",
            "name_en": "Waste",
            "limit": {"amount": 4, "measure": "hours"},
            "limit_engineering": {"amount": 48, "measure": "hours"},
        }
    ],
}
WORK = Casework(codes=CodeTable(MatterTable.model_validate(TABLE)))


class Script:
    """An incident to which things happen; `case` is where it stands."""

    def __init__(self, status: Status = Status.REPORTED, work: Casework = WORK, **case: object) -> None:
        self.incident: Incident = incident(status, case=Case(**case))  # type: ignore[arg-type] # fields by name
        self.work = work

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self.incident.case

    def happens(self, event: Event, seconds: float = 0, said: StatusUpdate | None = None) -> Case:
        """Let one event happen."""
        who = "platform" if said else f"{next(iter(LEGAL[event].actors))}:x"
        after, _ = take(self.incident, event, who=who, why=Reason.text("x"), now=at(seconds))
        case = moved(after, event, now=at(seconds), work=self.work, said=said)
        self.incident = replace(after, case=case)
        return case

    def says(self, status: str, seconds: float = 0, *, due: float | None = None, of: str = "A") -> Case:
        """Let the platform say something; both are seconds after the start."""
        update = StatusUpdate(
            message_id=f"m{seconds}",
            incident_id="inc_000001",
            status=PlatformStatus(status),
            at=at(seconds),
            due_at=None if due is None else at(due),
            limit_class=of,  # type: ignore[arg-type] # A, B or C
        )
        return self.happens(EVENTS[update.status], seconds, update)


def test_the_seven_stages() -> None:
    """From collected to evaluated, each by its own word."""
    script = Script(Status.OPEN)
    stages = [script.case.stage]
    stages += [
        script.says(status, i).stage
        for i, status in enumerate(("filed", "dispatched", "handling", "handled"))
    ]
    stages += [script.happens(Event.LOOK_CLEAR, 10).stage, script.happens(Event.PROVEN, 20).stage]
    stages.append(script.says("evaluated", 30).stage)
    assert [stage.value for stage in stages] == [
        "collected", "filed", "dispatched", "handling", "feedback", "checking", "closed", "evaluated",
    ]  # fmt: skip
    assert script.case.check is Check.CLEARED


def test_a_receivers_answer_files_nothing() -> None:
    """That a message was taken is not the platform's word."""
    assert Script(Status.OPEN).happens(Event.ACCEPTED).stage is Stage.COLLECTED


def test_the_clock_runs_from_dispatch() -> None:
    """By the time that the platform tells, not by that of the message; not from the report."""
    script = Script()
    assert script.says("filed", 0).due_at is None
    case = script.says("dispatched", 600)
    assert (case.dispatched_at, case.due_at, case.rounds) == (at(600), at(600 + 4 * H), 1)
    assert case.limit is not None
    assert script.says("handling", 900).due_at == at(600 + 4 * H)
    assert not script.case.overdue(at(600 + 4 * H))
    assert script.case.overdue(at(601 + 4 * H))


def test_at_work_without_a_dispatch_starts_the_clock_too() -> None:
    """Platforms leave steps out."""
    case = Script().says("handling", 60)
    assert (case.stage, case.due_at, case.rounds) == (Stage.HANDLING, at(60 + 4 * H), 1)


def test_the_platforms_due_time_and_class_win() -> None:
    """It may know better, and it may need works."""
    assert Script().says("dispatched", 0, due=7 * H).due_at == at(7 * H)
    assert Script().says("dispatched", 0, of="B").due_at == at(48 * H)


def test_a_dispatch_to_another_unit_is_a_new_round() -> None:
    """Later than the first; the same one told again is none."""
    script = Script()
    script.says("dispatched", 0)
    again = script.says("dispatched", 2 * H)
    assert (again.rounds, again.due_at) == (2, at(6 * H))
    assert script.says("dispatched", 2 * H).rounds == 2


def test_the_clock_rests_while_suspended() -> None:
    """An hour of four had passed; three are left when it is resumed."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    rest = script.says("suspended", 1 * H)
    assert (rest.stage, rest.rests_since) == (Stage.SUSPENDED, at(1 * H))
    assert not rest.overdue(at(100 * H))
    assert rest.runs_until is None
    on = script.says("resumed", 10 * H)
    assert (on.stage, on.due_at, on.rests_since) == (Stage.HANDLING, at(13 * H), None)


def test_that_it_is_at_work_again_ends_the_rest() -> None:
    """Platforms that never say resumed."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    script.says("suspended", 1 * H)
    on = script.says("handling", 10 * H)
    assert (on.stage, on.due_at) == (Stage.HANDLING, at(13 * H))


def test_a_rest_that_was_told_before_the_dispatch_still_rests() -> None:
    """Messages overtake each other: what happened later counts."""
    script = Script()
    script.says("suspended", 2 * H)
    case = script.says("dispatched", 0)
    assert (case.stage, case.rests_since, case.due_at) == (Stage.SUSPENDED, at(2 * H), at(4 * H))
    assert script.says("resumed", 5 * H).due_at == at(7 * H)


def test_a_delay_moves_the_due_time() -> None:
    """And takes back that it was overdue, when it leads beyond."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    assert script.happens(Event.OVERDUE, 5 * H).overdue_since == at(4 * H)
    assert script.says("delayed", 5 * H, due=3 * H).overdue_since == at(4 * H)
    late = script.says("delayed", 5 * H, due=9 * H)
    assert (late.due_at, late.overdue_since, late.stage) == (at(9 * H), None, Stage.DISPATCHED)


def test_a_delay_told_before_its_dispatch_stands() -> None:
    """It happened later."""
    script = Script()
    script.says("delayed", 1 * H, due=50 * H)
    assert script.says("dispatched", 0).due_at == at(50 * H)
    assert script.says("dispatched", 2 * H).due_at == at(6 * H)


def test_a_delay_during_a_rest_counts_from_where_it_was_told() -> None:
    """Ten hours were given at hour two; resumed at hour five, ten are left."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    script.says("suspended", 1 * H)
    script.says("delayed", 2 * H, due=12 * H)
    assert script.says("resumed", 5 * H).due_at == at(15 * H)


def test_returned_belongs_to_nobody() -> None:
    """No clock runs; the next dispatch is a new round with a whole limit."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    back = script.says("returned", 1 * H)
    assert (back.stage, back.due_at, back.dispatched_at) == (Stage.RETURNED, None, None)
    assert (script.says("dispatched", 2 * H).due_at, script.case.rounds) == (at(6 * H), 2)


def test_still_there_goes_back_once_and_then_waits() -> None:
    """The second time an operator decides; the clock of the round is over each time."""
    script = Script(Status.HANDLING)
    for failed, held in ((1, None), (2, REOPENED_ONCE), (3, REOPENED_ONCE)):
        script.says("dispatched", failed * 10 * H)
        script.says("handled", failed * 10 * H + 60)
        assert script.case.check is Check.WAITING
        case = script.happens(Event.STILL_THERE, failed * 10 * H + 120)
        assert (case.failed_checks, case.held_for, case.check) == (failed, held, Check.NOT_CLEARED)
        assert (case.stage, case.due_at) == (Stage.FILED, None)
    assert script.happens(Event.SENT_AGAIN, 50 * H).held_for is None


def test_how_often_it_goes_back_can_be_set() -> None:
    """0: never by itself."""
    script = Script(Status.HANDLING, work=replace(WORK, send_back=0))
    script.says("handled", 0)
    assert script.happens(Event.STILL_THERE, 60).held_for == REOPENED_ONCE


def test_what_the_platform_takes_up_itself_waits_no_longer() -> None:
    """It has dispatched it again without being told."""
    script = Script(Status.REOPENED, held_for=REOPENED_ONCE)
    assert script.says("dispatched", 0).held_for is None


def test_what_nobody_called_done_is_no_failed_check() -> None:
    """Cameras lost sight of it for a while: the unit still has it, its clock runs on."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    script.happens(Event.CLEARED, 60)
    case = script.happens(Event.STILL_THERE, 120)
    assert (case.failed_checks, case.stage, case.due_at, case.check) == (0, Stage.DISPATCHED, at(4 * H), None)


def test_a_file_closed_by_the_platform_is_not_proven() -> None:
    """Its stage is closed, and looks are still owed; still there opens it again."""
    script = Script(Status.HANDLING)
    script.says("dispatched", 0)
    case = script.says("closed", 60)
    assert (case.stage, case.check, script.incident.status) == (Stage.CLOSED, Check.WAITING, Status.VERIFYING)
    assert script.happens(Event.STILL_THERE, 120).stage is Stage.FILED


def test_could_not_be_verified_is_never_closed() -> None:
    """It is said; a person may take responsibility, and it still says so."""
    script = Script(Status.HANDLING)
    script.says("handled", 0)
    case = script.happens(Event.NOT_VERIFIED, 90_000)
    assert (case.stage, case.check, script.incident.status) == (
        Stage.CHECKING,
        Check.COULD_NOT,
        Status.VERIFYING,
    )
    closed = script.happens(Event.CLOSE, 90_060)
    assert (closed.stage, closed.check) == (Stage.CLOSED, Check.COULD_NOT)


@pytest.mark.parametrize("status", ["rejected", "not_filed", "cancelled"])
def test_cancelled(status: str) -> None:
    """By any of its three words."""
    assert Script().says(status).stage is Stage.CANCELLED


def test_confirmation_lets_it_go_and_rejection_does_not() -> None:
    """No receiver ever heard of what was rejected before it was confirmed."""
    assert Script(Status.OPEN, held_for=FOR_CONFIRMATION).happens(Event.CONFIRM).held_for is None
    assert Script(Status.OPEN, held_for=FOR_CONFIRMATION).happens(Event.REJECT).held_for == FOR_CONFIRMATION
    assert (
        Script(Status.OPEN, held_for=FOR_CONFIRMATION).happens(Event.ACKNOWLEDGE).held_for == FOR_CONFIRMATION
    )


def test_a_limit_that_cannot_be_counted_says_why() -> None:
    """Working time without a calendar."""
    rows = [{**TABLE["rows"][0], "limit": {"amount": 4, "measure": "working_hours"}}]  # type: ignore[dict-item, index] # plain data
    work = Casework(codes=CodeTable(MatterTable.model_validate({**TABLE, "rows": rows})))
    case = Script(work=work).says("dispatched", 0)
    assert (case.due_at, case.limit is not None) == (None, True)
    assert "no calendar" in (case.no_due or "")
    assert not case.overdue(datetime.max.replace(tzinfo=at(0).tzinfo))


def test_every_legal_step_leaves_a_case_that_fits() -> None:
    """Whatever the life allows from wherever: what is closed or rejected is so for the city as well."""
    for event, status, stage in itertools.product(Event, Status, Stage):
        script = Script(status, stage=stage, due_at=at(100), dispatched_at=at(0))
        if not may(script.incident, event):
            continue
        case = script.happens(event, 50)
        where = (event, status, stage)
        ended = script.incident.status
        if ended is not status and ended is Status.CLOSED:
            assert case.stage is Stage.CLOSED, where
        if ended is not status and ended is Status.REJECTED:
            assert case.stage is Stage.CANCELLED, where
        if case.stage in {Stage.CLOSED, Stage.CANCELLED, Stage.EVALUATED}:
            assert case.runs_until is None, where
