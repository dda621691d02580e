"""Accounts, sessions, locks and the audit in memory: mixed into the twin of the SQL store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from alerts.store import people
from core.errors import StoreError
from core.people.audit import START, AuditQuery, Entry, bound, matches
from core.people.lockout import FORGOTTEN, Lock
from core.people.session import Session
from core.people.user import User


@dataclass(kw_only=True)  # without slots: only one base may have them
class PeopleTables:
    """What is kept of people."""

    users: dict[str, User] = field(default_factory=dict)
    people_sessions: dict[str, Session] = field(default_factory=dict)  # by their id
    locks: dict[str, Lock] = field(default_factory=dict)
    audit: dict[int, Entry] = field(default_factory=dict)
    audit_last: tuple[int, str] = (0, START)  # number and hash of the newest entry ever


class MemoryPeopleReader:
    """The questions of `people.PeopleReader`."""

    tables: Any

    def user(self, name: str) -> User | None:
        """Return an account, or None."""
        found: User | None = self.tables.users.get(name)
        return found

    def user_of_token(self, token_sha256: str) -> User | None:
        """Return the account that has this token."""
        return next(
            (one for one in self.tables.users.values() if token_sha256 and one.token_sha256 == token_sha256),
            None,
        )

    def users(self) -> tuple[User, ...]:
        """Return every account by name."""
        return tuple(one for _, one in sorted(self.tables.users.items()))

    def session(self, token_sha256: str) -> Session | None:
        """Return the session with this token, or None."""
        kept = self.tables.people_sessions.values()
        return next((one for one in kept if one.token_sha256 == token_sha256), None)

    def sessions(self, user: str | None = None) -> tuple[Session, ...]:
        """Return sessions, last used first."""
        found = [one for one in self.tables.people_sessions.values() if user in {None, one.user}]
        return tuple(sorted(found, key=lambda one: (one.seen_at, one.id), reverse=True))

    def lock(self, key: str) -> Lock | None:
        """Return a lock, or None."""
        found: Lock | None = self.tables.locks.get(key)
        return found

    def locks(self) -> tuple[Lock, ...]:
        """Return every lock by its key."""
        return tuple(one for _, one in sorted(self.tables.locks.items()))

    def audit(self, query: AuditQuery) -> tuple[Entry, ...]:
        """Return entries, newest first."""
        found = [one for _, one in sorted(self.tables.audit.items(), reverse=True) if matches(query, one)]
        return tuple(found[: query.limit])

    def audit_after(self, number: int, limit: int) -> tuple[Entry, ...]:
        """Return the entries with higher numbers, oldest first."""
        found = [one for key, one in sorted(self.tables.audit.items()) if key > number]
        return tuple(found[:limit])

    def audit_head(self) -> tuple[int, str]:
        """Return number and hash of the newest entry ever."""
        head: tuple[int, str] = self.tables.audit_last
        return head


class MemoryPeopleWriter(MemoryPeopleReader):
    """The changes of `people.PeopleWriter`."""

    _table: Callable[[str], dict[Any, Any]]

    def put_user(self, user: User) -> None:
        """Keep an account."""
        if user.name not in self.tables.users and len(self.tables.users) >= people.MOST_USERS:
            raise StoreError(f"there are {people.MOST_USERS} users already")
        self._table("users")[user.name] = user

    def put_session(self, session: Session) -> None:
        """Keep a session."""
        self._table("people_sessions")[session.id] = session
        for one in self.sessions(session.user)[people.MOST_SESSIONS :]:
            del self._table("people_sessions")[one.id]

    def drop_sessions(self, user: str, *, session_id: str | None = None, but: str = "") -> int:
        """End sessions."""
        gone = [one.id for one in self.sessions(user) if session_id in {None, one.id} and one.id != but]
        for one in gone:
            del self._table("people_sessions")[one]
        return len(gone)

    def put_lock(self, lock: Lock) -> None:
        """Keep a lock."""
        self._table("locks")[lock.key] = lock
        if len(self.tables.locks) > people.MOST_LOCKS:
            oldest = min(self.tables.locks.values(), key=lambda one: (one.at, one.key))
            del self._table("locks")[oldest.key]

    def drop_locks(self, keys: Sequence[str]) -> int:
        """Forget wrong logins."""
        return sum(self._table("locks").pop(key, None) is not None for key in keys)

    def add_audit(self, entry: Entry) -> Entry:
        """Append an entry."""
        number, before = self.tables.audit_last
        made = bound(entry, number + 1, before)
        self._table("audit")[made.number] = made
        self.tables.audit_last = (made.number, made.hash)
        return made

    def prune_people(self, now: datetime, *, audit_days: float) -> int:
        """Drop what is over."""
        sessions = [
            o.id for o in self.tables.people_sessions.values() if o.until < now - people.SESSIONS_KEPT
        ]
        locks = [one.key for one in self.tables.locks.values() if one.at < now - FORGOTTEN]
        before = now - timedelta(days=audit_days)
        newest = self.tables.audit_last[0]
        oldest = sorted(self.tables.audit.items())[: people.AUDIT_PRUNED]
        last = max(
            (
                number
                for number, one in oldest
                if (one.at < before or number <= newest - people.MOST_ENTRIES) and number != newest
            ),
            default=0,
        )
        old = [number for number, _ in oldest if number <= last]
        for name, gone in (("people_sessions", sessions), ("locks", locks), ("audit", old)):
            for key in gone:
                del self._table(name)[key]
        return len(sessions) + len(locks) + len(old)
