from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from tests.builders_api import CALLBACK, Deck


def post(deck: Deck, body: dict[str, Any], *, message_id: str = "st_1", spoil: bool = False) -> Any:
    """Send a case status, signed by hand after the Standard Webhooks text."""
    raw = json.dumps(body).encode()
    stamp = str(int(deck.clock.now().timestamp()))
    key = base64.b64decode(CALLBACK.removeprefix("whsec_"))
    signature = base64.b64encode(
        hmac.new(key, f"{message_id}.{stamp}.".encode() + raw, hashlib.sha256).digest()
    ).decode()
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature}",
        "content-type": "application/json",
    }
    return deck.stranger.post("/api/v1/platform/status", content=raw + b" " * spoil, headers=headers)


def status(deck: Deck, incident_id: str, what: str) -> dict[str, Any]:
    """A body."""
    return {
        "incident_id": incident_id,
        "status": what,
        "at": deck.clock.now().isoformat(),
        "case_number": "C-7",
    }


def test_a_signed_status_moves_the_case_and_a_repeat_does_not(deck: Deck) -> None:
    """The platform's number is kept; the same message gets the same answer."""
    incident = deck.incident()
    first = post(deck, status(deck, incident.id, "dispatched"))
    assert first.status_code == 200
    told = deck.client.get(f"/api/v1/incidents/{incident.id}").json()
    assert (told["status"], told["case_number"]) == ("handling", "C-7")
    assert post(deck, status(deck, incident.id, "dispatched")).json() == first.json()
    assert deck.client.get(f"/api/v1/incidents/{incident.id}").json()["version"] == told["version"]


def test_a_spoiled_body_is_refused(deck: Deck) -> None:
    """One byte more than was signed."""
    incident = deck.incident()
    answer = post(deck, status(deck, incident.id, "dispatched"), spoil=True)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_a_giant_body_is_refused_before_it_is_read(deck: Deck) -> None:
    """Nobody fills our memory by a callback."""
    answer = deck.stranger.post("/api/v1/platform/status", content=b"x" * 1_000_000)
    assert answer.status_code == 413


def test_an_unknown_incident_has_its_answer(deck: Deck) -> None:
    """Told, remembered, and no error the platform would retry for ever."""
    answer = post(deck, status(deck, "inc_nothing", "handled"))
    assert answer.status_code == 200
    assert answer.json()["result"] == "unknown"
