from __future__ import annotations

import pytest

from api import console_files
from tests.builders_api import Deck


@pytest.mark.parametrize("path", ["/", "/login", "/case/inc-1", "/map"])
def test_every_address_of_the_console_is_its_page(deck: Deck, path: str) -> None:
    """A link to a case can be sent and opened: the page itself knows what to show."""
    expected = 200 if (console_files.BUILT / "index.html").is_file() else 503
    answer = deck.client.get(path)
    assert answer.status_code == expected
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/assets/nothing.js", "/favicon.ico", "/api/v2"])
def test_what_is_not_there_says_so(deck: Deck, path: str) -> None:
    """A client with a mistake in its address gets an error, not a page with status 200."""
    answer = deck.client.get(path)
    assert answer.status_code == 404
    assert not answer.headers["content-type"].startswith("text/html")
