from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter

from api.auth import Needs, caller
from tests.builders_api import Deck

PUBLIC = {
    "GET /{path:path}",  # the console's page and files: they hold nothing of the district
    "GET /assets/{name}",
    "GET /openapi.json",
    "GET /healthz",
    "GET /readyz",
    "POST /api/v1/session",  # the login itself
    "DELETE /api/v1/session",
    "GET /api/v1/first-run",  # whether nobody administers yet; then who does, by a code from the service's log
    "POST /api/v1/first-run",
    "GET /evidence/{key:path}",  # by a signed link
    "GET /s/{token}",  # by a public link
    "POST /api/v1/platform/status",  # signed like a webhook
    "POST /api/v1/platform/cases",
}
ASKS_ITSELF = {"WS /api/v1/live"}  # a refusal that a browser can read comes after the socket is open
OWN = {  # one's own account: whoever is logged in, whatever he may do
    "GET /api/v1/me",
    "POST /api/v1/me/password",
    "POST /api/v1/me/totp",
    "POST /api/v1/me/totp/confirm",
    "POST /api/v1/me/totp/remove",
    "GET /api/v1/me/sessions",
    "DELETE /api/v1/me/sessions",
    "DELETE /api/v1/me/sessions/{session_id}",
}


def test_every_route_says_what_it_needs(deck: Deck) -> None:
    """A route that declares no permission would answer everybody: it names one, or is listed here with a reason."""
    found = {f"{method} {route.path}": list(_asks(route)) for method, route in _routes(deck.app.routes)}
    silent = {where for where, asks in found.items() if not any(isinstance(one, Needs) for one in asks)}
    assert silent == PUBLIC | OWN | ASKS_ITSELF
    assert {where for where in OWN if caller in found[where]} == OWN


def test_a_silent_route_is_found() -> None:
    """The walk sees into included routers, else it would prove nothing."""
    inner, outer = APIRouter(), APIRouter()
    inner.add_api_route("/x", lambda: None, methods=["GET"])
    outer.include_router(inner)
    assert [(method, route.path) for method, route in _routes(outer.routes)] == [("GET", "/x")]


def _routes(routes: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)
        else:
            for method in sorted((getattr(route, "methods", None) or {"WS"}) - {"HEAD"}):
                yield method, route


def _asks(route: Any) -> Iterator[object]:
    waiting = [route.dependant] if hasattr(route, "dependant") else []
    while waiting:
        one = waiting.pop()
        waiting += one.dependencies
        yield one.call
