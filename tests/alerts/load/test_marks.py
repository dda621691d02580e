from __future__ import annotations

from alerts.load.flood import Flood
from alerts.load.marks import changes
from alerts.load.stages import sort_out
from alerts.store.load import LoadMark, Marked
from core.config.settings.load import Load
from tests.builders import START
from tests.builders_load import NOON, STREET, item, silence, situation


def _after(items, before=None, **situation_changes) -> list[LoadMark]:
    return changes(before or {}, sort_out(items, situation(**situation_changes)), NOON)


def _told(marks) -> list[tuple[str, str, str]]:
    return [(mark.incident_id, mark.what.value, mark.by) for mark in marks]


def test_what_is_shown_is_an_alarm_once():
    """With all that the report counts by; a second look at the same adds nothing."""
    (mark,) = _after([item()])
    assert (mark.what, mark.street, mark.matter, mark.severity) == (
        Marked.SHOWN, STREET, "exposed_garbage", "minor",
    )  # fmt: skip
    assert mark.source == "cam-1/kerb/exposed_garbage"
    assert _after([item()], {"inc_1": mark}) == []


def test_what_is_held_back_is_an_alarm_when_it_is_shown():
    """Held by a silence, then shown when that has ended."""
    (held,) = _after([item()], silences=(silence(),))
    assert _told([held]) == [("inc_1", "held", "silence")]
    assert _told(_after([item()], {"inc_1": held})) == [("inc_1", "shown", "")]


def test_joining_or_leaving_a_group_is_no_second_alarm():
    """An operator has seen it either way."""
    alike = [item(f"inc_{n}") for n in range(3)]
    grouped = _after(alike, flooded=True)
    assert _told(grouped)[0] == ("inc_0", "grouped", f"{STREET}/exposed_garbage")
    known = {mark.incident_id: mark for mark in grouped}
    assert _after(alike, known) == []
    shown = {mark.incident_id: mark for mark in _after(alike)}
    assert _after(alike, shown, flooded=True) == []


def test_what_somebody_has_taken_is_told_once_and_may_come_again():
    """Acknowledged or ended; reopened later it is another alarm."""
    mark = LoadMark(at=START, incident_id="inc_1", what=Marked.SHOWN, matter="exposed_garbage")
    (taken,) = _after([item(waits=False)], {"inc_1": mark})
    assert (taken.what, taken.matter) == (Marked.TAKEN, "exposed_garbage")
    assert _after([], {"inc_1": taken}) == []
    assert _told(_after([item()], {"inc_1": taken})) == [("inc_1", "shown", "")]


def test_what_asks_for_nothing_is_no_alarm():
    """It waits at the end of the inbox for whoever has time."""
    assert _after([item()], rule=Load(ask_from="moderate")) == []
    assert _after([item()], flood=Flood())[0].what is Marked.SHOWN
