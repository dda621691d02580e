from __future__ import annotations

from alerts.message import CONTENT_TYPE
from alerts.store.base import Attempt, DeliveryState
from tests.builders_api import Deck


def test_the_ledger_is_told_and_a_dead_delivery_sent_again(deck: Deck) -> None:
    """An auditor reads every attempt; an operator wakes the dead."""
    deck.incident()
    (row,) = deck.client.get("/api/v1/deliveries").json()
    attempt = Attempt(
        delivery_id=row["id"],
        number=1,
        at=deck.clock.now(),
        took_s=0.2,
        status=500,
        outcome="gave_up",
        detail="no",
    )
    with deck.store.write() as writer:
        writer.settle(attempt, state=DeliveryState.DEAD, next_at=None)
    ledger = deck.client.get(f"/api/v1/deliveries/{row['id']}/attempts").json()
    assert [(line["number"], line["status"], line["outcome"]) for line in ledger] == [(1, 500, "gave_up")]
    assert deck.client.get("/api/v1/deliveries?state=dead").json()[0]["id"] == row["id"]
    assert deck.client.post("/api/v1/deliveries/replay", json={"receiver": "platform"}).json() == {
        "requeued": 1
    }
    assert deck.client.get("/api/v1/deliveries?state=pending").json()[0]["id"] == row["id"]


def test_a_replay_of_everything_by_mistake_is_refused(deck: Deck) -> None:
    """An empty body must not mean all."""
    assert deck.client.post("/api/v1/deliveries/replay", json={}).status_code == 422
    assert deck.client.get("/api/v1/deliveries/msg_nothing/attempts").status_code == 404


def test_a_replay_without_a_zone_or_with_half_a_character_is_refused(deck: Deck) -> None:
    """A time that could be two, an id that is no text."""
    path = "/api/v1/deliveries/replay"
    naive = deck.client.post(path, json={"receiver": "platform", "since": "2026-01-01T00:00:00"})
    half = deck.client.post(path, content=b'{"ids": ["\\ud800"]}')
    assert (naive.status_code, half.status_code) == (422, 422)


def test_the_ledger_is_searched(deck: Deck) -> None:
    """By incident, by number, by time, by words; a cut answer says so."""
    deck.incident()
    (row,) = deck.client.get("/api/v1/deliveries").json()
    attempt = Attempt(
        delivery_id=row["id"],
        number=1,
        at=deck.clock.now(),
        took_s=0.2,
        status=200,
        outcome="accepted",
        detail="ok",
        case_number="A-17",
    )
    with deck.store.write() as writer:
        writer.settle(attempt, state=DeliveryState.ACCEPTED, next_at=None)

    def found(query: str) -> int:
        return len(deck.client.get(f"/api/v1/deliveries?{query}").json())

    assert (found("case_number=A-17"), found("case_number=A-18")) == (1, 0)
    assert (found(f"incident={row['incident_id']}"), found("incident=inc_nothing")) == (1, 0)
    assert (found("text=specversion"), found("text=nowhere")) == (1, 0)
    assert (found("until=2000-01-01T00:00:00Z"), found("since=2000-01-01T00:00:00Z")) == (0, 1)
    answer = deck.client.get("/api/v1/deliveries?limit=1")
    assert (answer.headers["X-Cut"], answer.json()[0]["case_number"]) == ("false", "A-17")
    sent = deck.client.get(f"/api/v1/deliveries/{row['id']}/body")
    assert (sent.headers["content-type"], sent.json()["id"]) == (CONTENT_TYPE, row["id"])
    assert deck.client.get("/api/v1/deliveries/msg_nothing/body").status_code == 404


def test_a_replay_by_range_can_be_counted_first(deck: Deck) -> None:
    """Nothing changes until it is meant."""
    deck.incident()
    (row,) = deck.client.get("/api/v1/deliveries").json()
    attempt = Attempt(
        delivery_id=row["id"],
        number=1,
        at=deck.clock.now(),
        took_s=0.2,
        status=500,
        outcome="gave_up",
        detail="no",
    )
    with deck.store.write() as writer:
        writer.settle(attempt, state=DeliveryState.DEAD, next_at=None)
    path, since = "/api/v1/deliveries/replay", {"since": "2000-01-01T00:00:00Z"}
    assert deck.client.post(path, json=since | {"dry_run": True}).json() == {"would_requeue": 1}
    assert deck.client.post(path, json=since | {"until": "2000-01-02T00:00:00Z"}).json() == {"requeued": 0}
    assert deck.client.post(path, json=since | {"states": ["accepted"]}).json() == {"requeued": 0}
    assert deck.client.post(path, json=since).json() == {"requeued": 1}
