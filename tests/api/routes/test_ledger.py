from __future__ import annotations

from tests.builders import at
from tests.builders_api import Deck

PATH = "/api/v1/ledger"


def test_the_ledger_is_read_newest_first_page_by_page(deck: Deck) -> None:
    """Each page names where the next one begins."""
    deck.incident()
    deck.incident(camera_id="cam-2", seconds=100)  # of the same place: the case is told a second time
    oldest_first = [row["id"] for row in deck.client.get("/api/v1/deliveries").json()]
    page = deck.client.get(f"{PATH}?limit=1").json()
    rest = deck.client.get(PATH, params={"before": page["next"]}).json()
    told = [row["id"] for row in page["deliveries"] + rest["deliveries"]]
    assert len(told) > 1
    assert (told, rest["next"]) == (oldest_first[::-1], None)


def test_the_ledger_is_searched_by_words_and_state(deck: Deck) -> None:
    """What does not pass is not told."""
    one = deck.incident()
    found = deck.client.get(PATH, params={"text": one.id, "state": "pending", "receiver": "platform"}).json()
    assert len(found["deliveries"]) == 1
    assert deck.client.get(f"{PATH}?state=dead").json()["deliveries"] == []
    assert deck.client.get(f"{PATH}?since=2026-01-01T00:00:00").status_code == 422


def test_what_the_platform_told_us_is_read(deck: Deck) -> None:
    """Newest first, with our answers."""
    with deck.store.write() as writer:
        for n in range(2):
            writer.put_callback("platform", f"m{n}", at(n), {"incident_id": "inc_1", "result": "taken"})
    told = deck.client.get(f"{PATH}/inbound").json()
    assert [(one["message_id"], one["answer"]["result"]) for one in told] == [
        ("m1", "taken"),
        ("m0", "taken"),
    ]
    assert deck.stranger.get(f"{PATH}/inbound").status_code == 401
