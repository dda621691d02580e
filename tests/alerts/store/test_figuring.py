"""What a version makes of its row: handled by the last word, verified by looks, judged by people first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.store.cursor import micros
from alerts.store.figuring import figure_of
from core.incident import Status
from tests.builders import at
from tests.builders_store import incident, step


def _made(*steps, status=Status.OPEN, **changes):
    taken = [replace(one, seq=n) for n, one in enumerate(steps, start=1)]
    made = figure_of(None, incident(status=status, **changes), taken)
    assert made is not None
    return made


def _platform(what: str, seconds: float):
    return step(what=what, who="platform:p", seconds=seconds)


@pytest.mark.parametrize("again", ["reopened", "returned", "dispatched", "handling"])
def test_handled_is_the_last_word_that_it_is(again):
    """What is still there, sent back or begun anew was not handled; the first word of the last round counts."""
    first, second = _platform("handled", 10), _platform("handled", 50)
    assert _made(first, _platform(again, 20)).handled_at == 0
    row = _made(first, _platform(again, 20), second, _platform("case_closed", 60))
    assert row.handled_at == micros(at(50))


def test_verified_is_only_what_is_closed_by_looks():
    """Closed by word proves nothing, and what has come back is not verified any more."""
    proven = step(what="closed", who="gridwatch", seconds=30)
    assert _made(proven, status=Status.CLOSED).verified_at == micros(at(30))
    assert _made(proven, status=Status.REOPENED).verified_at == 0
    assert _made(step(what="closed_by_word", who="operator:li"), status=Status.CLOSED).verified_at == 0


def test_a_verdict_is_an_operators_first():
    """Confirmed by a person outweighs handled, handled outweighs seen gone; only a person rejects."""
    confirmed = step(what="confirmed", who="operator:li")
    handled, proven = _platform("handled", 5), step(what="closed", who="gridwatch")
    assert _made(confirmed, handled, proven).verdict == "operator"
    assert _made(handled, proven).verdict == "handled"
    assert _made(proven).verdict == "looks"
    assert _made().verdict == ""
    by_person = step(what="rejected", who="operator:li")
    assert _made(confirmed, by_person, status=Status.REJECTED).verdict == "rejected"
    assert _made(handled, _platform("rejected", 9), status=Status.REJECTED).verdict == ""


def test_a_rejection_that_was_taken_back_is_none():
    """An incident that a merge had ended comes back with what had been said for it."""
    gone = _made(
        step(what="confirmed", who="operator:li"), status=Status.REJECTED, facts={"merged_into": "x"}
    )
    assert (gone.merged, gone.verdict) == (1, "")
    back = figure_of(gone, incident(), [step(2, what="undone", who="operator:li")])
    assert back is not None
    assert (back.merged, back.verdict) == (0, "operator")


def test_nothing_comes_of_what_was_never_opened():
    """Candidates and what expired are no cases."""
    assert figure_of(None, incident(status=Status.CANDIDATE, opened_at=None), [step()]) is None
    assert figure_of(None, incident(status=Status.EXPIRED), [step()]) is None
