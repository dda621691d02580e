from __future__ import annotations

import pytest

from alerts.shift.act import REJECTIONS, Kind, check
from core.errors import IllegalStep
from core.words import WORDS
from tests.builders import at
from tests.builders_shift import pending


@pytest.mark.parametrize(
    ("changes", "wanting"),
    [
        ({"act": Kind.REJECT}, "reason: say why"),
        ({"act": Kind.REJECT, "reason": "because"}, "reason: say why"),
        ({"act": Kind.REJECT, "reason": "other", "text": " "}, "text: say in words"),
        ({"act": Kind.ASSIGN}, "unit: name"),
        ({"act": Kind.SHELVE, "until": at(60)}, "text: say why"),
        ({"act": Kind.SHELVE, "text": "tomorrow"}, "until: say"),
        ({"act": Kind.MERGE, "text": "same"}, "into: name"),
        ({"act": Kind.MERGE, "text": "same", "into": "inc_1"}, "into itself"),
        ({"act": Kind.SPLIT, "text": "two"}, "views: name"),
        ({"act": Kind.CLOSE}, "text: say why"),
    ],
)
def test_an_act_says_all_that_it_needs(changes, wanting):
    """Before it waits, not when its time has come."""
    with pytest.raises(IllegalStep, match=wanting):
        check(pending(**changes))


def test_an_act_that_says_it_is_taken():
    """A rejection by a reason of the list needs no words."""
    check(pending())
    check(pending(act=Kind.REJECT, reason="allowed"))
    check(pending(act=Kind.MERGE, into="inc_2", text="same heap"))


def test_a_rejection_is_told_in_both_languages_with_the_operators_words():
    """Every reason of the list has its sentence; the words of another reason stand by themselves."""
    assert {f"shift.reject.{code}" for code in REJECTIONS} <= WORDS.keys()
    why = pending(act=Kind.REJECT, reason="allowed", text="permit 17").why
    assert why.tell("en") == "allowed here, or work under way (permit 17)"
    assert why.tell("zh").endswith("(permit 17)")
    assert pending(act=Kind.REJECT, reason="other", text="a parade").why.tell() == "a parade"
