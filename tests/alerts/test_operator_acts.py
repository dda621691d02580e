"""What an operator can do to one incident, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.case.casework import Casework
from alerts.life import Event
from alerts.operator_acts import event_of, found
from core.case import REOPENED_ONCE
from core.errors import IllegalStep
from tests.builders_desk import incident

WORK = Casework()


def test_an_unknown_act_is_answered_with_those_that_exist() -> None:
    """The caller reads what he could have meant."""
    assert event_of("look_again") is Event.LOOK_AGAIN
    with pytest.raises(IllegalStep, match="'delete' is no act; possible are acknowledge, confirm"):
        event_of("delete")


def test_who_closed_it_is_kept_with_it() -> None:
    """Closing by hand is told by name."""
    assert found(incident(), Event.CLOSE, "operator:li", WORK).facts["closed_by"] == "operator:li"


def test_only_what_is_held_back_is_sent_again() -> None:
    """A case that waits for nobody has nothing to send again."""
    case = incident()
    with pytest.raises(IllegalStep, match="not held back"):
        found(case, Event.SENT_AGAIN, "operator:li", WORK)
    held = replace(case, case=replace(case.case, held_for=REOPENED_ONCE))
    assert found(held, Event.SENT_AGAIN, "operator:li", WORK) is held
