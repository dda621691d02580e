from __future__ import annotations

from dataclasses import replace

from alerts.shift.act import REJECTIONS, Kind
from alerts.shift.office import Answer
from api.models.shift import AnswerOut, ClaimOut, PendingOut, rejections
from core.reason import Reason
from tests.builders import at
from tests.builders_shift import claim, pending


def test_names_are_told_without_their_kind():
    """li, not operator:li: as a user knows himself."""
    assert ClaimOut.of(claim()).who == "li"
    assert PendingOut.of(pending()).who == "li"


def test_a_refusal_is_told_in_both_languages():
    """And an act that waits has none."""
    gone = Reason(code="shift.gone")
    told = PendingOut.of(replace(pending(act=Kind.CONFIRM), refused_at=at(10), refused=gone))
    assert (told.refused, told.refused_en) == (gone.tell("zh"), "there is no such case any more")
    answer = AnswerOut.of(Answer(incident_id="inc_1", refused=gone, claim=claim()))
    assert (answer.pending, answer.why_en, answer.claim.who) == (None, "there is no such case any more", "li")
    assert PendingOut.of(pending()).refused is None


def test_every_reason_has_a_digit():
    """At most nine, in a fixed order; the last is said in words."""
    told = rejections()
    assert [one.code for one in told] == list(REJECTIONS)
    assert len(told) <= 9
    assert [one.needs_text for one in told] == [False] * (len(told) - 1) + [True]
