from __future__ import annotations

from alerts.store.base import DeliveryState
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people
from tests.builders_store import attempt


def test_a_receiver_that_wants_no_more_is_shown_and_enabled_again(deck: Deck) -> None:
    """What was held for it is pending again, and whoever delivers is woken."""
    deck.incident()
    with deck.store.write() as writer:
        writer.disable_receiver("platform", "answered 410 to msg_1")
    (shown,) = deck.client.get("/api/v1/receivers").json()
    assert shown == {
        "name": "platform",
        "disabled": "answered 410 to msg_1",
        "pending": 0,
        "held": 1,
        "dead": 0,
        "day": {"queued": 1, "accepted": 0, "late": 0, "dead": 0},
        "last_failure": None,
    }
    assert deck.client.post("/api/v1/receivers/platform/enable").json() == {"requeued": 1}
    (shown,) = deck.client.get("/api/v1/receivers").json()
    assert (shown["disabled"], shown["pending"], shown["held"]) == (None, 1, 0)


def test_only_what_is_disabled_is_enabled(deck: Deck) -> None:
    """A name nobody knows, or one that works, is a mistake."""
    for name in ("platform", "nobody"):
        assert deck.client.post(f"/api/v1/receivers/{name}/enable").status_code == 404


def test_one_that_is_no_longer_configured_is_still_shown(deck: Deck) -> None:
    """Its held deliveries do not vanish from sight."""
    with deck.store.write() as writer:
        writer.disable_receiver("former", "answered 410 to msg_1")
    assert [one["name"] for one in deck.client.get("/api/v1/receivers").json()] == ["former", "platform"]


def test_the_last_failure_is_told_to_who_may_see_its_case(deck: Deck) -> None:
    """Its answer may say anything about it; that the receiver fails is seen by all."""
    with_people(deck)
    incident = deck.incident()
    with deck.store.write() as writer:
        (row,) = writer.deliveries(incident_id=incident.id)
        failed = attempt(row.id, outcome="failed", status=500, detail="about a case")
        writer.settle(failed, state=DeliveryState.PENDING, next_at=row.next_at)
    for name, owner, told in (("mine", incident.owner, True), ("theirs", "police", False)):
        add(deck, name, Role.OPERATOR, Scope(owners=(owner,)))
        (shown,) = logged_in(deck, name).get("/api/v1/receivers").json()
        assert (shown["last_failure"] is not None) is told
