"""Every route by every role: what the one table of permissions says is what the API does."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from api.auth import Needs
from core.people.roles import PERMISSIONS, WHOLE, Act, Role
from core.people.scope import Scope
from tests.api.test_declared import _asks, _routes
from tests.builders_api import Deck
from tests.builders_cameras import with_desk
from tests.builders_logins import add, logged_in, with_people

ENDLESS = "/api/v1/events"
PARTS = (Role.ENGINEER, Role.AUDITOR)  # whose role allows what is about the whole district


def _needs(deck: Deck) -> dict[tuple[str, str], Act]:
    found = {}
    for method, route in _routes(deck.app.routes):
        acts = [one.act for one in _asks(route) if isinstance(one, Needs)]
        if acts and method != "WS" and route.path != ENDLESS:
            (found[method, re.sub(r"{[^}]*}", "x", route.path)],) = acts
    return found


@pytest.mark.parametrize(
    ("role", "part"), [(role, False) for role in Role] + [(role, True) for role in PARTS]
)
def test_a_route_answers_whoever_may_and_nobody_else(deck: Deck, role: Role, part: bool) -> None:
    """With nothing in the request but the address: 403 for who may not, whatever else is wrong with it."""
    with_people(deck)
    with_desk(deck)
    token = add(deck, "somebody", role, Scope(owners=("nobody",)) if part else Scope())
    headers = {"Authorization": f"Bearer {token}"}
    client = TestClient(deck.app, headers=headers) if token else logged_in(deck, "somebody")
    wrong = []
    for (method, address), act in _needs(deck).items():
        if part and act not in WHOLE:
            continue
        may = act in PERMISSIONS[role] and not (part and act in WHOLE)
        body = {} if method in {"GET", "DELETE"} else {"json": {}}
        status = client.request(method, address, **body).status_code  # type: ignore[arg-type] # a body or none
        told_off = status in {401, 403}
        if told_off is may:
            wrong.append(f"{method} {address} {act.value}: {status}")
    assert wrong == []
