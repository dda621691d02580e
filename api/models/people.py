"""Users, sessions, second factors and the audit, as the API takes and tells them. Times are UTC."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.models.base import Told
from api.models.me import ScopeOut
from core.people.audit import Entry
from core.people.lockout import Lock
from core.people.roles import Role
from core.people.scope import Scope
from core.people.session import Session
from core.people.user import User


class ScopeIn(Told):
    """A part of the district; what is empty does not narrow."""

    grids: list[str] = Field(default=[], max_length=100)
    """Grid code prefixes, each of 2 to 15 digits."""
    owners: list[str] = Field(default=[], max_length=100)
    """Source owners."""

    def taken(self) -> Scope:
        """Return it as the core knows it."""
        return Scope(grids=tuple(self.grids), owners=tuple(self.owners))


class FirstRunOut(Told):
    """Whether nobody administers yet."""

    needed: bool
    """True: POST the code that the service shows in its log, and who the first administrator is."""


class FirstRunIn(Told):
    """The first administrator."""

    code: str = Field(min_length=1, max_length=64)
    """The one-time code from the service's log."""
    name: str = Field(min_length=1, max_length=64)
    """Login: 2 to 32 letters a-z, digits, dots, dashes, underscores."""
    display_name: str = Field(default="", max_length=64)
    """As others read it."""
    password: str = Field(min_length=1, max_length=1024, repr=False)
    """At least 12 characters."""


class UserIn(Told):
    """A new account; its temporary password or token is told once."""

    name: str = Field(min_length=1, max_length=64)
    """Login: 2 to 32 letters a-z, digits, dots, dashes, underscores."""
    display_name: str = Field(default="", max_length=64)
    """As others read it."""
    role: Role
    """What it may do."""
    scope: ScopeIn = ScopeIn()
    """What it sees."""


class UserChange(Told):
    """What changes; what is absent stays."""

    display_name: str | None = Field(default=None, max_length=64)
    """As others read it."""
    role: Role | None = None
    """What it may do; at once."""
    scope: ScopeIn | None = None
    """What it sees; at once."""
    disabled: bool | None = None
    """True ends its sessions and lets nobody log in."""


class UserOut(Told):
    """An account."""

    name: str
    """Login."""
    display_name: str
    """As others read it."""
    role: Role
    """What it may do."""
    scope: ScopeOut
    """What it sees."""
    disabled: bool
    """Nobody logs in."""
    must_change_password: bool
    """Its password is a temporary one."""
    totp: bool
    """It has a second factor."""
    recovery_codes: int
    """Left."""
    has_token: bool
    """A machine's own token opens it."""
    created_at: datetime
    """When it was made."""
    created_by: str
    """Who made it."""
    last_login_at: datetime | None
    """When somebody last logged in."""
    sessions: int
    """Open now."""
    locked_until: datetime | None
    """After wrong logins nobody logs in before."""

    @classmethod
    def of(cls, user: User, *, sessions: int = 0, lock: Lock | None = None, now: datetime) -> UserOut:
        """Tell an account."""
        return cls(
            name=user.name,
            display_name=user.display_name,
            role=user.role,
            scope=ScopeOut.of(user.scope),
            disabled=user.disabled_at is not None,
            must_change_password=user.must_change_password,
            totp=bool(user.totp),
            recovery_codes=len(user.recovery),
            has_token=bool(user.token_sha256),
            created_at=user.created_at,
            created_by=user.created_by,
            last_login_at=user.last_login_at,
            sessions=sessions,
            locked_until=lock.until if lock is not None and lock.until > now else None,
        )


class UserMadeOut(Told):
    """An account, and what opens it: shown this once."""

    user: UserOut
    """The account."""
    password: str = ""
    """Temporary; to be changed at the first login. Empty for a machine."""
    token: str = ""
    """Of a machine. Empty for a person."""


class ResetIn(Told):
    """How an account is made usable again."""

    second_factor: bool = False
    """Its second factor goes too: the telephone is lost."""


class SessionOut(Told):
    """A session."""

    id: str
    """Ends it; opens nothing."""
    user: str
    """Whose."""
    made_at: datetime
    """Of the login."""
    seen_at: datetime
    """Last used, to the minute."""
    until: datetime
    """Ends then whatever happens."""
    address: str
    """Where the login came from."""
    agent: str
    """The browser, in its own words."""
    this: bool
    """The one that asks."""

    @classmethod
    def of(cls, session: Session, *, this: str) -> SessionOut:
        """Tell a session; `this` is the caller's own."""
        return cls(
            id=session.id,
            user=session.user,
            made_at=session.made_at,
            seen_at=session.seen_at,
            until=session.until,
            address=session.address,
            agent=session.agent,
            this=session.id == this,
        )


class EndedOut(Told):
    """How many sessions ended."""

    ended: int
    """Sessions."""


class PasswordIn(Told):
    """A new password of one's own."""

    old: str = Field(min_length=1, max_length=1024, repr=False)
    """The present one."""
    new: str = Field(min_length=1, max_length=1024, repr=False)
    """At least 12 characters."""


class ProofIn(Told):
    """Proof that it is still the same person at the desk."""

    password: str = Field(min_length=1, max_length=1024, repr=False)
    """One's own."""


class CodeIn(Told):
    """A code of a second factor."""

    code: str = Field(min_length=1, max_length=32, repr=False)
    """Six digits."""


class EnrolOut(Told):
    """The key of a second factor: into an authenticator by picture, address or hand."""

    key: str
    """Base32."""
    address: str
    """otpauth:// ..."""
    svg: str
    """A QR code of the address."""


class RecoveryOut(Told):
    """Codes that each replace the second factor once: shown this once."""

    codes: list[str]
    """To be printed and kept apart from the telephone."""


class AuditEntryOut(Told):
    """One line of the audit."""

    number: int
    """1, 2, 3 ..."""
    at: datetime
    """When."""
    who: str
    """User or machine."""
    role: str
    """At the time."""
    act: str
    """What."""
    ref: str
    """What it was about."""
    outcome: str
    """done, refused or failed."""
    detail: str
    """More of it."""
    reason: str
    """As the caller gave it."""
    address: str
    """From where."""
    session: str
    """In which session."""

    @classmethod
    def of(cls, entry: Entry) -> AuditEntryOut:
        """Tell an entry."""
        return cls(
            number=entry.number,
            at=entry.at,
            who=entry.who,
            role=entry.role,
            act=entry.act,
            ref=entry.ref,
            outcome=entry.outcome,
            detail=entry.detail,
            reason=entry.reason,
            address=entry.address,
            session=entry.session,
        )


class AuditOut(Told):
    """A page of the audit, newest first."""

    entries: list[AuditEntryOut]
    """Lines."""
    next: int | None
    """`before` of the page after; None at the end."""
    broken: list[int]
    """Numbers on this page of lines that were changed, or before which a line is missing. Only an unfiltered
    page can tell the latter."""
