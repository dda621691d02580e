from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.shift.act import Kind
from alerts.shift.carry import carry_out
from core.clock import ManualClock
from core.errors import IllegalStep
from core.incident import Status
from tests.builders_api import Deck
from tests.builders_shift import LI, pending


@pytest.fixture
def deck(tmp_path, clock: ManualClock) -> Deck:
    """A desk over a store."""
    return Deck(tmp_path, clock)


def _do(deck, incident_id, act, **said):
    marks = []
    made = pending(incident_id=incident_id, act=act, **said)
    carry_out(made, deck.desk, deck.load.acts, also=lambda _writer, incident: marks.append(incident.id))
    with deck.store.read() as reader:
        return reader.incident(incident_id), reader.history(incident_id)[-1], marks


def test_each_act_reaches_the_desk_and_writes_its_mark_in_the_same_transaction(deck):
    """Shelved and taken back, acknowledged, looked at again, confirmed, rejected."""
    heap = deck.incident().id
    until = deck.clock.now() + timedelta(hours=1)
    for act, said, what in (
        (Kind.SHELVE, {"text": "tomorrow", "until": until}, "shelved"),
        (Kind.UNSHELVE, {}, "unshelved"),
        (Kind.ACKNOWLEDGE, {}, "acknowledged"),
        (Kind.LOOK_AGAIN, {}, "look_asked"),
        (Kind.CONFIRM, {}, "confirmed"),
        (Kind.REJECT, {"reason": "allowed"}, "rejected"),
    ):
        _, step, marks = _do(deck, heap, act, **said)
        assert (step.what, step.who, marks) == (what, LI, [heap])


def test_one_of_two_and_two_of_one(deck):
    """A merge and a split by an operator's word."""
    one = deck.incident().id
    two = deck.incident(seconds=20, subject="cam-1/waste/2", box=(0.1, 0.1, 0.2, 0.2)).id
    gone, step, marks = _do(deck, two, Kind.MERGE, into=one, text="same heap")
    assert (gone.status, step.what, marks) == (Status.REJECTED, "joined", [one])
    after, step, marks = _do(deck, one, Kind.SPLIT, views=("cam-1/waste/2",), text="two heaps")
    assert (step.what, marks, len(after.views)) == ("split", [one], 1)


def test_what_cannot_be_done_leaves_no_mark(deck):
    """The transaction is rolled back whole."""
    heap = deck.incident().id
    with pytest.raises(IllegalStep):
        _do(deck, heap, Kind.SEND_AGAIN)
    with pytest.raises(IllegalStep, match="until"):
        _do(deck, heap, Kind.SHELVE, text="x")
