from __future__ import annotations

from tests.builders_api import Deck
from tests.builders_logins import with_people


def test_each_start_makes_its_own_code(deck: Deck) -> None:
    """A code from an old log opens nothing."""
    assert with_people(deck).first_run.code != with_people(deck).first_run.code
