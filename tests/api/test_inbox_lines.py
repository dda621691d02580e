"""The inbox as JSON, line by line."""

from __future__ import annotations

import json
from datetime import timedelta

from api.inbox_lines import InboxTold
from api.inbox_told import InboxBoard, InboxWish
from core.people.scope import EVERYTHING
from tests.builders_api import Deck

LEFT, RIGHT = (0.1, 0.6, 0.2, 0.7), (0.8, 0.6, 0.9, 0.7)


async def _told(deck: Deck, **wish: object) -> InboxTold:
    board: InboxBoard = deck.app.state.inboxes
    return await board.told(EVERYTHING, InboxWish.model_validate(wish), pace_s=0.0)


async def test_pieces_make_the_answer_that_the_api_describes(deck: Deck) -> None:
    """The body is one of GET; who was told nothing before is told all lines."""
    deck.incident()
    told = await _told(deck)
    body = deck.client.get("/api/v1/inbox").json()
    assert json.loads(told.body).keys() == body.keys()
    assert body["order"] == [body["rows"][0]["head"]["id"]]
    first = json.loads(told.since(None))
    assert "order" not in first
    assert first["rows"] == body["rows"]


async def test_only_lines_that_differ_are_told_again(deck: Deck) -> None:
    """The others by their key; what has gone is not named, and what was claimed is another line."""
    one = deck.incident(box=LEFT).id
    two = deck.incident(box=RIGHT, subject="cam-1/waste/2", seconds=2).id
    before = await _told(deck)
    deck.client.post(f"/api/v1/incidents/{two}/claim", json={"who": "li"})
    after = await _told(deck)
    rows = json.loads(after.since(before))["rows"]
    assert one in rows
    (changed,) = [row for row in rows if row != one]
    assert (changed["head"]["id"], changed["head"]["claim"]["who"]) == (two, "li")
    assert after.rows[one] is before.rows[one]
    assert after.since(before) is after.since(before)
    deck.client.post("/api/v1/incidents/acts", json={"ids": [one], "act": "acknowledge", "who": "li"})
    (acted,) = [row for row in json.loads((await _told(deck)).since(after))["rows"] if row != two]
    assert acted["head"]["pending"][0]["act"] == "acknowledge"


async def test_a_line_is_made_anew_when_its_points_are(deck: Deck) -> None:
    """They grow with the minutes."""
    one = deck.incident().id
    before = await _told(deck)
    deck.clock.advance(600)
    after = await _told(deck)
    assert not after.same(before)
    (row,) = json.loads(after.since(before))["rows"]
    assert row["head"]["points"] > json.loads(before.body)["rows"][0]["head"]["points"]
    assert row["head"]["id"] == one


async def test_what_is_held_back_is_told_by_cards(deck: Deck) -> None:
    """Of those too only what differs."""
    one = deck.incident().id
    until = (deck.clock.now() + timedelta(hours=2)).isoformat()
    deck.client.put(f"/api/v1/incidents/{one}/shelf", json={"who": "li", "why": "market day", "until": until})
    before = await _told(deck, held=True)
    assert [card["id"] for card in json.loads(before.since(None))["cards"]] == [one]
    assert json.loads((await _told(deck, held=True)).since(before))["cards"] == [one]
