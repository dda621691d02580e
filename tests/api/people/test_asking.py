from __future__ import annotations

from urllib.parse import quote

import pytest

from core.config.settings.people import People
from core.config.settings.viewing import OwnerViewing
from core.people.audit import AuditQuery, Entry
from core.people.roles import Role
from core.people.scope import Scope
from tests.builders_api import Deck
from tests.builders_logins import add, logged_in, with_people

LATEST = "/api/v1/cameras/cam-1/latest.jpg"


def _audit(deck: Deck, act: str = "") -> list[Entry]:
    with deck.store.read() as reader:
        return [one for one in reader.audit(AuditQuery(act=act)) if one.act != "login"]


def test_every_view_of_a_picture_is_written_down(deck: Deck) -> None:
    """Who, which, from where, in which session; of a machine too."""
    with_people(deck)
    add(deck)
    client = logged_in(deck)
    assert client.get(LATEST).status_code == 200
    assert deck.client.get(LATEST).status_code == 200
    machine, person = _audit(deck, "view")
    assert (person.who, person.act, person.ref) == (
        "li.wei",
        "view /api/v1/cameras/{camera_id}/latest.jpg",
        "cam-1",
    )
    assert person.session.startswith("ses_")
    assert person.address == "testclient"
    assert (machine.who, machine.session) == ("api", "")


@pytest.mark.parametrize(
    "policy",
    [
        People(reason_roles=(Role.OPERATOR,)),
        People(reason_owners=("urban-management",)),
        People(owners=(OwnerViewing(owner="urban-management", reason=True),)),
    ],
)
def test_a_picture_is_shown_for_a_reason_where_the_policy_wants_one(deck: Deck, policy: People) -> None:
    """By role or by source owner; what was said is kept, Chinese too; without it nothing is shown."""
    with_people(deck, policy)
    add(deck)
    client = logged_in(deck)
    owner = deck.known["cam-1"].owner
    assert owner == "urban-management"
    answer = client.get(LATEST)
    assert answer.status_code == 428
    assert "X-Reason" in answer.json()["detail"]
    assert _audit(deck, "view") == []
    assert client.get(LATEST, headers={"X-Reason": quote("12345 投诉")}).status_code == 200
    assert client.get(LATEST, params={"reason": "patrol"}).status_code == 200
    assert [one.reason for one in _audit(deck, "view")] == ["patrol", "12345 投诉"]
    client.cookies.set("gridwatch_reason", quote("交接班"))  # as the console's page sets it, for pictures
    assert client.get(LATEST).status_code == 200
    assert _audit(deck, "view")[0].reason == "交接班"
    asked = client.get("/api/v1/me").json()["reason"]
    assert asked["always"] or asked["owners"] == ["urban-management"]
    assert deck.client.get(LATEST).status_code == 200


def test_an_owner_without_that_wish_is_shown_without_a_reason(deck: Deck) -> None:
    """The policy names whose pictures it is about."""
    with_people(deck, People(reason_owners=("police",)))
    add(deck)
    assert logged_in(deck).get(LATEST).status_code == 200


def test_every_act_is_written_down_and_so_is_what_was_refused(deck: Deck) -> None:
    """By permission or by scope; what fails on its own and what only looks are not acts."""
    with_people(deck)
    add(deck, scope=Scope(owners=("police",)))
    client, incident = logged_in(deck), deck.incident()
    client.get("/api/v1/cameras")
    client.post("/api/v1/cameras/cam-2/view")
    client.post("/api/v1/cameras/cam-9/view")
    client.get("/api/v1/users")
    client.get(f"/api/v1/incidents/{incident.id}")
    entries = _audit(deck)[::-1]
    assert [(one.act, one.ref, one.outcome, one.detail) for one in entries if one.who == "li.wei"] == [
        ("POST /api/v1/cameras/{camera_id}/view", "cam-2", "done", ""),
        ("GET /api/v1/users", "", "refused", ""),
        ("GET /api/v1/incidents/{incident_id}", incident.id, "refused", "outside of the scope: incident_id"),
    ]


def test_who_has_to_do_something_first_gets_nothing_else(deck: Deck) -> None:
    """A temporary password opens one's own account alone; so does a missing second factor."""
    with_people(deck, People(totp_required=(Role.AUDITOR,)))
    add(deck, must_change_password=True)
    add(deck, "auditor", Role.AUDITOR)
    for name, says in (("li.wei", "password first"), ("auditor", "second factor first")):
        client = logged_in(deck, name)
        answer = client.get("/api/v1/cameras")
        assert (answer.status_code, says in answer.json()["detail"]) == (403, True)
        assert client.get("/api/v1/me").status_code == 200
