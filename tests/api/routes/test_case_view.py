from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.builders import detections, frame


@pytest.fixture
def heap(deck) -> str:
    """An open incident."""
    return deck.incident().id


def _case(deck, heap):
    answer = deck.client.get(f"/api/v1/incidents/{heap}/case")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_one_answer_holds_all_that_a_page_shows(deck, heap):
    """How it stands, its rank and why, history, who has it, what waits, what can be done, pictures, cameras."""
    deck.client.post(f"/api/v1/incidents/{heap}/claim", json={"who": "li"})
    deck.client.post("/api/v1/incidents/acts", json={"ids": [heap], "act": "confirm", "who": "li"})
    told = _case(deck, heap)
    assert told["incident"]["id"] == told["card"]["id"] == heap
    assert told["card"]["parts"]
    assert [step["what"] for step in told["steps"]] == ["seen", "opened"]
    assert told["claim"]["who"] == "li"
    assert [act["act"] for act in told["pending"]] == ["confirm"]
    assert "reject" in told["possible"]
    assert "send_again" not in told["possible"]
    assert [one["role"] for one in told["film"] if one["kind"] == "evidence"]
    assert told["stands"][0]["camera_id"] == "cam-1"
    assert deck.client.get("/api/v1/incidents/inc_x/case").status_code == 404


def test_what_has_ended_stays_readable(deck, heap):
    """It is no line of the inbox any more, nothing can be done with it, and it is a previous case of the next."""
    deck.desk.act(heap, "reject", "operator:li", "a parade")
    told = _case(deck, heap)
    assert (told["card"], told["possible"], told["incident"]["status"]) == (None, [], "rejected")
    again = deck.incident(seconds=4000, subject="cam-1/waste/9").id
    assert [one["id"] for one in _case(deck, again)["previous"]] == [heap]


def test_a_merge_is_told_on_both_pages_until_it_is_taken_back(deck, heap):
    """With what can be done about it, in words once it cannot; the way back has its reason in both trails."""
    other = deck.incident(subject="cam-1/waste/2", box=(0.7, 0.6, 0.9, 0.8), seconds=60).id
    assert _case(deck, heap)["joined"] is None
    body = {"into": heap, "who": "li", "why": "one heap"}
    assert deck.client.post(f"/api/v1/incidents/{other}/merge", json=body).status_code == 200
    for page in (heap, other):
        told = _case(deck, page)["joined"]
        assert (told["act"], told["incident_id"], told["other_id"]) == ("merge", heap, other)
        assert (told["why_not"], told["why_not_en"]) == ("", "")
    back = {"who": "li", "why": "two after all"}
    assert deck.client.post(f"/api/v1/incidents/{other}/undo", json=back).status_code == 200
    for page in (heap, other):
        told = _case(deck, page)
        assert told["joined"] is None
        assert (told["steps"][-1]["what"], "two after all" in told["steps"][-1]["why_en"]) == ("undone", True)


def test_the_last_looks_of_its_cameras_are_a_strip(deck, heap):
    """Small masked pictures, by an address of their own; nobody without a session sees one."""
    deck.film.note(frame(seconds=90), detections())
    (shot,) = [one for one in _case(deck, heap)["film"] if one["kind"] == "film"]
    answer = deck.client.get(shot["url"])
    assert cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR) is not None
    assert deck.stranger.get(shot["url"]).status_code == 401
    assert deck.client.get("/api/v1/film/cam-1/look-x.jpg").status_code == 404
    assert deck.client.get("/api/v1/film/cam-x/look-x.jpg").status_code == 404


def test_the_ledger_holds_every_delivery_with_its_attempts(deck, heap):
    """In one answer."""
    (row,) = deck.client.get(f"/api/v1/incidents/{heap}/ledger").json()
    assert (row["delivery"]["receiver"], row["attempts"]) == ("platform", [])
    assert deck.client.get("/api/v1/incidents/inc_x/ledger").status_code == 404
