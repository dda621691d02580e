from __future__ import annotations

import json

from api.bounds import MAX_BODY
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_cameras import with_desk
from tests.builders_logins import add, logged_in, with_people


def test_an_import_is_begun_and_followed(deck: Deck) -> None:
    """The ledger is the body, larger than other bodies may be; what it comes to is the job's result."""
    fake = with_desk(deck)
    ledger = b"x" * (MAX_BODY + 1)
    wishes = json.dumps({"datum": "GCJ02", "maps": {"点位": "name"}, "write": True})
    begun = deck.client.post(
        "/api/v1/cameras/import", params={"name": "区.xlsx", "wishes": wishes}, content=ledger
    )
    assert begun.status_code == 202
    assert fake.asked[0][:2] == (ledger, "区.xlsx")
    assert fake.asked[0][2].maps == {"点位": "name"}
    told = deck.client.get(f"/api/v1/jobs/{begun.json()['id']}").json()
    assert (told["state"], told["result"]) == ("done", {"good": 4})
    assert deck.client.get("/api/v1/jobs").json()["jobs"][0]["result"] is None


def test_wishes_that_are_none_are_told_by_name(deck: Deck) -> None:
    """And an empty body is none."""
    with_desk(deck)
    params = {"name": "a.csv", "wishes": '{"datum": "mars"}'}
    wrong = deck.client.post("/api/v1/cameras/import", params=params, content=b"x")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["where"] == "datum"
    assert deck.client.post("/api/v1/cameras/import", params={"name": "a.csv"}).status_code == 422


def test_a_probe_is_begun_and_stopped(deck: Deck) -> None:
    """Only by who may change cameras."""
    with_desk(deck)
    begun = deck.client.post("/api/v1/cameras/probe", json={"owner": "police"}).json()
    assert deck.client.delete(f"/api/v1/jobs/{begun['id']}").json()["state"] == "stopped"
    assert deck.client.get("/api/v1/jobs/none").status_code == 404
    assert deck.stranger.post("/api/v1/cameras/probe", json={}).status_code == 401


def test_who_sees_a_part_of_the_district_sees_no_job(deck: Deck) -> None:
    """What an import or a probe found is about all cameras; one of them is no list that a part may be taken of."""
    with_desk(deck)
    with_people(deck)
    begun = deck.client.post("/api/v1/cameras/probe", json={"owner": "police"}).json()
    add(deck, "li", Role.ENGINEER, Scope(owners=("police",)))
    engineer = logged_in(deck, "li")
    assert engineer.get("/api/v1/jobs").json() == {"jobs": []}
    assert engineer.get(f"/api/v1/jobs/{begun['id']}").status_code == 403
    assert engineer.delete(f"/api/v1/jobs/{begun['id']}").status_code == 403
