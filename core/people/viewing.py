"""Whether a source owner's word lets somebody watch its cameras live now, and why not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from core.config.settings.viewing import OwnerViewing
from core.people.roles import Role
from core.reason import Reason


def why_not_live(words: Sequence[OwnerViewing], *, owner: str, role: Role, at: time) -> Reason | None:
    """Return why a live view is not allowed; None when it is. `at`: time of the day in the district's zone."""
    for said in words:
        if said.owner != owner:
            continue
        if said.live_roles and role not in said.live_roles:
            return Reason(code="live.owner_role", facts={"owner": owner, "role": role.value})
        if said.live and not any(hours.holds(at) for hours in said.live):
            told = ", ".join(f"{hours.start:%H:%M}-{hours.end:%H:%M}" for hours in said.live)
            return Reason(code="live.owner_hours", facts={"owner": owner, "hours": told})
    return None


def asks_reason(words: Sequence[OwnerViewing], owner: str) -> bool:
    """Return whether an owner's pictures are shown only for a reason."""
    return any(said.reason and said.owner == owner for said in words)
