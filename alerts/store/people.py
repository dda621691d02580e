"""What a store keeps of the people who use Gridwatch: accounts, sessions, locks, the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.people.audit import AuditQuery, Entry
from core.people.lockout import Lock
from core.people.session import Session
from core.people.user import User

MOST_USERS = 5_000
MOST_SESSIONS = 50  # of one user; the longest unused goes first
MOST_LOCKS = 10_000  # the oldest go first
MOST_ENTRIES = 5_000_000  # of the audit; the oldest go first
AUDIT_PRUNED = 20_000  # entries at once
AUDIT_HEAD = "people.audit"  # bookmark: number and hash of the newest entry
SESSIONS_KEPT = timedelta(days=1)  # after their end


class PeopleReader(Protocol):
    """What can be asked."""

    def user(self, name: str) -> User | None:
        """Return an account, disabled ones too, or None."""
        ...

    def user_of_token(self, token_sha256: str) -> User | None:
        """Return the account that has this token of its own, or None."""
        ...

    def users(self) -> tuple[User, ...]:
        """Return every account by name."""
        ...

    def session(self, token_sha256: str) -> Session | None:
        """Return the session with this token, whatever became of it, or None."""
        ...

    def sessions(self, user: str | None = None) -> tuple[Session, ...]:
        """Return the sessions of one or of all, last used first."""
        ...

    def lock(self, key: str) -> Lock | None:
        """Return the wrong logins of an account or address, or None."""
        ...

    def locks(self) -> tuple[Lock, ...]:
        """Return every lock by its key."""
        ...

    def audit(self, query: AuditQuery) -> tuple[Entry, ...]:
        """Return entries, newest first."""
        ...

    def audit_after(self, number: int, limit: int) -> tuple[Entry, ...]:
        """Return the entries with higher numbers, oldest first: the chain of acts as it was written."""
        ...

    def audit_head(self) -> tuple[int, str]:
        """Return number and hash of the newest entry ever; kept beside them, so that a cut at the end is missed."""
        ...


class PeopleWriter(PeopleReader, Protocol):
    """What can be changed within one transaction."""

    def put_user(self, user: User) -> None:
        """Keep an account in place of what it was; StoreError beyond `MOST_USERS`."""
        ...

    def put_session(self, session: Session) -> None:
        """Keep a session in place of what it was; the longest unused of a user beyond `MOST_SESSIONS` goes."""
        ...

    def drop_sessions(self, user: str, *, session_id: str | None = None, but: str = "") -> int:
        """End all sessions of a user, or one of them, or all but one; return how many."""
        ...

    def put_lock(self, lock: Lock) -> None:
        """Keep a lock in place of what it was; the oldest beyond `MOST_LOCKS` goes."""
        ...

    def drop_locks(self, keys: Sequence[str]) -> int:
        """Forget wrong logins; return of how many keys."""
        ...

    def add_audit(self, entry: Entry) -> Entry:
        """Append an entry, numbered and bound to the one before it; return it so."""
        ...

    def prune_people(self, now: datetime, *, audit_days: float) -> int:
        """Drop sessions that ended a day ago, locks without a wrong login for a day, and old audit; count them."""
        ...
