"""The city's case: when it is overdue."""

from __future__ import annotations

import pytest

from core.case import Case, Stage
from tests.builders import at


@pytest.mark.parametrize(
    ("case", "late"),
    [
        (Case(), False),
        (Case(stage=Stage.DISPATCHED, due_at=at(60)), True),
        (Case(stage=Stage.HANDLING, due_at=at(60)), True),
        (Case(stage=Stage.HANDLING, due_at=at(200)), False),
        (Case(stage=Stage.FEEDBACK, due_at=at(60)), False),
        (Case(stage=Stage.HANDLING, due_at=at(60), rests_since=at(30)), False),
    ],
)
def test_overdue_while_a_unit_has_it(case: Case, late: bool) -> None:
    """A limit counts while the unit has the case, and not while the clock rests."""
    assert case.overdue(at(100)) is late
