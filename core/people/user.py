"""The account of a person or a machine of the grid platform."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from core.errors import GridwatchError
from core.people.roles import PERMISSIONS, Act, Role
from core.people.scope import EVERYTHING, Scope

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
RESERVED = frozenset({"api", "admin", "console", "platform", "system", "link", "operator"})
"""Trails already name machines and parts of Gridwatch by these."""
_GRID = re.compile(r"\d{2,15}")


class BadUser(GridwatchError, ValueError):
    """An account cannot be as somebody wants it; the message says what is wrong and what is right."""


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """One account. It is never deleted, for trails name it: it is disabled."""

    name: str  # login, lower case; what trails show
    display_name: str
    role: Role
    scope: Scope = EVERYTHING
    password: str = field(default="", repr=False)  # argon2id in PHC form; empty: no password opens it
    token_sha256: str = field(default="", repr=False)  # hex, of a machine's own token; empty: it has none
    must_change_password: bool = False  # somebody else knows it
    totp: str = field(default="", repr=False)  # the sealed key; empty: no second factor
    totp_used: int = -1  # newest time step whose code was taken: neither it nor an older one is taken again
    recovery: tuple[str, ...] = field(default=(), repr=False)  # SHA-256, hex, of codes not yet used
    created_at: datetime
    created_by: str
    disabled_at: datetime | None = None
    last_login_at: datetime | None = None

    @property
    def permissions(self) -> frozenset[Act]:
        """Return what the role allows."""
        return PERMISSIONS[self.role]


def check_name(name: str) -> str:
    """Return a login in lower case.

    Raises:
        BadUser: it cannot be one.
    """
    lowered = name.strip().lower()
    if NAME.fullmatch(lowered) is None:
        raise BadUser(
            "name: 2 to 32 letters a-z, digits, dots, dashes, underscores, starting with a letter or digit"
        )
    if lowered in RESERVED:
        raise BadUser(f"name: {lowered} is a name of Gridwatch itself; take another")
    return lowered


def check_scope(scope: Scope) -> Scope:
    """Return a scope without repetition.

    Raises:
        BadUser: something in it is no grid code, or there is too much of it.
    """
    for grid in scope.grids:
        if _GRID.fullmatch(grid) is None or not grid.isascii():
            raise BadUser(f"grids: {grid[:32]!r} is no grid code; give 2 to 15 digits")
    if len(scope.grids) > 100 or len(scope.owners) > 100:
        raise BadUser("scope: at most 100 grids and 100 owners")
    return Scope(grids=tuple(dict.fromkeys(scope.grids)), owners=tuple(dict.fromkeys(scope.owners)))
