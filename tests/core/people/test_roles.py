from __future__ import annotations

import pytest

from core.people.roles import ADMINISTRATIVE, PERMISSIONS, Act, Role


def test_every_role_has_its_row_and_sees() -> None:
    """Nobody is let in who then may not even look."""
    assert set(PERMISSIONS) == set(Role)
    assert all(Act.SEE in acts for acts in PERMISSIONS.values())


def test_the_administrator_may_everything() -> None:
    """A small district has one person for all of it."""
    assert PERMISSIONS[Role.ADMINISTRATOR] == frozenset(Act)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PLATFORM])
def test_who_only_reads_changes_nothing(role: Role) -> None:
    """An auditor who could decide would audit himself; a platform decides by its signed status alone."""
    assert PERMISSIONS[role] <= {Act.SEE, Act.EVIDENCE, Act.EXPORT, Act.AUDIT}


def test_an_operator_may_nothing_that_is_the_administrators() -> None:
    """Neither may his supervisor."""
    assert PERMISSIONS[Role.OPERATOR] < PERMISSIONS[Role.SUPERVISOR]
    assert not PERMISSIONS[Role.SUPERVISOR] & ADMINISTRATIVE
