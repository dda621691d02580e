"""Looks that are owed: asked for once, again when none came, and never without end."""

from __future__ import annotations

import pytest

from alerts import wishes
from alerts.wishes import Wishes
from core.look import LookReason, LookWish
from tests.builders import at


def wish(
    camera_id: str = "cam-1", reason: LookReason = LookReason.CONFIRM, incident_id: str = "inc_1"
) -> LookWish:
    """A wish for a look within 30 s, 20 s from now."""
    return LookWish(camera_id=camera_id, after_s=20, within_s=30, reason=reason, incident_id=incident_id)


def test_asked_once_until_it_is_overdue() -> None:
    """The same wish is handed out once; when no look comes by its deadline and grace, again."""
    owed = Wishes()
    owed.ask(wish(), at(0))
    owed.ask(wish(), at(1))
    assert owed.hand_out(at(1)) == (wish(),)
    assert owed.hand_out(at(79)) == ()
    assert owed.hand_out(at(80)) == (wish(),)
    assert owed.hand_out(at(81)) == ()


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    """What was asked for in what is now the future is asked for again, not an hour later."""
    owed = Wishes()
    owed.ask(wish(), at(3600))
    owed.hand_out(at(3600))
    assert owed.hand_out(at(0)) == (wish(),)
    assert owed.hand_out(at(1)) == ()


def test_an_answered_wish_is_over() -> None:
    """After its look the next wish of the same kind is a new one."""
    owed = Wishes()
    owed.ask(wish(), at(0))
    owed.hand_out(at(0))
    owed.answered("inc_1", "cam-1")
    assert owed.hand_out(at(500)) == ()
    owed.ask(wish(), at(500))
    assert owed.hand_out(at(500)) == (wish(),)


def test_an_operator_asks_beside_and_once() -> None:
    """An operator's wish is not swallowed by a confirming one, survives a drop, and is not repeated."""
    owed = Wishes()
    owed.ask(wish(), at(0))
    owed.ask(wish(reason=LookReason.OPERATOR), at(0))
    owed.drop("inc_1")
    assert [w.reason for w in owed.hand_out(at(0))] == [LookReason.OPERATOR]
    assert owed.hand_out(at(500)) == ()
    assert len(owed) == 0


def test_wishes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the bound the oldest is forgotten."""
    monkeypatch.setattr(wishes, "MAX_WISHES", 3)
    owed = Wishes()
    for n in range(5):
        owed.ask(wish(f"cam-{n}"), at(n))
    assert len(owed) == 3
    assert [w.camera_id for w in owed.hand_out(at(5))] == ["cam-2", "cam-3", "cam-4"]
