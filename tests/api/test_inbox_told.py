"""The inbox as consoles are told it."""

from __future__ import annotations

import json

from api.inbox_told import InboxBoard, InboxWish
from core.people.scope import EVERYTHING, Scope
from tests.builders_api import Deck


async def _told(deck: Deck, scope: Scope = EVERYTHING, **wish: object):
    board: InboxBoard = deck.app.state.inboxes
    return await board.told(scope, InboxWish.model_validate(wish), pace_s=0.0)


async def test_an_answer_is_the_same_while_nothing_but_the_time_has_changed(deck: Deck) -> None:
    """Its instant is not what consoles wait for."""
    deck.incident()
    deck.clock.advance(7200)  # its points for waiting are as many as they can be
    first = await _told(deck)
    deck.clock.advance(1)
    with deck.store.write() as writer:
        writer.add_event(deck.clock.now(), "camera", "cam-9", {})  # sorted out anew
    second = await _told(deck)
    assert second.same(first)
    assert json.loads(first.body)["at"] != json.loads(second.body)["at"]
    deck.incident(camera_id="cam-2", subject="cam-2/waste/1", seconds=30)
    assert not (await _told(deck)).same(second)
    assert not second.same(None)


async def test_each_scope_and_each_wish_has_its_own(deck: Deck) -> None:
    """Nobody is told what he may not see."""
    deck.incident()
    assert json.loads((await _told(deck)).body)["total"] == 1
    assert json.loads((await _told(deck, Scope(owners=("somebody-else",)))).body)["total"] == 0
    assert json.loads((await _told(deck, grid="44")).body)["total"] == 0
