"""Accounts, sessions, locks and the audit in the database: mixed into the SQL reader and writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from alerts.store import codec, people
from alerts.store.cursor import instant, micros
from alerts.store.people_tables import person, person_audit, person_lock, person_session
from alerts.store.tables import bookmark
from core.errors import StoreError
from core.people.audit import START, AuditQuery, Entry, bound
from core.people.lockout import FORGOTTEN, Lock
from core.people.session import Session
from core.people.user import User


class SqlPeopleReader:
    """The questions of `people.PeopleReader`."""

    _connection: Connection

    def user(self, name: str) -> User | None:
        """Return an account: by primary key."""
        text = self._connection.scalar(select(person.c.document).where(person.c.name == name))
        return None if text is None else codec.decode_user(text)

    def user_of_token(self, token_sha256: str) -> User | None:
        """Return the account that has this token: by ix_person_token."""
        if not token_sha256:
            return None
        found = select(person.c.document).where(person.c.token_sha256 == token_sha256)
        text = self._connection.scalar(found)
        return None if text is None else codec.decode_user(text)

    def users(self) -> tuple[User, ...]:
        """Return every account by name."""
        texts = self._connection.scalars(select(person.c.document).order_by(person.c.name))
        return tuple(map(codec.decode_user, texts))

    def session(self, token_sha256: str) -> Session | None:
        """Return the session with this token: by its unique index."""
        found = select(person_session).where(person_session.c.token_sha256 == token_sha256)
        row = self._connection.execute(found).first()
        return None if row is None else _session(row)

    def sessions(self, user: str | None = None) -> tuple[Session, ...]:
        """Return sessions, last used first: of one by ix_person_session_person."""
        found = select(person_session).order_by(person_session.c.seen_at.desc(), person_session.c.id.desc())
        if user is not None:
            found = found.where(person_session.c.person == user)
        return tuple(map(_session, self._connection.execute(found)))

    def lock(self, key: str) -> Lock | None:
        """Return a lock: by primary key."""
        row = self._connection.execute(select(person_lock).where(person_lock.c.key == key)).first()
        return None if row is None else _lock(row)

    def locks(self) -> tuple[Lock, ...]:
        """Return every lock by its key."""
        return tuple(map(_lock, self._connection.execute(select(person_lock).order_by(person_lock.c.key))))

    def audit(self, query: AuditQuery) -> tuple[Entry, ...]:
        """Return entries, newest first: by the index of who, act or ref, else by number."""
        row = person_audit.c
        wanted: list[Any] = [
            column == value
            for column, value in ((row.who, query.who), (row.ref, query.ref), (row.outcome, query.outcome))
            if value
        ]
        if query.act:
            wanted.append(row.act.startswith(query.act, autoescape=True))
        if query.since is not None:
            wanted.append(row.at >= micros(query.since))
        if query.until is not None:
            wanted.append(row.at < micros(query.until))
        if query.before is not None:
            wanted.append(row.number < query.before)
        found = select(person_audit).where(*wanted).order_by(row.number.desc()).limit(query.limit)
        return tuple(map(_entry, self._connection.execute(found)))

    def audit_after(self, number: int, limit: int) -> tuple[Entry, ...]:
        """Return the entries with higher numbers, oldest first: by primary key."""
        row = person_audit.c.number
        found = select(person_audit).where(row > number).order_by(row).limit(limit)
        return tuple(map(_entry, self._connection.execute(found)))

    def audit_head(self) -> tuple[int, str]:
        """Return number and hash of the newest entry ever: by its bookmark, in an older database by the last row."""
        text = self._connection.scalar(
            select(bookmark.c.document).where(bookmark.c.name == people.AUDIT_HEAD)
        )
        if text is not None:
            head = codec.decode_json(text, f"bookmark {people.AUDIT_HEAD}")
            return int(head["number"]), str(head["hash"])
        newest = select(person_audit.c.number, person_audit.c.hash).order_by(person_audit.c.number.desc())
        last = self._connection.execute(newest.limit(1)).first()
        return (last.number, last.hash) if last else (0, START)


class SqlPeopleWriter(SqlPeopleReader):
    """The changes of `people.PeopleWriter`."""

    def put_user(self, user: User) -> None:
        """Keep an account."""
        values = {"token_sha256": user.token_sha256, "document": codec.encode_user(user)}
        if self._connection.execute(
            update(person).where(person.c.name == user.name).values(**values)
        ).rowcount:
            return
        if (self._connection.scalar(select(func.count()).select_from(person)) or 0) >= people.MOST_USERS:
            raise StoreError(f"there are {people.MOST_USERS} users already")
        self._connection.execute(insert(person), {"name": user.name, **values})

    def put_session(self, session: Session) -> None:
        """Keep a session."""
        values = {
            "person": session.user,
            "token_sha256": session.token_sha256,
            "made_at": micros(session.made_at),
            "seen_at": micros(session.seen_at),
            "until": micros(session.until),
            "address": session.address[:64],
            "agent": session.agent[:200],
        }
        changed = update(person_session).where(person_session.c.id == session.id).values(**values)
        if self._connection.execute(changed).rowcount:
            return
        self._connection.execute(insert(person_session), {"id": session.id, **values})
        for one in self.sessions(session.user)[people.MOST_SESSIONS :]:
            self.drop_sessions(session.user, session_id=one.id)

    def drop_sessions(self, user: str, *, session_id: str | None = None, but: str = "") -> int:
        """End sessions."""
        gone = delete(person_session).where(person_session.c.person == user, person_session.c.id != but)
        if session_id is not None:
            gone = gone.where(person_session.c.id == session_id)
        return self._connection.execute(gone).rowcount

    def put_lock(self, lock: Lock) -> None:
        """Keep a lock."""
        values = {"wrong": lock.wrong, "at": micros(lock.at), "until": micros(lock.until)}
        changed = update(person_lock).where(person_lock.c.key == lock.key).values(**values)
        if self._connection.execute(changed).rowcount:
            return
        self._connection.execute(insert(person_lock), {"key": lock.key, **values})
        if (self._connection.scalar(select(func.count()).select_from(person_lock)) or 0) > people.MOST_LOCKS:
            oldest = select(person_lock.c.key).order_by(person_lock.c.at, person_lock.c.key).limit(1)
            key = self._connection.scalar(oldest)
            self._connection.execute(delete(person_lock).where(person_lock.c.key == key))

    def drop_locks(self, keys: Sequence[str]) -> int:
        """Forget wrong logins."""
        return self._connection.execute(delete(person_lock).where(person_lock.c.key.in_(keys))).rowcount

    def add_audit(self, entry: Entry) -> Entry:
        """Append an entry."""
        number, before = self.audit_head()
        made = bound(entry, number + 1, before)
        self._connection.execute(insert(person_audit), {**asdict(made), "at": micros(made.at)})
        text = codec.encode_json({"number": made.number, "hash": made.hash}, f"bookmark {people.AUDIT_HEAD}")
        self._connection.execute(delete(bookmark).where(bookmark.c.name == people.AUDIT_HEAD))
        self._connection.execute(insert(bookmark), {"name": people.AUDIT_HEAD, "document": text})
        return made

    def prune_people(self, now: datetime, *, audit_days: float) -> int:
        """Drop what is over, each by its index on time; the newest entry of the audit stays, for the chain."""
        run = self._connection.execute
        gone = run(
            delete(person_session).where(person_session.c.until < micros(now - people.SESSIONS_KEPT))
        ).rowcount
        gone += run(delete(person_lock).where(person_lock.c.at < micros(now - FORGOTTEN))).rowcount
        newest = self._connection.scalar(select(func.max(person_audit.c.number))) or 0
        oldest = (
            select(person_audit.c.number, person_audit.c.at)
            .order_by(person_audit.c.number)
            .limit(people.AUDIT_PRUNED)
            .subquery()
        )
        too_old = oldest.c.at < micros(now - timedelta(days=audit_days))
        too_many = oldest.c.number <= newest - people.MOST_ENTRIES
        over = select(func.max(oldest.c.number)).where(too_old | too_many, oldest.c.number != newest)
        last = self._connection.scalar(over)
        if last is not None:
            gone += run(delete(person_audit).where(person_audit.c.number <= last)).rowcount
        return gone


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        user=row.person,
        token_sha256=row.token_sha256,
        made_at=instant(row.made_at),
        seen_at=instant(row.seen_at),
        until=instant(row.until),
        address=row.address,
        agent=row.agent,
    )


def _lock(row: Row[Any]) -> Lock:
    return Lock(key=row.key, wrong=row.wrong, at=instant(row.at), until=instant(row.until))


def _entry(row: Row[Any]) -> Entry:
    return Entry(**{**row._asdict(), "at": instant(row.at)})
