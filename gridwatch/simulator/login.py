"""The login of simulated cameras, and how a process that serves or reads them is told it."""

from __future__ import annotations

import secrets as random_source
from collections.abc import Mapping

from core.secrets import Credential

VARIABLE = "GRIDWATCH_SIM_LOGIN"
"""Of the environment: user:password. The command line would show it to every user of the machine."""


def fresh_login() -> Credential:
    """Return a login that nobody has seen."""
    return Credential(user="viewer", password=random_source.token_urlsafe(12))


def environment_of(login: Credential) -> dict[str, str]:
    """Return the environment that tells it."""
    return {VARIABLE: f"{login.user}:{login.password}"}


def login_from(environment: Mapping[str, str]) -> Credential:
    """Return the login that an environment tells.

    Raises:
        KeyError: it tells none.
    """
    user, _, password = environment[VARIABLE].partition(":")
    return Credential(user=user, password=password)
