"""Who may log in, for how long, and what is asked of them."""

from __future__ import annotations

from pydantic import Field

from core.config.base import Model, Slug
from core.config.settings.viewing import OwnerViewing
from core.people.roles import Role


class People(Model):
    """Users of the console."""

    totp_required: tuple[Role, ...] = ()
    """Roles that need a second factor: until they have one, only their own account answers them."""
    idle_min: float = Field(default=120, ge=5, le=1440)
    """Minutes without any use after which a session ends. An open console uses it all the time."""
    session_h: float = Field(default=12, ge=0.25, le=168)
    """Hours after which a session ends whatever happens: one shift."""
    reason_roles: tuple[Role, ...] = ()
    """Roles that say why before a picture is shown to them."""
    reason_owners: tuple[str, ...] = ()
    """Source owners whose pictures are shown only to who says why."""
    owners: tuple[OwnerViewing, ...] = Field(default=(), max_length=500)
    """What source owners allow of their cameras' pictures: live views by hour and role, a reason."""
    audit_days: float = Field(default=400, ge=180, le=3650)
    """Days that the audit is kept; at least the half year that the law asks for."""
    key: Slug | None = None
    """Name of the secret that seals the keys of second factors in the database; left out, `api.token` does.
    Another one makes them unreadable: an administrator then resets them."""
