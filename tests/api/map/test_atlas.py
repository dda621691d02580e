"""Answers kept ready."""

from __future__ import annotations

import json

import pytest

from api.map.atlas import FRESH_S, Atlas
from core.people.scope import EVERYTHING, Scope
from tests.builders_api import Deck
from tests.builders_map import grid, placed


@pytest.fixture
def atlas(deck: Deck) -> Atlas:
    """An atlas of three cameras in two streets."""
    deck.known = {
        one.id: one
        for one in (
            placed("a", 120.001, 30.001, owner="police"),
            placed("b", 120.03, 30.01, owner="edu"),
            placed("c", 120.001, 30.002, owner="police", enabled=False),
        )
    }
    deck.records = {"a": {"state": "ok", "kind": None}, "b": {"state": "blind", "kind": "black"}}
    deck.grid = grid  # the method of this one deck
    made: Atlas = deck.app.state.atlas
    return made


def test_cameras_and_states_belong_together(atlas: Atlas) -> None:
    """States name the list that they are in the order of."""
    whole, letters = (
        json.loads(told.body) for told in (atlas.cameras(EVERYTHING), atlas.letters(EVERYTHING))
    )
    assert whole["ids"] == ["a", "b", "c"]
    assert whole["states"] == letters["states"] == "obp"
    assert whole["cameras"] == letters["cameras"]
    assert whole["kinds"] == {"black": [1]}
    assert whole["gridNames"]["990101002"] == "新桥街道"


def test_states_are_walked_once_a_second(atlas: Atlas, deck: Deck) -> None:
    """However many consoles ask; and what has not changed keeps its tag."""
    first = atlas.cameras(EVERYTHING)
    deck.records["a"] = {"state": "offline", "kind": "timeout"}
    assert atlas.cameras(EVERYTHING) is first
    deck.clock.advance(FRESH_S)
    second = atlas.cameras(EVERYTHING)
    assert second.tag != first.tag
    assert json.loads(second.body)["states"] == "xbp"
    deck.clock.advance(FRESH_S)
    assert atlas.cameras(EVERYTHING).tag == second.tag


def test_a_scope_has_an_answer_of_its_own(atlas: Atlas) -> None:
    """Nothing of the others is in it."""
    told = json.loads(atlas.cameras(Scope(owners=("edu",))).body)
    assert (told["ids"], told["states"], told["kinds"]) == (["b"], "b", {"black": [0]})
    assert "police" not in str(told)


def test_a_reload_makes_everything_anew(atlas: Atlas, deck: Deck) -> None:
    """Another configuration is another mapping of cameras."""
    before, outline = atlas.cameras(EVERYTHING), atlas.outline()
    deck.known = {"a": deck.known["a"]}
    deck.grid = lambda: {"features": []}
    assert json.loads(atlas.cameras(EVERYTHING).body)["ids"] == ["a"]
    assert atlas.outline().tag != outline.tag
    assert atlas.cameras(EVERYTHING).tag != before.tag


def test_counts_are_kept_until_an_incident_changes(atlas: Atlas, deck: Deck) -> None:
    """Made once for the same question."""
    made = []

    def make() -> list[int]:
        made.append(1)
        return made

    first = atlas.counted("q", make)
    assert atlas.counted("q", make) is first
    deck.incident()
    assert atlas.counted("q", make).body == b"[1,1]"
    assert atlas.counted("another", make).body == b"[1,1,1]"


def test_warming_reads_everything_before_anybody_asks(atlas: Atlas) -> None:
    """So that nobody waits."""
    atlas.warm()
    assert atlas._plan is not None
    assert atlas.book._cases is not None


def test_a_drawing_of_streets_is_packed_once(atlas: Atlas) -> None:
    """There is none here."""
    assert atlas.streets() is None
