"""Who asks: what a route learns of its caller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.people.roles import ADMINISTRATIVE, PERMISSIONS, Act, Role
from core.people.scope import EVERYTHING, Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """A caller whose token or session was good."""

    name: str  # as trails name him; of a machine with the service's own tokens "api" or "admin"
    role: Role
    display_name: str = ""  # as a person reads it; empty: the name
    scope: Scope = EVERYTHING
    by: Literal["token", "session"] = "token"
    person: bool = False  # True: a user with a name of his own; False: whoever holds the service's own token
    permissions: frozenset[Act] = frozenset()
    session: str = ""  # public id of the session; empty with a token
    address: str = ""  # where the request comes from
    must_change_password: bool = False  # until then only his own account answers
    must_enrol: bool = False  # the same, until he has the second factor that the policy asks for
    totp: bool = False  # True: he has a second factor

    def may(self, act: Act) -> bool:
        """Return whether the role allows it."""
        return act in self.permissions

    def sees(self, *, grid: str | None, owners: Iterable[str]) -> bool:
        """Return whether something lies within the scope."""
        return self.scope.holds(grid=grid, owners=owners)

    def said(self, name: str = "") -> str:
        """Return who an act's history names: a user is who he is, a machine may act for whom it names."""
        return f"operator:{self.called(name)}"

    def called(self, name: str = "") -> str:
        """Return the bare name behind `said`."""
        return self.name if self.person else name.strip() or self.name


def machine(name: str, *, administers: bool, by: Literal["token", "session"] = "token") -> Who:
    """Return who holds one of the service's own tokens."""
    everything = PERMISSIONS[Role.ADMINISTRATOR]
    return Who(
        name=name,
        role=Role.ADMINISTRATOR if administers else Role.SUPERVISOR,
        by=by,
        permissions=everything if administers else everything - ADMINISTRATIVE,
    )
