from __future__ import annotations

import pytest
from starlette.requests import Request

from api.deps import camera_of, services
from core.errors import NotFound
from tests.builders_api import Deck


def test_a_route_gets_the_services_of_its_own_application(deck: Deck) -> None:
    """Two services in one process never meet."""
    request = Request({"type": "http", "app": deck.app, "headers": []})
    assert services(request).store is deck.store


def test_a_camera_that_is_not_configured_is_not_found(deck: Deck) -> None:
    """The answer names it; one that is configured is returned."""
    assert camera_of(deck.app.state.services, "cam-1").id == "cam-1"
    with pytest.raises(NotFound, match="no camera cam-99"):
        camera_of(deck.app.state.services, "cam-99")
