"""Which line goes first."""

from __future__ import annotations

import random

import pytest

from core.config.settings import Budgets, Looking
from core.look import LookReason, LookRequest
from ingest.capacity import Capacity
from ingest.lines import Lines
from ingest.ready import Waiting


@pytest.fixture
def lines() -> Lines:
    """Lines at 100 s with one host that has room for everything."""
    capacity = Capacity(Budgets(sessions_per_host=1000), Looking(), random.Random(0))
    capacity.now = 100.0
    capacity.join("h")
    return Lines(capacity)


def patrol(camera_id: str, deadline: float) -> Waiting:
    """A patrol look."""
    return Waiting(camera_id, "h", "o", deadline, None)


def asked(camera_id: str, deadline: float, reason: LookReason = LookReason.CONFIRM) -> Waiting:
    """An asked look."""
    request = LookRequest(camera_id=camera_id, not_before=100, deadline=deadline, reason=reason)
    return Waiting(camera_id, "h", "o", deadline, request)


def order(lines: Lines) -> list[str]:
    """Camera ids in the order in which they would start."""
    out = []
    while (look := lines.pop()) is not None:
        out.append(look.camera_id)
    return out


def test_earliest_deadline_across_the_lines(lines: Lines):
    """While the patrol is on time, deadlines decide between it and asked looks."""
    for look in (patrol("p110", 110), asked("a105", 105), asked("a120", 120), patrol("p130", 130)):
        lines.put(look, 100)
    assert order(lines) == ["a105", "p110", "a120", "p130"]


def test_a_click_goes_before_a_patrol_that_is_on_time(lines: Lines):
    """A person waits in front of the screen; the patrol can still keep its deadline."""
    lines.put(patrol("p", 101), 100)
    lines.put(asked("click", 110, LookReason.OPERATOR), 100)
    assert order(lines) == ["click", "p"]


def test_overdue_patrol_and_asked_looks_take_turns(lines: Lines):
    """Neither a flood of wishes nor a backlog of patrol shuts the other out."""
    for i in range(3):
        lines.put(patrol(f"p{i}", 90 + i), 100)
        lines.put(asked(f"a{i}", 110 + i), 100)
    assert order(lines) == ["a0", "p0", "a1", "p1", "a2", "p2"]


def test_later_looks_wake_at_their_time(lines: Lines):
    """A look waits for its time, a cancelled one never comes."""
    lines.put(patrol("soon", 150), 110)
    gone = lines.put(patrol("gone", 150), 105)
    gone.cancel()
    assert not lines.peek()
    assert lines.next_time() == 105
    lines.wake(109)
    assert not lines.peek()
    lines.wake(110)
    assert order(lines) == ["soon"]
