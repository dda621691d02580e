"""`POST /api/v1/platform/cases`: every answer that docs/integrators.md states, by the real app."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from alerts import taking
from tests.api.routes.test_platform import post as post_status
from tests.api.routes.test_platform import status
from tests.builders_api import CALLBACK, Deck


def post(
    deck: Deck,
    *,
    message_id: str = "c_1",
    spoil: bool = False,
    signed_ago: timedelta = timedelta(),
    **changes: Any,
) -> Any:
    """Send a case at the place of the deck's heaps, signed by hand after the Standard Webhooks text."""
    body: dict[str, Any] = {
        "source": "hotline",
        "number": "H-1",
        "at": deck.clock.now().isoformat(),
        "matter": "construction_waste",
        "text": "一堆建筑垃圾",
        "place": {"lon": 120.25, "lat": 30.4501, "datum": "WGS84", "radius_m": 30},
    }
    raw = json.dumps(body | changes).encode()
    stamp = str(int((deck.clock.now() - signed_ago).timestamp()))
    key = base64.b64decode(CALLBACK.removeprefix("whsec_"))
    made = hmac.new(key, f"{message_id}.{stamp}.".encode() + raw, hashlib.sha256).digest()
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
        "content-type": "application/json",
    }
    return deck.stranger.post("/api/v1/platform/cases", content=raw + b" " * spoil, headers=headers)


def test_attached_to_what_is_known(deck: Deck) -> None:
    """200, with the incident and the figures; the incident tells its reports."""
    incident = deck.incident()
    answer = post(deck)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["result"], told["incident_id"], told["status"]) == ("attached", incident.id, "open")
    shown = deck.client.get(f"/api/v1/incidents/{incident.id}").json()
    assert [(one["source"], one["number"], one["text"]) for one in shown["reports"]] == [
        ("hotline", "H-1", "一堆建筑垃圾")
    ]


def test_repeated_and_replayed(deck: Deck) -> None:
    """The same message gets the first answer; a new one with the same number is known; an old signature is refused."""
    deck.incident()
    first = post(deck)
    assert post(deck).json() == first.json()
    again = post(deck, message_id="c_2", text="again").json()
    assert (again["result"], again["incident_id"]) == ("known", first.json()["incident_id"])
    assert post(deck, message_id="c_3", signed_ago=timedelta(minutes=6)).status_code == 401


def test_out_of_order(deck: Deck) -> None:
    """Cases have no order: one that happened before the last one is taken in like any other."""
    incident = deck.incident()
    early = (deck.clock.now() - timedelta(hours=2)).isoformat()
    assert post(deck, number="H-2", message_id="c_2").json()["incident_id"] == incident.id
    assert post(deck, number="H-1", message_id="c_1", at=early).json()["incident_id"] == incident.id


def test_waiting_for_looks(deck: Deck) -> None:
    """Nobody has seen it: the cameras that show the place are asked, and it is found by its id."""
    told = post(deck).json()
    assert (told["result"], told["status"], told["cameras"]) == ("waiting", "candidate", 2)
    assert deck.client.get(f"/api/v1/incidents/{told['incident_id']}").json()["views"] == []


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"matter": "street_vending"}, "not_looked_for"),
        ({"matter": None, "code": "99999"}, "not_looked_for"),
        ({"place": None, "grid": "440106"}, "no_place"),
        ({"place": None, "address": "中山路"}, "no_place"),
        ({"place": {"lon": 121.5, "lat": 31.2, "datum": "WGS84"}}, "no_camera"),
    ],
)
def test_nothing_is_kept_of_what_cannot_be_looked_for(
    deck: Deck, changes: dict[str, Any], result: str
) -> None:
    """200 with the reason: repeating does not help."""
    answer = post(deck, **changes)
    assert answer.status_code == 200
    assert (answer.json()["result"], answer.json()["incident_id"]) == (result, None)


def test_signed_wrongly(deck: Deck) -> None:
    """One byte more than was signed: 401, and nothing is kept."""
    assert post(deck, spoil=True).status_code == 401
    assert deck.committed == 0


def test_from_the_future(deck: Deck) -> None:
    """422 with the field; both clocks are to be checked."""
    ahead = (deck.clock.now() + timedelta(minutes=6)).isoformat()
    answer = post(deck, at=ahead)
    assert (answer.status_code, "in the future" in answer.json()["detail"]) == (422, True)


def test_no_datum_no_case(deck: Deck) -> None:
    """422: a point without its datum is half a kilometre off."""
    answer = post(deck, place={"lon": 120.25, "lat": 30.45})
    assert (answer.status_code, "place.datum" in answer.json()["detail"]) == (422, True)


def test_a_giant_body_is_refused_before_it_is_read(deck: Deck) -> None:
    """413."""
    assert deck.stranger.post("/api/v1/platform/cases", content=b"x" * 1_000_000).status_code == 413


def test_too_many_at_once(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with when to come again; the same message is taken then."""
    monkeypatch.setattr(taking, "MAX_WAITING", 0)
    answer = post(deck)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "600")
    monkeypatch.setattr(taking, "MAX_WAITING", 9)
    assert post(deck).json()["result"] == "waiting"


def test_a_status_of_a_case_that_waits_and_of_an_unknown_one(deck: Deck) -> None:
    """Of what waits to be seen it is noted; of what was never told it is unknown."""
    told = post(deck).json()
    noted = post_status(deck, status(deck, told["incident_id"], "dispatched")).json()
    assert (noted["result"], noted["status"]) == ("ignored", "candidate")
    unknown = post_status(deck, status(deck, "inc_nothing", "handled"), message_id="st_2").json()
    assert unknown["result"] == "unknown"
