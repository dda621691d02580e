"""The filter of cases; what each does is in tests/api/routes/test_cases.py."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi import HTTPException

from alerts.figures.cases import Where
from api.case_filters import CaseWish, instant
from core.people.roles import Role
from core.people.scope import Scope
from core.people.who import Who


def test_a_wish_is_narrowed_to_what_the_asker_may_see():
    """His scope comes beside what he asked for, and takes nothing of it away."""
    who = Who(name="li", role=Role.OPERATOR, scope=Scope(grids=("330109001",), owners=("police",)))
    seen = CaseWish(where=Where(owners=("police", "education"))).seen_by(who)
    assert (seen.owners, seen.seen_owners, seen.seen_grids) == (
        ("police", "education"),
        ("police",),
        ("330109001",),
    )


@pytest.mark.parametrize("at", [datetime(2026, 11, 2), datetime(9999, 1, 1, tzinfo=UTC)])  # noqa: DTZ001 - without a zone on purpose
def test_an_instant_needs_a_zone_and_a_year(at):
    """Refused by the parameter's name."""
    with pytest.raises(HTTPException, match="from"):
        instant(at, "from")
