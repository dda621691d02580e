from __future__ import annotations

from dataclasses import replace

import pytest

from core.people.scope import Scope
from core.people.user import BadUser, check_name, check_scope
from tests.builders_people import user


@pytest.mark.parametrize("name", ["", "x", "李伟", "a b", "-li", "x" * 33, "admin", "API", "console"])
def test_what_can_be_no_login_is_refused(name: str) -> None:
    """Nobody signs as a machine, and what two people would read as one name is one."""
    with pytest.raises(BadUser, match="name"):
        check_name(name)


def test_a_login_is_lower_case() -> None:
    """Li.Wei and li.wei are one person."""
    assert check_name(" Li.Wei ") == "li.wei"


@pytest.mark.parametrize("grid", ["", "3", "33x", "3" * 16, "３３"])
def test_a_scope_names_grid_codes(grid: str) -> None:
    """A mistyped prefix would hide everything, or nothing."""
    with pytest.raises(BadUser, match="grid code"):
        check_scope(Scope(grids=(grid,)))


def test_a_scope_is_bounded_and_without_repetition() -> None:
    """It goes into every query."""
    assert check_scope(Scope(grids=("33", "33"), owners=("a", "a"))) == Scope(grids=("33",), owners=("a",))
    with pytest.raises(BadUser, match="at most 100"):
        check_scope(Scope(owners=tuple(map(str, range(101)))))


def test_nothing_secret_of_an_account_is_in_its_repr() -> None:
    """A log that shows an account shows no hash and no key."""
    shown = repr(replace(user(), password="$argon2id", totp="sealed", recovery=("ab",), token_sha256="cd"))
    assert not any(word in shown for word in ("argon2id", "sealed", "'ab'", "'cd'"))
