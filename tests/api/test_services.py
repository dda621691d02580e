from __future__ import annotations

import dataclasses

import pytest

from tests.builders_api import TOKEN, Deck


def test_services_cannot_be_exchanged_while_running(deck: Deck) -> None:
    """What the wiring gave stays."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        deck.app.state.services.token = "other"


def test_no_secret_is_shown(deck: Deck) -> None:
    """Whoever prints them, in a traceback or a log, prints no token."""
    assert TOKEN not in repr(deck.app.state.services)
