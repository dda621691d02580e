from __future__ import annotations

from typing import Any

import pytest

from detectors.rules.memory import DISORDER_S, VERSION, Memory, subjects_of
from tests.builders_detectors import Script


def state() -> dict[str, Any]:
    """Build a state that remembers one heap."""
    script = Script()
    script.look(0, ("waste", [0.25, 0.5, 0.5, 0.75], 0.75))
    assert script.state is not None
    return script.state


def test_numbers_go_on_where_they_stopped() -> None:
    """The next number after a reload is the next number."""
    memory = Memory.of(state())
    assert [memory.new_number(), memory.new_number(), memory.next] == [2, 3, 4]
    assert Memory.of(None).new_number() == 1


def test_knows_looks_that_were_decided_on() -> None:
    """The same look, and one that was overtaken by seconds; not one from before a clock was set back."""
    memory = Memory.of(state())
    look_id, at = state()["last"]
    assert memory.knows(look_id, at)
    assert memory.knows("other", at - 1)
    assert not memory.knows("other", at - DISORDER_S - 1)
    assert not memory.knows("other", at)
    assert not Memory.of(None).knows(look_id, at)


def test_a_rule_of_another_kind_remembers_nothing() -> None:
    """A dwell's memory is no crowd's."""
    memory = Memory.of(state())
    assert memory.of_rule("waste/picture", "dwell") != {}
    assert memory.of_rule("waste/picture", "crowd") == {}
    assert memory.of_rule("waste/elsewhere", "dwell") == {}


def test_subjects_are_told_with_all_that_a_farewell_needs() -> None:
    """Number, whether confirmed, confidence, since when, where."""
    ((number, confirmed, confidence, _, box),) = subjects_of(state()["rules"]["waste/picture"])
    assert (number, confirmed, confidence) == (1, False, 0.75)
    assert box is not None
    assert box.row == (0.25, 0.5, 0.5, 0.75)
    assert subjects_of({"kind": "crowd", "spell": None}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"rules": 7},
        {"rules": {"waste/picture": {"kind": "dwell"}}},
        {"rules": {"waste": {"kind": "dwell", "matter": "m", "zone_kind": "any", "things": []}}},
        {"rules": {"a/b": {"kind": "dwell", "matter": "m", "zone_kind": "any", "things": [[1, 2]]}}},
        {"rules": {"a/b": {"kind": "crowd", "matter": "m", "zone_kind": "any", "spell": [1]}}},
        {"last": None},
        {"next": "soon"},
    ],
)
def test_what_is_something_else_raises(change: dict[str, Any]) -> None:
    """A state of another version or shape is refused as a whole, never half read."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        Memory.of(state() | change)
