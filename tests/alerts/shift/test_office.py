from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.shift.act import Kind
from alerts.shift.claim import Claimed
from alerts.shift.office import Shift
from core.clock import ManualClock
from core.config.settings.load import Load
from core.errors import IllegalStep, NotFound, StoreError
from core.ids import CountingIds
from core.incident import Status
from tests.builders_api import Deck
from tests.builders_shift import LI, WANG


@pytest.fixture
def deck(tmp_path, clock: ManualClock) -> Deck:
    """A desk over a store, with one open incident."""
    made = Deck(tmp_path, clock)
    made.incident()
    return made


@pytest.fixture
def heap(deck) -> str:
    """Its id."""
    with deck.store.read() as reader:
        return reader.live_incidents()[0].id


def _say(deck, *ids, who=LI, act=Kind.ACKNOWLEDGE, **said):
    return deck.shift.keep([deck.shift.act(one, act, who=who, **said) for one in ids])


def _now(deck, incident_id):
    with deck.store.read() as reader:
        return reader.incident(incident_id)


def _told(deck, kind):
    with deck.store.read() as reader:
        return [(e.ref, e.data) for e in reader.events_since(0) if e.kind == kind]


def test_an_opened_case_is_nobody_elses_until_its_time_is_over(deck, heap):
    """Renewed while it stays open, free again by itself, given back, taken over on purpose: each is told."""
    first = deck.shift.claim(heap, who=LI)
    deck.clock.advance(60)
    again = deck.shift.claim(heap, who=LI)
    assert (again.at, again.until) == (first.at, first.until + timedelta(seconds=60))
    with pytest.raises(Claimed) as refused:
        deck.shift.claim(heap, who=WANG)
    assert refused.value.members == {"who": "li", "until": again.until.isoformat()}
    with pytest.raises(Claimed):
        deck.shift.check_free(heap, who=WANG)
    deck.shift.release(heap, who=WANG)  # not his to give
    deck.clock.advance(120)
    deck.shift.check_free(heap, who=WANG)
    assert deck.shift.claim(heap, who=WANG).who == WANG
    assert deck.shift.claim(heap, who=LI, take_over=True).who == LI
    deck.shift.release(heap, who=LI)
    deck.shift.check_free(heap, who=WANG)
    assert [data["who"] for _, data in _told(deck, "claim")] == ["li", "li", "wang", "li", "li"]
    with pytest.raises(NotFound):
        deck.shift.claim("inc_x", who=LI)


def test_an_act_waits_and_is_carried_out_when_its_time_has_come(deck, heap):
    """Until then nothing has happened: no step, no version."""
    before = _now(deck, heap)
    (answer,) = _say(deck, heap, act=Kind.REJECT, reason="allowed", text="permit 17")
    assert answer.act is not None
    deck.clock.advance(9.9)
    assert not deck.shift.due or not deck.shift.tick()
    assert _now(deck, heap) == before
    deck.clock.advance(0.1)
    assert deck.shift.due
    assert deck.shift.tick()
    assert _now(deck, heap).status is Status.REJECTED
    assert not deck.shift.due
    with deck.store.read() as reader:
        last = reader.history(heap)[-1]
        assert reader.pending_act(answer.act.id) is None
    assert (last.who, last.why.tell("en")) == (LI, "allowed here, or work under way (permit 17)")
    assert [data["what"] for _, data in _told(deck, "pending")] == ["waits", "done"]


def test_its_author_takes_it_back_in_time(deck, heap):
    """Nobody else does; afterwards there is nothing to take back."""
    (answer,) = _say(deck, heap, act=Kind.REJECT, reason="allowed")
    with pytest.raises(IllegalStep, match="li's"):
        deck.shift.take_back(answer.act.id, who=WANG)
    assert deck.shift.take_back(answer.act.id, who=LI) == answer.act
    deck.clock.advance(60)
    deck.shift.tick()
    assert _now(deck, heap).status is Status.OPEN
    with pytest.raises(NotFound, match="carried out or taken back"):
        deck.shift.take_back(answer.act.id, who=LI)


