from __future__ import annotations

import pytest

from core.people.scope import EVERYTHING, Scope

STREET = "330109001"


@pytest.mark.parametrize(
    ("scope", "grid", "owners", "inside"),
    [
        (EVERYTHING, None, [], True),
        (Scope(grids=(STREET,)), f"{STREET}002003", ["police"], True),
        (Scope(grids=(STREET,)), "330109002", ["police"], False),
        (Scope(grids=(STREET,)), None, ["police"], False),
        (Scope(grids=("330108", STREET)), f"{STREET}002", [], True),
        (Scope(owners=("police",)), None, ["schools", "police"], True),
        (Scope(owners=("police",)), None, ["schools"], False),
        (Scope(owners=("police",)), None, [], False),
        (Scope(grids=(STREET,), owners=("police",)), STREET, ["police"], True),
        (Scope(grids=(STREET,), owners=("police",)), STREET, ["schools"], False),
        (Scope(grids=(STREET,), owners=("police",)), "330109002", ["police"], False),
    ],
)
def test_what_lies_in_a_scope(scope: Scope, grid: str | None, owners: list[str], inside: bool) -> None:
    """Any of the prefixes, any of the owners, and both where both are given; the unknown is outside."""
    assert scope.holds(grid=grid, owners=owners) is inside


def test_only_an_empty_scope_is_everything() -> None:
    """Filters are left out for it alone."""
    assert EVERYTHING.everything
    assert not Scope(grids=("33",)).everything
    assert not Scope(owners=("police",)).everything
