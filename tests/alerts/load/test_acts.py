from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.load.acts import LoadActs
from alerts.load.silence import BadSilence, Matchers, SilenceKind
from core.clock import ManualClock
from core.config.settings.load import Load
from core.errors import IllegalStep, NotFound
from core.ids import CountingIds
from core.people.audit import AuditQuery, broken
from tests.builders_api import Deck

GARBAGE = Matchers(matters=("construction_waste",))
LI = "operator:li"


@pytest.fixture
def deck(tmp_path, clock: ManualClock) -> Deck:
    """A desk over a store, with one receiver."""
    return Deck(tmp_path, clock)


def _acts(deck: Deck, **rule) -> LoadActs:
    return LoadActs(deck.store, deck.desk, rule=Load(**rule), clock=deck.clock, ids=CountingIds())


def _in(deck: Deck, hours: float):
    return deck.clock.now() + timedelta(hours=hours)


def test_a_silence_keeps_its_whole_trail(deck):
    """Made, changed, ended: who, when, why; live events tell of each."""
    acts = _acts(deck)
    made = acts.silence(GARBAGE, who=LI, why="market day", ends_at=_in(deck, 2))
    deck.clock.advance(60)
    acts.change(made.id, who="operator:wang", why="longer", ends_at=_in(deck, 3))
    deck.clock.advance(60)
    after = acts.end(made.id, who=LI, why="over")
    assert [(act.who, act.what, act.why) for act in after.acts] == [
        (LI, "made", "market day"), ("operator:wang", "changed", "longer"), (LI, "ended", "over"),
    ]  # fmt: skip
    with deck.store.read() as reader:
        assert reader.silence(made.id) == after
        assert [event.data["what"] for event in reader.events_since(0) if event.kind == "load"] == [
            "made", "changed", "ended",
        ]  # fmt: skip


def test_each_act_is_a_line_of_the_chained_audit(deck):
    """What was silenced, until when, and whether receivers waited: who rewrites the silence does not rewrite that."""
    acts = _acts(deck)
    made = acts.silence(GARBAGE, who=LI, why="market day", ends_at=_in(deck, 2), sending=True)
    acts.end(made.id, who="operator:wang", why="over")
    with deck.store.read() as reader:
        lines = reader.audit(AuditQuery(ref=made.id))[::-1]
        assert broken(lines) == ()
    assert [(line.who, line.act, line.reason) for line in lines] == [
        (LI, "silence made", "market day"), ("operator:wang", "silence ended", "over"),
    ]  # fmt: skip
    told = json.loads(lines[0].detail)
    assert (told["sending"], told["matchers"]) == (True, {"matters": ["construction_waste"]})
    assert told["until"] == _in(deck, 2).isoformat()


def test_what_is_over_is_not_changed(deck):
    """Nor what never was; and there are never more in force than the bound."""
    acts = _acts(deck, silences=1)
    made = acts.silence(GARBAGE, who=LI, why="x", ends_at=_in(deck, 1))
    with pytest.raises(IllegalStep, match="end those"):
        acts.silence(GARBAGE, who=LI, why="x", ends_at=_in(deck, 1))
    with pytest.raises(NotFound):
        acts.end("sil_x", who=LI, why="x")
    with pytest.raises(BadSilence, match="168 h"):
        acts.change(made.id, who=LI, why="x", ends_at=_in(deck, 200))
    deck.clock.advance(3600)
    with pytest.raises(IllegalStep, match="is over since"):
        acts.end(made.id, who=LI, why="x")
    assert acts.silence(GARBAGE, who=LI, why="x", ends_at=_in(deck, 1)).id != made.id


def test_weather_is_declared_over_a_place(deck):
    """By the platform or by an operator."""
    kind = SilenceKind.WEATHER
    made = _acts(deck).silence(
        Matchers(grid="330109001"), who="platform:city", why="heavy rain", ends_at=_in(deck, 3), kind=kind
    )
    assert made.kind is kind
    with pytest.raises(BadSilence, match="grid prefix"):
        _acts(deck).silence(GARBAGE, who=LI, why="rain", ends_at=_in(deck, 3), kind=kind)


def test_deliveries_wait_for_the_end_of_a_silence_that_says_so(deck):
    """Not tried while it lasts, moved with its end, let go when it is ended; the incident is there all the time."""
    acts = _acts(deck)
    made = acts.silence(GARBAGE, who="admin", why="exercise", ends_at=_in(deck, 2), sending=True)
    deck.incident()

    def due(hours: float = 0) -> int:
        with deck.store.read() as reader:
            return len(reader.due_deliveries(_in(deck, hours), 9))

    assert (due(), due(1.9), due(2.1)) == (0, 0, 1)
    acts.change(made.id, who="admin", why="longer", ends_at=_in(deck, 4))
    assert (due(3.9), due(4.1)) == (0, 1)
    acts.end(made.id, who="admin", why="over")
    assert due() == 1


def test_two_silences_that_let_receivers_wait_never_end_in_one_instant(deck):
    """Deliveries are told apart by the instant for which they wait."""
    acts = _acts(deck)
    ends = {
        acts.silence(GARBAGE, who="admin", why="x", ends_at=_in(deck, 2), sending=True).ends_at
        for _ in range(3)
    }
    assert len(ends) == 3


def test_a_shelf_says_its_end_as_people_there_read_times(deck):
    """08:00 UTC and two hours is six in the evening in China."""
    acts = LoadActs(
        deck.store,
        deck.desk,
        rule=Load(),
        clock=deck.clock,
        ids=CountingIds(),
        zone=ZoneInfo("Asia/Shanghai"),
    )
    one = deck.incident()
    acts.shelve(one.id, who=LI, why="the crew comes", until=_in(deck, 2))
    with deck.store.read() as reader:
        assert "搁置至2026-11-02 18:0" in reader.history(one.id)[-1].why.tell("zh")


def test_shelving_is_a_step_of_the_incident(deck):
    """Who, why and until when are in its history; it is not told to receivers again."""
    acts = _acts(deck)
    one = deck.incident()
    with deck.store.read() as reader:
        sent = len(reader.deliveries())
    acts.shelve(one.id, who=LI, why="the crew comes at ten", until=_in(deck, 2))
    acts.unshelve(one.id, who=LI, why="came early")
    with deck.store.read() as reader:
        steps = reader.history(one.id)[-2:]
        assert [(step.who, step.what) for step in steps] == [(LI, "shelved"), (LI, "unshelved")]
        assert "the crew comes at ten" in steps[0].why.tell("zh")
        assert reader.incident(one.id).status is one.status
        assert reader.shelves() == {}
        assert len(reader.deliveries()) == sent
    with pytest.raises(NotFound, match="not shelved"):
        acts.unshelve(one.id, who=LI, why="x")


def test_what_is_severe_is_not_put_aside(deck):
    """And nothing of the attempt is kept."""
    one = deck.incident()
    with pytest.raises(IllegalStep, match="not put aside"):
        _acts(deck, never_hidden="minor").shelve(one.id, who=LI, why="later", until=_in(deck, 1))
    with deck.store.read() as reader:
        assert reader.shelves() == {}
        assert reader.incident(one.id) == one
