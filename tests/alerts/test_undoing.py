"""Which merge or split can be taken back, told before anybody tries."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from alerts.undoing import Undoable, last_act
from core.incident import Incident
from tests.alerts.test_acts import WHO, two
from tests.alerts.test_desk import Day

LIMIT_S = 3600.0


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A fresh desk."""
    return Day(tmp_path)


def _asked(day: Day, incident: Incident) -> Undoable | None:
    with day.store.read() as reader:
        kept = reader.incident(incident.id)
        assert kept is not None
        return last_act(reader, kept, now=day.clock.now(), limit_s=LIMIT_S)


def test_either_of_the_two_tells_of_it(day: Day) -> None:
    """Until when, and that nothing is in the way; a case without such an act has none to tell."""
    first, second = two(day)
    assert _asked(day, first) is None
    day.desk.merge(second.id, first.id, who=WHO, why="one heap")
    for named in (first, second):
        found = _asked(day, named)
        assert found is not None
        assert (found.act.incident_id, found.act.other_id) == (first.id, second.id)
        assert (found.until, found.why_not) == (found.act.at + timedelta(seconds=LIMIT_S), None)


def test_it_says_that_it_is_too_late(day: Day) -> None:
    """In minutes, in two languages."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="one heap")
    day.clock.advance(LIMIT_S + 60)
    found = _asked(day, first)
    assert found is not None
    assert found.why_not is not None
    assert "合并已过61分钟" in found.why_not.tell("zh")
    assert "can be taken back for 60 min" in found.why_not.tell("en")


def test_it_says_what_was_decided_since(day: Day) -> None:
    """An acknowledgement is no decision about what is one; a rejection of either of the two is."""
    first, second = two(day)
    day.desk.merge(second.id, first.id, who=WHO, why="one heap")
    new = day.desk.split(first.id, ["cam-1/waste/2"], who=WHO, why="two heaps").other
    day.desk.act(new.id, "acknowledge", WHO, "")
    found = _asked(day, first)
    assert found is not None
    assert found.why_not is None
    day.desk.act(new.id, "reject", WHO, "a bench")
    found = _asked(day, first)
    assert found is not None
    assert found.why_not is not None
    assert (found.why_not.code, found.why_not.facts["incident"]) == ("merge.split_stands", new.id)
