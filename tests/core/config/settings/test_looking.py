from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.config.base import Model
from core.config.settings.looking import Budgets, Looking, Quality


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Budgets, {"sessions": 0}),
        (Budgets, {"sessions": True}),
        (Budgets, {"failing_share": 0}),
        (Budgets, {"failing_share": 1.1}),
        (Looking, {"refused_logins": 9}),
        (Looking, {"open_s": 0}),
        (Looking, {"read_s": float("inf")}),
        (Quality, {"frozen_looks": 1}),
        (Quality, {"black_below": 256}),
    ],
)
def test_what_is_out_of_bounds_is_refused(model: type[Model], changes: dict[str, object]) -> None:
    """A budget of nothing, so many logins that accounts are locked, an endless wait, one picture that is frozen."""
    with pytest.raises(ValidationError):
        model.model_validate(changes)


def test_those_that_do_not_answer_leave_the_others_room() -> None:
    """By default; and a deadline is shorter than the shortest period a fleet is looked at."""
    assert Budgets().failing_share < 1
    assert Looking().open_s + Looking().read_s < 10
