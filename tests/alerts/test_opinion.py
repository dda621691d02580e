from __future__ import annotations

from pathlib import Path

import pytest

from alerts.opinion import held, noted
from core.clock import ManualClock
from core.incident import Incident, Status
from core.opinion import Says
from core.reason import Reason
from core.sighting import Finding
from tests.builders import at, detections, frame, profile
from tests.builders_api import Deck
from tests.builders_desk import incident, sighting
from tests.builders_opinions import opinion


@pytest.fixture
def deck(tmp_path: Path, clock: ManualClock) -> Deck:
    """A store and a desk."""
    return Deck(tmp_path, clock)


def steps(deck: Deck, one: Incident) -> list[str]:
    """What its history says, in order."""
    with deck.store.read() as reader:
        return [step.what for step in reader.history(one.id)]


def test_an_opinion_is_kept_among_the_facts() -> None:
    """Who said what, how surely, and that it was in shadow."""
    after = noted(incident(Status.CANDIDATE), opinion(acts=False), held=False)
    assert after.facts["opinion"] == "disagrees 0.75 (shadow)"
    assert after.facts["opinion_by"] == "tile test 1"
    assert not held(after)


def test_a_disagreement_that_acts_keeps_a_candidate_from_being_opened(deck: Deck) -> None:
    """It stays a candidate, its history says why, no receiver hears of it and no looks are asked for."""
    deck.see(sighting(Finding.CANDIDATE))
    (one,) = deck.see(sighting(seconds=10, opinion=opinion(), held=True))
    assert one.status is Status.CANDIDATE
    assert one.facts["opinion"] == "disagrees 0.75"
    assert steps(deck, one) == ["seen", "second_opinion"]
    with deck.store.read() as reader:
        assert reader.history(one.id)[-1].why == Reason.text("said disagrees")
        assert reader.deliveries() == ()
    assert deck.desk.tick(at(20)) == ()


def test_looks_that_follow_keep_it_a_candidate_without_asking_for_more(deck: Deck) -> None:
    """Its rule is sure; only another opinion, a person or its going changes anything: the patrol will do."""
    deck.see(sighting(Finding.CANDIDATE))
    deck.see(sighting(seconds=10, opinion=opinion(), held=True))
    deck.clock.move_to(at(70))
    look = frame(seconds=70)
    outcome = deck.desk.take(
        look, detections(), [sighting(seconds=70, held=True)], {"rules": {}, "n": 1}, profile(), {}
    )
    assert [one.status for one in outcome.incidents] == [Status.CANDIDATE]
    assert outcome.wishes == ()


def test_a_later_look_that_is_not_held_opens_it(deck: Deck) -> None:
    """Asked again, the other eye agreed."""
    deck.see(sighting(Finding.CANDIDATE))
    deck.see(sighting(seconds=10, opinion=opinion(), held=True))
    (one,) = deck.see(sighting(seconds=2000, opinion=opinion(Says.AGREES)))
    assert one.status is Status.OPEN
    assert one.facts["opinion_holds"] == "no"
    assert steps(deck, one) == ["seen", "second_opinion", "second_opinion", "opened"]


def test_an_operator_may_open_what_is_held_back(deck: Deck) -> None:
    """A person's word counts for more than a model's, and later looks do not take it back."""
    deck.see(sighting(Finding.CANDIDATE))
    (one,) = deck.see(sighting(seconds=10, opinion=opinion(), held=True))
    deck.desk.act(one.id, "confirm", "li", "I see it")
    deck.see(sighting(seconds=90, held=True))
    with deck.store.read() as reader:
        kept = reader.incident(one.id)
    assert kept is not None
    assert kept.status is Status.OPEN


def test_what_goes_while_it_is_held_back_is_dropped(deck: Deck) -> None:
    """Nobody was bothered with it, so nobody need close it."""
    deck.see(sighting(Finding.CANDIDATE))
    deck.see(sighting(seconds=10, opinion=opinion(), held=True))
    (one,) = deck.see(sighting(Finding.CLEARED, seconds=90))
    assert one.status is Status.EXPIRED


def test_what_is_said_after_the_look_is_kept_on_what_it_is_about(deck: Deck) -> None:
    """In shadow it comes when it comes: facts and history hold it, and no receiver hears of it."""
    one = deck.incident()
    with deck.store.read() as reader:
        sent = len(reader.deliveries())
    kept = deck.desk.note(sighting(seconds=1), opinion(acts=False))
    assert kept is not None
    assert (kept.id, kept.status, kept.version) == (one.id, Status.OPEN, one.version + 1)
    assert kept.facts["opinion"] == "disagrees 0.75 (shadow)"
    assert steps(deck, one)[-2:] == ["opened", "second_opinion"]
    with deck.store.read() as reader:
        assert reader.history(one.id)[-1].look_id == "look-1"
        assert len(reader.deliveries()) == sent


def test_what_is_said_too_late_changes_nothing(deck: Deck) -> None:
    """The heap is gone, and so is its candidate."""
    (one,) = deck.see(sighting(Finding.CANDIDATE))
    deck.see(sighting(Finding.DROPPED, seconds=10))
    before = steps(deck, one)
    assert deck.desk.note(sighting(), opinion(acts=False)) is None
    assert steps(deck, one) == before


def test_what_is_said_of_a_merged_view_is_kept_where_it_went(deck: Deck) -> None:
    """Two cameras, one heap: the candidate of the second has become a view of the first's incident."""
    one = deck.incident()
    deck.incident(camera_id="cam-2", seconds=20)
    kept = deck.desk.note(sighting(camera_id="cam-2", seconds=21), opinion(acts=False))
    assert kept is not None
    assert kept.id == one.id
