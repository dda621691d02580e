"""What the platform says, in any order: any permutation ends where the true order ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations

import pytest

from alerts.callbacks import PlatformStatus, StatusUpdate
from alerts.life import Event, may, take
from alerts.news import EVENTS, is_late, overtaken, rested, told
from core.incident import Incident, Status, Step
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import incident


def update(status: str, seconds: float, **changes: str) -> StatusUpdate:
    """The platform says something that happened at a time."""
    return StatusUpdate(
        message_id=f"{status}{seconds}",
        incident_id="inc_000001",
        status=PlatformStatus(status),
        at=at(seconds),
        **changes,
    )


def clock(when: datetime) -> str:
    """Tell a time as people there read it."""
    return f"local {when:%H:%M:%S}"


def told_in_order(*updates: StatusUpdate, start: Incident | None = None) -> tuple[Incident, list[Step]]:
    """Apply updates in the order given, as the desk does."""
    now = start or incident(Status.OPEN)
    history: list[Step] = []
    for heard in updates:
        event = EVENTS[heard.status]
        if is_late(history, heard) or not may(now, event):
            continue
        now, step = take(now, event, who="platform", why=told(heard, clock), now=at(1000))
        history.append(replace(step, seq=len(history) + 1))
    return now, history


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_ends_handled(order: tuple[int, ...]) -> None:
    """Filed, dispatched, handling, handled: whatever comes first, it is being verified in the end."""
    said = [update("accepted", 1), update("dispatched", 2), update("handling", 3), update("handled", 4)]
    now, _ = told_in_order(*(said[i] for i in order))
    assert now.status is Status.VERIFYING


def test_a_lower_status_that_is_later_is_a_new_round_of_work() -> None:
    """Handled, then handling again by the platform's clock: the unit was sent back."""
    now, history = told_in_order(update("handled", 4), update("handling", 9))
    assert now.status is Status.HANDLING
    assert is_late(history, update("handled", 5)), "a repeat of the first word under a new id"
    assert not is_late(history, update("handled", 12))


def test_equal_times_go_by_rank() -> None:
    """Two statuses within one second: the higher is news, the same again is not."""
    _, history = told_in_order(update("dispatched", 5))
    assert not is_late(history, update("handling", 5))
    assert is_late(history, update("dispatched", 5))


def test_what_happened_before_the_reopening_is_late() -> None:
    """After a reopening only news of the new round counts."""
    now, history = told_in_order(update("dispatched", 2), update("handled", 4))
    now, step = take(now, Event.STILL_THERE, who="rule:x", why=Reason.text(""), now=at(50))
    history.append(replace(step, seq=len(history) + 1))
    assert is_late(history, update("handling", 3))
    assert is_late(history, update("handled", 4))
    assert not is_late(history, update("dispatched", 5))


def test_reasons_are_told_in_both_languages() -> None:
    """What an operator reads in the history."""
    assert (
        told(update("handled", 4, case_number="GD-1", note="done"), clock).tell()
        == "the platform says handled (GD-1): done"
    )
    assert "已过时" in overtaken(update("handling", 1), clock, ended=False).tell("zh")
    assert "(local 08:00:01)" in overtaken(update("handling", 1), clock, ended=True).tell("en"), (
        "as people read it"
    )
    late = told(replace(update("delayed", 4), due_at=at(3600)), clock)
    assert "时限至local 09:00:00" in late.tell("zh")
    assert "has ended" in overtaken(update("handling", 1), clock, ended=True).tell()


def test_a_rest_whose_end_came_first_is_found_once() -> None:
    """`resumed` overtook `suspended`: the rest was from one to the other, unless it is another one's or made up for."""
    begun, end, rest = update("dispatched", 1), update("resumed", 20), update("suspended", 10)
    _, history = told_in_order(begun, end, rest)
    assert [step.what for step in history] == ["dispatched", "resumed"]
    assert rested(history, rest) == at(20)
    assert rested(history, update("suspended", 30)) is None, "after it"
    assert rested(history, update("handled", 10)) is None
    _, paired = told_in_order(begun, update("suspended", 5), end)
    assert rested(paired, rest) is None, "that end is of the rest that is known"
    _, again = told_in_order(begun, update("handling", 9), update("returned", 15), end)
    assert rested(again, rest) is None, "another round had begun"


def test_every_status_has_an_event() -> None:
    """No word of the platform is without an answer."""
    assert set(EVENTS) == set(PlatformStatus)
