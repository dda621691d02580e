from __future__ import annotations

from core.look import LookFailureKind
from core.reason import Reason
from ingest.health import HealthEvent
from ingest.history import (
    CHANGES_KEPT,
    HOURS_KEPT,
    LOOKS_KEPT,
    History,
    LookLine,
    Owed,
    hours_of,
    merged,
    total,
)
from tests.builders import at


def line(number: int) -> LookLine:
    """A look with a picture."""
    return LookLine(
        look_id=f"look-{number}",
        at=at(number),
        reason="patrol",
        kind=None,
        detail="",
        boxes=0,
        sightings=0,
        took_s=0.1,
    )


def change(seconds: float) -> HealthEvent:
    """The camera went dark."""
    why = Reason(code="health.timeout", facts={"detail": "x"})
    return HealthEvent(camera_id="a", at=at(seconds), what="offline", kind=LookFailureKind.TIMEOUT, why=why)


def test_periods_are_counted_by_hour_and_reason() -> None:
    """And merged into the note of a week, from which the last hours are read with gaps as empty hours."""
    history = History()
    history.period("a", 100, "on_time")
    history.period("a", 100, "missed", LookFailureKind.NO_BUDGET, 3)
    history.period("a", 102, "failed", LookFailureKind.TIMEOUT)
    note = merged({"hours": [[100, {"on_time": 5}]], "changes": []}, history.owed("a"), hour=102)
    hours = hours_of(note, hour=102, back=4)
    assert hours == [
        (99, {}),
        (100, {"on_time": 6, "missed.no_budget": 3}),
        (101, {}),
        (102, {"failed.timeout": 1}),
    ]
    assert total(hours)["on_time"] == 6


def test_what_is_older_than_a_week_goes() -> None:
    """And of changes the last fifty stay."""
    owed = Owed(
        hours={1: {"on_time": 1}, 1 + HOURS_KEPT: {"late": 1}}, changes=tuple(change(i) for i in range(99))
    )
    note = merged(None, owed, hour=1 + HOURS_KEPT)
    assert note["hours"] == [[1 + HOURS_KEPT, {"late": 1}]]
    assert len(note["changes"]) == CHANGES_KEPT
    assert note["changes"][-1]["at"] == at(98).isoformat()


def test_what_is_taken_is_forgotten_and_can_be_given_back() -> None:
    """So that a store that refuses loses nothing; changes go first."""
    history = History()
    history.period("a", 1, "on_time")
    history.period("b", 1, "late")
    history.changed(HealthEvent(camera_id="c", at=at(0), what="back", kind=None, why=Reason.text("x")))
    taken = history.take(2)
    assert list(taken) == ["c", "a"]
    history.period("a", 1, "on_time")
    history.give_back(taken)
    assert history.owed("a").hours == {1: {"on_time": 2}}
    assert len(history.owed("c").changes) == 1
    assert set(history.take(9)) == {"a", "b", "c"}
    assert history.take(9) == {}


def test_looks_are_bounded_and_newest_first() -> None:
    """A camera that is gone leaves nothing."""
    history = History()
    for number in range(LOOKS_KEPT + 5):
        history.look("a", line(number))
    assert [one.look_id for one in history.looks("a")][:2] == ["look-16", "look-15"]
    assert len(history.looks("a")) == LOOKS_KEPT
    history.period("a", 1, "on_time")
    history.keep(["b"])
    assert (history.looks("a"), history.owed("a")) == ((), Owed())


def test_a_note_that_cannot_be_read_is_no_failure() -> None:
    """What is sound of it stays."""
    note = {"hours": [[1, {"on_time": 2, "x": "y"}], ["?"], 7], "changes": "none"}
    assert merged(note, Owed(), hour=1) == {"hours": [[1, {"on_time": 2}]], "changes": []}
