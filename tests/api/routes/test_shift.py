from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def heap(deck) -> str:
    """An open incident."""
    return deck.incident().id


def _say(deck, *ids, act="acknowledge", who="li", **more):
    return deck.client.post("/api/v1/incidents/acts", json={"ids": list(ids), "act": act, "who": who, **more})


def test_a_case_is_claimed_renewed_and_given_back(deck, heap):
    """Somebody else gets 409 with who has it and until when; with take_over a supervisor gets the case."""
    url = f"/api/v1/incidents/{heap}/claim"
    mine = deck.client.post(url, json={"who": "li"})
    assert (mine.status_code, mine.json()["who"]) == (200, "li")
    other = deck.client.post(url, json={"who": "wang"})
    assert (other.status_code, other.json()["who"]) == (409, "li")
    assert other.json()["until"]
    assert deck.client.post(url, json={"who": "wang", "take_over": True}).json()["who"] == "wang"
    assert deck.client.delete(url, params={"who": "wang"}).status_code == 204
    assert deck.client.post(url, json={"who": "li"}).status_code == 200
    assert deck.client.post("/api/v1/incidents/inc_x/claim", json={}).status_code == 404
    assert deck.stranger.post(url, json={}).status_code == 401


def test_an_act_waits_is_listed_and_is_taken_back(deck, heap):
    """Each of many answers for itself; what one has said one takes back."""
    told = _say(deck, heap, "inc_x", act="reject", reason="allowed").json()
    assert told["undo_s"] == 10
    good, bad = told["answers"]
    assert (good["incident_id"], good["pending"]["act"], good["why"]) == (heap, "reject", None)
    assert (bad["pending"], bad["why_en"]) == (None, "there is no such case any more")
    (listed,) = deck.client.get("/api/v1/pending").json()
    assert listed == good["pending"]
    assert deck.client.get("/api/v1/pending", params={"incident": "inc_y"}).json() == []
    taken = deck.client.delete(f"/api/v1/pending/{listed['id']}", params={"who": "wang"})
    assert taken.status_code == 409
    assert deck.client.delete(f"/api/v1/pending/{listed['id']}", params={"who": "li"}).json() == listed
    assert deck.client.get("/api/v1/pending").json() == []
    assert deck.client.delete(f"/api/v1/pending/{listed['id']}").status_code == 404


def test_all_that_was_just_said_is_taken_back_at_once(deck, heap):
    """What is too late, or somebody else's, is named."""
    (answer,) = _say(deck, heap).json()["answers"]
    ids = [answer["pending"]["id"], "act_x"]
    undo = deck.client.post("/api/v1/pending/undo", json={"ids": ids, "who": "wang"}).json()
    assert undo == {"taken_back": [], "too_late": ids}
    undo = deck.client.post("/api/v1/pending/undo", json={"ids": ids, "who": "li"}).json()
    assert undo == {"taken_back": ids[:1], "too_late": ids[1:]}
    assert deck.client.get("/api/v1/pending").json() == []


def test_what_was_not_possible_any_more_is_listed_with_why(deck, heap):
    """Until its author puts it away."""
    _say(deck, heap)
    deck.desk.act(heap, "close", "operator:wang", "seen on site")
    deck.clock.advance(10)
    deck.shift.tick()
    (refused,) = deck.client.get("/api/v1/pending", params={"state": "refused"}).json()
    assert (refused["incident_id"], refused["refused_en"]) == (heap, "it is closed by now")


def test_somebody_elses_case_answers_with_who_has_it(deck, heap):
    """Told beside the case, so that a bulk act does what it can."""
    deck.client.post(f"/api/v1/incidents/{heap}/claim", json={"who": "wang"})
    (answer,) = _say(deck, heap).json()["answers"]
    assert (answer["pending"], answer["claim"]["who"]) == (None, "wang")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"act": "reject"}, 409),
        ({"act": "dance"}, 422),
        ({"act": "assign", "unit": "U9"}, 404),
        ({"act": "merge", "into": "inc_x", "text": "same"}, 404),
        ({"act": "shelve", "text": "later", "until": "2026-11-02T08:00:00"}, 422),
        ({"act": "shelve", "text": "later", "until": "2020-11-02T08:00:00+08:00"}, 422),
    ],
)
def test_what_says_too_little_is_refused_at_once(deck, heap, said, status):
    """With what is wanting; nothing waits."""
    answer = _say(deck, heap, **said)
    assert answer.status_code == status, answer.text
    assert deck.client.get("/api/v1/pending").json() == []


def test_a_shelf_says_until_when(deck, heap):
    """Within the settings' bound."""
    until = (deck.clock.now() + timedelta(hours=2)).isoformat()
    (answer,) = _say(deck, heap, act="shelve", text="later", until=until).json()["answers"]
    assert answer["pending"]["until"].startswith(until[:16])


def test_at_most_a_hundred_at_once(deck):
    """A page asks again for the rest."""
    assert _say(deck, *(f"inc_{n}" for n in range(101))).status_code == 422


def test_the_lists_that_dialogs_offer(deck):
    """Reasons of a rejection in order; units of the city's table, of which there is none here."""
    assert deck.client.get("/api/v1/rejections").json()[0]["code"] == "nothing_there"
    assert deck.client.get("/api/v1/units").json() == []
