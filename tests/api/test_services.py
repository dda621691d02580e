from __future__ import annotations

import dataclasses

import pytest

from tests.builders_api import Deck


def test_services_cannot_be_exchanged_while_running(deck: Deck) -> None:
    """What the wiring gave stays."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        deck.app.state.services.token = "other"
