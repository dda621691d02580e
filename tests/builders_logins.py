"""Users of a deck's API: made, logged in, with hashes that cost nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from api.people.accounts import By
from api.people.desk import Desk, open_desk
from api.people.hashing import Hasher
from core.config.settings.people import People
from core.people.roles import Role
from core.people.scope import EVERYTHING, Scope
from tests.builders_api import TOKEN, Deck

PASSWORD = "a river under lanterns"
CHEAP = Hasher(time_cost=1, memory_kib=8)


def with_people(deck: Deck, policy: People | None = None) -> Desk:
    """Give a deck a policy, and hashes that take no time."""
    people = open_desk(deck.store, clock=deck.clock, policy=policy or People(), secret=TOKEN, hasher=CHEAP)
    deck.app.state.people = people
    return people


def add(
    deck: Deck, name: str = "li.wei", role: Role = Role.OPERATOR, scope: Scope = EVERYTHING, **changes: Any
) -> str:
    """Make an account with `PASSWORD`; return its token where it is a machine."""
    people: Desk = deck.app.state.people
    given = None if role is Role.PLATFORM else PASSWORD
    made = people.accounts.add(
        name, display_name="", role=role, scope=scope, by=By(who="test"), password=given
    )
    if changes:
        with deck.store.write() as writer:
            writer.put_user(replace(made.user, **changes))
    people.gate.forget()
    return made.token


def logged_in(deck: Deck, name: str = "li.wei", password: str = PASSWORD) -> TestClient:
    """Return a browser in which somebody is logged in."""
    client = TestClient(deck.app)
    answer = client.post("/api/v1/session", json={"name": name, "password": password})
    assert answer.status_code == 204, answer.text
    return client