def test_each_of_many_answers_for_itself(deck, heap):
    """Unknown, claimed by another, decided on by another, ended: each says which it is."""
    other = deck.incident(seconds=10, subject="cam-1/waste/2", box=(0.1, 0.1, 0.2, 0.2)).id
    deck.shift.claim(other, who=WANG)
    good, claimed, unknown = _say(deck, heap, other, "inc_x", act=Kind.CONFIRM)
    assert good.act is not None
    assert (claimed.refused.code, claimed.claim.who) == ("shift.claimed", WANG)
    assert unknown.refused.code == "shift.gone"
    (awaited,) = _say(deck, heap, who=WANG)
    assert awaited.refused.tell("en") == "li has just confirmed it"
    deck.desk.act(other, "reject", WANG, "no")
    deck.shift.release(other, who=WANG)
    (ended,) = _say(deck, other)
    assert ended.refused.code == "shift.stands.rejected"


def test_a_case_outside_of_what_is_allowed_is_told_as_unknown(deck, heap):
    """The scope of whoever asks is kept: that it exists is not told."""
    (answer,) = deck.shift.keep([deck.shift.act(heap, Kind.CONFIRM, who=LI)], known={})
    assert answer.refused.code == "shift.gone"


def test_what_is_not_possible_any_more_is_told_and_kept(deck, heap):
    """Never silent: its author reads why, and puts it away."""
    (answer,) = _say(deck, heap)
    deck.desk.act(heap, "close", WANG, "seen on site")
    deck.clock.advance(10)
    assert deck.shift.tick()
    with deck.store.read() as reader:
        (refused,) = reader.refused_acts()
        assert reader.pending_acts() == ()
    assert refused.refused.tell("en") == "it is closed by now"
    assert _told(deck, "pending")[-1][1]["why_en"] == "it is closed by now"
    deck.shift.take_back(answer.act.id, who=LI)
    with deck.store.read() as reader:
        assert reader.refused_acts() == ()


def test_what_only_the_desk_knows_is_told_too(deck, heap):
    """A shelf that is none any more, a unit that no table has."""
    _say(deck, heap, act=Kind.ASSIGN, unit="nobody")
    deck.clock.advance(10)
    deck.shift.tick()
    with deck.store.read() as reader:
        (refused,) = reader.refused_acts()
    assert "no unit nobody" in refused.refused.tell("en")


def test_a_new_process_goes_on_where_the_last_one_stopped(deck, heap):
    """What waited when it was killed is carried out, once."""
    _say(deck, heap)
    deck.clock.advance(60)
    again = Shift(deck.store, deck.desk, deck.load.acts, rule=Load(), clock=deck.clock, ids=CountingIds())
    assert again.due
    assert again.tick()
    assert not again.tick()
    with deck.store.read() as reader:
        assert [step.what for step in reader.history(heap)].count("acknowledged") == 1


def test_what_the_store_refuses_stays_due(deck, heap, monkeypatch):
    """A full disk loses no decision."""
    _say(deck, heap)
    deck.clock.advance(10)

    def full(*_args, **_named):
        raise StoreError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(deck.desk, "act", full)
        with pytest.raises(StoreError):
            deck.shift.tick()
    assert deck.shift.due
    assert deck.shift.tick()
    assert _now(deck, heap).status is Status.ACKNOWLEDGED


def test_no_more_wait_than_the_bound(deck, heap):
    """Told with what to do."""
    shift = Shift(
        deck.store,
        deck.desk,
        deck.load.acts,
        rule=Load(pending_acts=100),
        clock=deck.clock,
        ids=CountingIds(),
    )
    shift.keep([shift.act(heap, Kind.ACKNOWLEDGE, who=LI)])
    with pytest.raises(IllegalStep, match="100 acts wait already"):
        shift.keep([shift.act(f"inc_{n}", Kind.ACKNOWLEDGE, who=LI) for n in range(100)])


def test_what_stands_beside_the_cases_is_two_questions(deck, heap):
    """Claims that hold and acts that wait, by case."""
    deck.shift.claim(heap, who=LI)
    _say(deck, heap)
    _say(deck, heap, act=Kind.LOOK_AGAIN)
    with deck.store.read() as reader:
        standing = deck.shift.standing(reader)
    assert standing.claims[heap].who == LI
    assert [act.act for act in standing.acts[heap]] == [Kind.ACKNOWLEDGE, Kind.LOOK_AGAIN]
