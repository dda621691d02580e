from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from lxml import etree
from starlette.testclient import TestClient

from alerts.cap.alert import Issuer
from api.app import create_app
from core.config.settings.offers import Cap
from core.sighting import Finding
from tests.alerts.cap.schema import one, read_cap
from tests.builders_api import TOKEN, Deck
from tests.builders_desk import sighting

ISSUER = Issuer(
    settings=Cap(sender="g@x.example"), name="示范区", name_en="Demo District", zone=ZoneInfo("Asia/Shanghai")
)


def issuing(deck: Deck) -> TestClient:
    """The same API where CAP is on."""
    app = create_app(replace(deck.app.state.services, cap=ISSUER), deck.bell)
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})


def test_a_real_incident_from_opening_to_its_end(deck: Deck) -> None:
    """The desk's own history makes an alert, then a cancel that names it; both hold against the schema."""
    incident = deck.incident()
    client, path = issuing(deck), f"/api/v1/incidents/{incident.id}"
    answer = client.get(f"{path}/cap.xml")
    assert answer.headers["content-type"] == "application/cap+xml"
    alert = read_cap(answer.content)
    assert one(alert, "msgType") == "Alert"
    client.post(f"{path}/acts", json={"what": "close", "who": "li", "why": "picked up"})
    cancel = read_cap(client.get(f"{path}/cap.xml").content)
    assert one(cancel, "msgType") == "Cancel"
    identity = (one(alert, "sender"), one(alert, "identifier"), one(alert, "sent"))
    assert one(cancel, "references").split()[0] == ",".join(identity)
    assert "picked up" in one(cancel, "info/description")
    assert "li" not in one(cancel, "note").split(), "who did it is nobody's business outside"


def test_the_feed_leads_to_the_messages(deck: Deck) -> None:
    """Every link of every page can be followed; what has ended is not in it."""
    for n in range(3):
        deck.incident(seconds=10 * n, subject=f"cam-1/waste/{n}", box=(0.1 * n, 0.6, 0.1 * n + 0.08, 0.7))
    client = issuing(deck)
    page, found = "/api/v1/incidents/cap.atom?limit=2", []
    while page:
        answer = client.get(page)
        assert answer.headers["content-type"] == "application/atom+xml"
        links = list(etree.fromstring(answer.content).iter("{*}link"))
        found += [link.get("href") for link in links if link.get("rel") == "alternate"]
        page = next((link.get("href") for link in links if link.get("rel") == "next"), "")
    assert len(found) == 3
    for href in found:
        read_cap(client.get(str(href)).content)


def test_what_there_is_no_message_about(deck: Deck) -> None:
    """Unknown, not told to anybody, or nobody issues: each says which."""
    candidate = deck.see(sighting(Finding.CANDIDATE))[0]
    client = issuing(deck)
    assert "no incident" in client.get("/api/v1/incidents/inc_0/cap.xml").json()["detail"]
    answer = client.get(f"/api/v1/incidents/{candidate.id}/cap.xml")
    assert answer.status_code == 404
    assert "told to nobody" in answer.json()["detail"]
    for path in (f"{candidate.id}/cap.xml", "cap.atom"):
        off = deck.client.get(f"/api/v1/incidents/{path}")
        assert off.status_code == 404
        assert "cap.sender" in off.json()["detail"]
    assert deck.stranger.get("/api/v1/incidents/cap.atom").status_code == 401
