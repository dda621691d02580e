"""Which line goes first."""

from __future__ import annotations

import random

import pytest

from core.config.settings.looking import Budgets, Looking
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


def test_failing_cameras_wait_in_a_line_of_their_own():
    """By deadline among the patrol while there is room for them; beyond their share only the others go."""
    capacity = Capacity(
        Budgets(sessions=4, sessions_per_host=1000, failing_share=0.25), Looking(), random.Random(0)
    )
    capacity.now = 100.0
    capacity.join("h")
    lines = Lines(capacity)
    for name in ("f1", "f2"):
        lines.put(Waiting(name, "h", "o", 105.0, None, failing=True), 100)
    lines.put(patrol("p110", 110), 100)
    first = lines.pop()
    assert first is not None
    assert first.camera_id == "f1"
    capacity.begin("h", "o", failing=True)
    assert order(lines) == ["p110"]
    assert not lines.peek(), "a look that may not start must not wake the loop"
    assert lines.ready == 1
    capacity.end("h", "o", None, trial=False, failing=True)
    lines.reopened("h", "o")
    assert order(lines) == ["f2"]


def test_the_loop_is_told_when_the_next_failing_camera_may_be_tried():
    """By their pace, or by whatever becomes ready before."""
    capacity = Capacity(Budgets(sessions_per_host=9, failing_per_s=2), Looking(), random.Random(0))
    capacity.now = 100.0
    capacity.join("h")
    lines = Lines(capacity)
    capacity.begin("h", "o", failing=True)
    lines.put(Waiting("f", "h", "o", 105.0, None, failing=True), 100)
    assert not lines.peek()
    assert lines.next_time() == 100.5
    lines.put(patrol("p", 110), 100.25)
    assert lines.next_time() == 100.25
    capacity.now = 100.5
    assert lines.peek()
