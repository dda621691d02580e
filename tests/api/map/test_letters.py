"""States as letters."""

from __future__ import annotations

import pytest

from api.map.letters import LETTERS, OFF, kinds, letters
from ingest.health import HealthState


def test_every_state_has_a_letter_of_its_own() -> None:
    """A new state of health would else be a key error in every console."""
    assert set(LETTERS) == {state.value for state in HealthState} | {OFF}
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_letters_come_in_the_order_of_the_cameras() -> None:
    """What nobody has a record of is not looked at yet."""
    states = {"a": ("ok", ""), "b": ("blind", "black"), "c": ("offline", "timeout"), "d": ("blind", "black")}
    names = ["d", "a", "x", "c", "b"]
    assert letters(names, states) == "bouxb"
    assert kinds(names, states) == {"black": [0, 4], "timeout": [3]}


def test_an_unknown_state_is_an_error() -> None:
    """It is never told as something else."""
    with pytest.raises(KeyError):
        letters(["a"], {"a": ("asleep", "")})
