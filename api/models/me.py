"""Who the caller is, as he is told himself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models.base import Told
from core.people.roles import Act, Role
from core.people.scope import Scope
from core.people.who import Who


class ScopeOut(Told):
    """A part of the district; what is empty does not narrow."""

    grids: list[str] = Field(default=[], max_length=100)
    """Grid code prefixes."""
    owners: list[str] = Field(default=[], max_length=100)
    """Source owners."""

    @classmethod
    def of(cls, scope: Scope) -> ScopeOut:
        """Tell a scope."""
        return cls(grids=list(scope.grids), owners=list(scope.owners))


class TotpOut(Told):
    """How the second factor of an account stands."""

    enrolled: bool
    """A code is asked for at the login."""
    required: bool
    """The policy asks this role for one."""


class AskedOut(Told):
    """When a reason is asked before a picture is shown."""

    always: bool
    """For every picture, of this role."""
    owners: list[str]
    """Else for those of these source owners."""


class MeOut(Told):
    """Who the caller is and what he may do."""

    name: str
    """As trails name him."""
    display_name: str
    """As a person reads it."""
    role: Role
    """What he is here for."""
    scope: ScopeOut
    """What he sees."""
    permissions: list[Act]
    """What he may do, sorted."""
    by: Literal["token", "session"]
    """How he proved it."""
    person: bool
    """False for a machine that holds one of the service's own tokens."""
    must_change_password: bool
    """Until it is changed nothing else is answered."""
    totp: TotpOut
    """His second factor."""
    reason: AskedOut
    """When he says why before a picture is shown to him."""

    @classmethod
    def of(cls, who: Who, *, totp: TotpOut, reason: AskedOut) -> MeOut:
        """Tell a caller who he is."""
        return cls(
            name=who.name,
            display_name=who.display_name or who.name,
            role=who.role,
            scope=ScopeOut.of(who.scope),
            permissions=sorted(who.permissions),
            by=who.by,
            person=who.person,
            reason=reason,
            must_change_password=who.must_change_password,
            totp=totp,
        )
