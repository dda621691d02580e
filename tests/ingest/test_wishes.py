"""Asked looks: merged, bounded, given up."""

from __future__ import annotations

import random

from core.config.settings.looking import Budgets, Looking
from core.look import LookReason, LookRequest
from ingest.capacity import Capacity
from ingest.lines import Lines
from ingest.port import Port
from ingest.wishes import ASKED_PER_CAMERA, GIVE_UP_S, Asked, Wishes


def made() -> tuple[Wishes, Lines, Port]:
    """Wishes over real lines, at 0 s, and a camera."""
    capacity = Capacity(Budgets(), Looking(), random.Random(0))
    capacity.now = 0.0
    capacity.join("h")
    lines = Lines(capacity)
    return Wishes(lines), lines, Port("c", "h", "o", 60.0)


def wish(
    deadline: float, incident: str | None = None, reason: LookReason = LookReason.CONFIRM
) -> LookRequest:
    """A wish for camera c."""
    return LookRequest(camera_id="c", not_before=0, deadline=deadline, reason=reason, incident_id=incident)


def test_the_same_wish_waits_once_at_its_earliest_deadline():
    """Two stages that want the same look get one."""
    wishes, lines, port = made()
    assert wishes.ask(port, wish(30, "i1")) is Asked.WAITING
    assert wishes.ask(port, wish(40, "i1")) is Asked.MERGED
    assert wishes.ask(port, wish(10, "i1")) is Asked.MERGED
    assert wishes.ask(port, wish(30, "i2")) is Asked.WAITING
    assert lines.ready == 2
    first = lines.pop()
    assert first is not None
    assert first.key == 10


def test_wishes_of_one_camera_are_bounded():
    """A stage that goes wild is refused, with a word that says why."""
    wishes, lines, port = made()
    told = [wishes.ask(port, wish(30, f"i{n}")) for n in range(ASKED_PER_CAMERA + 2)]
    assert told[-2:] == [Asked.TOO_MANY] * 2
    assert lines.ready == ASKED_PER_CAMERA


def test_a_back_off_holds_wishes_back_but_not_a_click():
    """Confirming looks wait for a failing camera; an operator may see for himself."""
    wishes, lines, port = made()
    port.hold_until = 100.0
    wishes.ask(port, wish(30))
    wishes.ask(port, wish(30, reason=LookReason.OPERATOR))
    only = lines.pop()
    assert only is not None
    assert only.request is not None
    assert only.request.reason is LookReason.OPERATOR
    assert lines.pop() is None


def test_a_wish_that_cannot_start_is_given_up_once():
    """After its deadline it is granted as long as it was given, then it is told and gone."""
    wishes, lines, port = made()
    wishes.ask(port, wish(30))
    wishes.ask(port, wish(1, "short"))
    ports = {"c": port}
    assert list(wishes.overdue(ports, 1 + GIVE_UP_S - 0.01)) == []
    assert [r.incident_id for _, r in wishes.overdue(ports, 1 + GIVE_UP_S)] == ["short"]
    assert [r.deadline for _, r in wishes.overdue(ports, 60)] == [30]
    assert list(wishes.overdue(ports, 1000)) == []
    assert port.asked == {}
    assert not lines.peek()
