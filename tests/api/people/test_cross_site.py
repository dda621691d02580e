from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from api.people.cross_site import foreign


def _asked(kind: str = "http", method: str = "POST", **headers: str) -> HTTPConnection:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": kind, "method": method, "headers": raw})


@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "same-site", "origin": "https://g.example", "host": "g.example"}, True),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"origin": "https://g.example:8700", "host": "g.example:8700"}, False),
        ({"origin": "https://evil.example", "host": "g.example"}, True),
        ({"origin": "null", "host": "g.example"}, True),
        ({"host": "g.example"}, False),
    ],
)
def test_another_sites_page_is_known(headers: dict[str, str], is_foreign: bool) -> None:
    """By what a browser says and no page can change; what is no browser carries nobody along."""
    assert foreign(_asked(**headers)) is is_foreign


def test_looking_is_free_and_a_socket_is_not() -> None:
    """A link from another page opens the console; a WebSocket from another page does not."""
    assert not foreign(_asked(method="GET", sec_fetch_site="cross-site"))
    assert foreign(_asked("websocket", "", origin="https://evil.example", host="g.example"))
