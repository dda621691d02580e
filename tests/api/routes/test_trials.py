from __future__ import annotations

from tests.builders_api import Deck


def test_a_receiver_is_previewed_and_tested(deck: Deck) -> None:
    """About a sample or a case; what came back is told."""
    one = deck.incident()
    sample = deck.client.get("/api/v1/receivers/platform/preview").json()
    case = deck.client.get(f"/api/v1/receivers/platform/preview?incident={one.id}").json()
    assert (sample["body"], case["body"]) == ("sample", one.id)
    reply = deck.client.post("/api/v1/receivers/platform/test").json()
    assert (reply["accepted"], reply["case_number"], reply["request"]["event"]) == (True, "T-1", "test")


def test_who_and_what_is_not_known_is_not_found(deck: Deck) -> None:
    """A case that there is not is refused before anybody makes a body of it."""
    assert deck.client.get("/api/v1/receivers/platform/preview?incident=inc_9").status_code == 404
    assert deck.client.post("/api/v1/receivers/nobody/test").status_code == 404
