from __future__ import annotations

from starlette.requests import Request

from api.deps import services
from tests.builders_api import Deck


def test_a_route_gets_the_services_of_its_own_application(deck: Deck) -> None:
    """Two services in one process never meet."""
    request = Request({"type": "http", "app": deck.app, "headers": []})
    assert services(request).store is deck.store
