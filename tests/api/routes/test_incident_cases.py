"""What waits for an operator and what is overdue, as the list and the figures tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.case import Case, Stage
from core.incident import Status
from tests.builders import at
from tests.builders_api import Deck


def stands(deck: Deck, number: int, case: Case, status: Status = Status.OPEN) -> str:
    """Put an incident with a case in any state."""
    box = (0.1 * number, 0.6, 0.1 * number + 0.08, 0.68)
    incident = deck.incident(seconds=10 * number, subject=f"cam-1/waste/{number}", box=box)
    with deck.store.write() as writer:
        changed = replace(incident, version=incident.version + 1, case=case, status=status)
        writer.put_incident(changed, [])
    return incident.id


def found(deck: Deck, query: str) -> list[str]:
    """Return the ids that a filter finds."""
    return [one["id"] for one in deck.client.get(f"/api/v1/incidents?{query}").json()["incidents"]]


def test_what_waits_and_what_is_late_is_one_click_away(deck: Deck) -> None:
    """Counted in the figures, found by the list's filters; a reason that does not exist is refused."""
    waits = stands(deck, 1, Case(held_for="confirmation"))
    again = stands(deck, 2, Case(held_for="reopened_once"), Status.REOPENED)
    late = stands(deck, 3, Case(stage=Stage.HANDLING, due_at=at(0), overdue_since=at(0)), Status.HANDLING)
    assert found(deck, "held_for=confirmation") == [waits]
    assert found(deck, "held_for=confirmation&held_for=reopened_once") == [again, waits]
    assert found(deck, "overdue=true") == [late]
    assert found(deck, "stage=handling") == [late]
    waiting: dict[str, Any] = deck.client.get("/api/v1/figures").json()["waiting"]
    assert waiting == {"confirmation": 1, "reopened_once": 1, "overdue": 1}
    assert deck.client.get("/api/v1/incidents?held_for=weather").status_code == 422


def test_send_again_is_an_act(deck: Deck) -> None:
    """It goes back to the platform; what waits for nothing gets a 409 with the reason."""
    held = stands(deck, 1, Case(held_for="reopened_once"), Status.REOPENED)
    path = f"/api/v1/incidents/{held}/acts"
    told = deck.client.post(path, json={"what": "send_again", "who": "li", "why": "see the picture"}).json()
    assert (told["status"], told["case"]["held_for"]) == ("reopened", None)
    history = deck.client.get(f"/api/v1/incidents/{held}/history").json()
    assert (history[-1]["what"], history[-1]["stage"]) == ("sent_again", "collected")
    again = deck.client.post(path, json={"what": "send_again", "who": "li"})
    assert (again.status_code, "nothing to send again" in again.json()["detail"]) == (409, True)
