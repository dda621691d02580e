from __future__ import annotations

import pytest

from core.secrets import Credential
from gridwatch.simulator.login import environment_of, fresh_login, login_from


def test_what_is_told_by_environment_is_taken() -> None:
    """Also a password with colons in it; nothing else is in the environment that is added."""
    login = Credential(user="viewer", password="p@ss:w/rd#1")
    assert login_from(environment_of(login)) == login
    assert len(environment_of(login)) == 1


def test_a_fresh_login_is_nobody_elses() -> None:
    """Two benches at once do not know each other's cameras."""
    assert fresh_login() != fresh_login()


def test_no_login_is_told_as_an_error() -> None:
    """Cameras never serve without one because a variable was mistyped."""
    with pytest.raises(KeyError, match="GRIDWATCH_SIM_LOGIN"):
        login_from({})
