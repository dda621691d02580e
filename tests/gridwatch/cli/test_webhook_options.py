from __future__ import annotations

import pytest
import typer

from alerts.store.base import DeliveryState
from gridwatch.cli.webhook_options import states_of


def test_states_by_commas() -> None:
    """None named is all; spaces do not matter."""
    assert states_of(None) == states_of("") == ()
    assert states_of("dead, held") == (DeliveryState.DEAD, DeliveryState.HELD)


def test_a_state_that_is_none_is_refused_with_those_there_are() -> None:
    """A typing mistake must not search for everything."""
    with pytest.raises(typer.BadParameter, match="give pending, accepted, dead, held"):
        states_of("deed")
