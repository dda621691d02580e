from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.hawkeyes import HeadNow
from core.errors import IllegalStep
from core.people.roles import Role
from tests.builders import at
from tests.builders_logins import add, logged_in, with_people


class Heads:
    """One person at a time."""

    def __init__(self) -> None:
        self.now = HeadNow(stand="home", incident_id=None, held_by=None, held_until=None)

    def head(self, camera_id: str) -> HeadNow:
        """As it is."""
        return self.now

    async def hold(self, camera_id: str, who: str, minutes: float) -> HeadNow:
        """Take it, unless somebody has."""
        if self.now.held_by not in {None, who}:
            raise IllegalStep(f"{camera_id} is held by {self.now.held_by}")
        self.now = replace(self.now, held_by=who, held_until=at(minutes * 60))
        return self.now

    async def release(self, camera_id: str, who: str) -> HeadNow:
        """Give it back."""
        self.now = replace(self.now, held_by=None, held_until=None, stand="returning")
        return self.now


def test_a_camera_is_taken_asked_for_and_given_back(deck: Any) -> None:
    """409 names who has it; an unknown camera is 404; a stranger is 401."""
    deck.app.state.services = replace(deck.app.state.services, heads=Heads())
    path = "/api/v1/cameras/cam-1/hold"
    taken = deck.client.post(path, json={"who": "李", "minutes": 5})
    assert taken.status_code == 200
    assert taken.json()["held_by"] == "李"
    refused = deck.client.post(path, json={"who": "王"})
    assert refused.status_code == 409
    assert "held by 李" in refused.json()["detail"]
    assert deck.client.get(path).json()["held_by"] == "李"
    assert deck.client.delete(path, params={"who": "李"}).json()["stand"] == "returning"
    assert deck.client.get("/api/v1/cameras/none/hold").status_code == 404
    assert deck.stranger.post(path, json={"who": "x"}).status_code == 401


def test_what_a_colleague_holds_is_his(deck: Any) -> None:
    """Else whoever cannot have a camera would give it back for him, and take it; a supervisor may."""
    with_people(deck)
    heads = Heads()
    deck.app.state.services = replace(deck.app.state.services, heads=heads)
    path = "/api/v1/cameras/cam-1/hold"
    for name, role in (("li", Role.OPERATOR), ("wang", Role.OPERATOR), ("zhao", Role.SUPERVISOR)):
        add(deck, name, role)
    assert logged_in(deck, "li").post(path, json={"who": "li", "minutes": 5}).json()["held_by"] == "li"
    refused = logged_in(deck, "wang").delete(path)
    assert (refused.status_code, "held by li" in refused.json()["detail"]) == (409, True)
    assert heads.now.held_by == "li"
    assert logged_in(deck, "zhao").delete(path).json()["held_by"] is None
