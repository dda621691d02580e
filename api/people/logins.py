"""Logins and accounts over the store. Everything here blocks: call it in a thread, what hashes through `Turns`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from alerts.store.base import Reader, Store, Writer
from api.people import factor
from api.people.hashing import Hasher
from api.people.tokens import kept, new_token
from core.clock import Clock
from core.config.settings.people import People as Policy
from core.people.audit import Entry
from core.people.lockout import AT_HIS_DESK, BY_ACCOUNT, BY_ADDRESS, after_wrong
from core.people.roles import Role
from core.people.session import Session
from core.people.user import User

Why = Literal["wrong", "locked", "code_needed", "code_wrong", "code_unreadable"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One try to log in."""

    name: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """It went well."""

    token: str = field(repr=False)  # for the cookie; kept nowhere
    session: Session
    user: User


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """It did not."""

    why: Why
    wait_s: float = 0.0  # before the next try


class Logins:
    """Opens sessions."""

    def __init__(
        self, store: Store, *, clock: Clock, policy: Policy, hasher: Hasher, seal: factor.Seal
    ) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._hasher = hasher
        self._seal = seal

    def open(self, attempt: Attempt) -> Opened | Refused:
        """Try a name, a password and a code. What is refused says nothing about whether the name exists."""
        now, name = self._clock.now(), attempt.name.strip().lower()[:64]
        with self._store.read() as reader:
            user = reader.user(name)
            keys = (_key(reader, user, name, attempt.address), f"address:{attempt.address}")
            locks = [reader.lock(key) for key in keys]
        wait = max((lock.wait_s(now) for lock in locks if lock is not None), default=0.0)
        if wait > 0:
            return Refused(why="locked", wait_s=wait)
        usable = user is not None and user.disabled_at is None and user.role is not Role.PLATFORM
        good, better = self._hasher.check(attempt.password, user.password if user and usable else "")
        if user is None or not good:
            return self._wrong(attempt, user, keys, now, "wrong")
        if user.totp and not attempt.code:
            return Refused(why="code_needed")
        return self._with_code(attempt, user.name, better, keys, now)

    def _with_code(
        self, attempt: Attempt, name: str, better: str | None, keys: tuple[str, str], now: datetime
    ) -> Opened | Refused:
        with self._store.write() as writer:
            user = writer.user(name)  # once more, in the transaction: two logins must not use one code
            if user is None or user.disabled_at is not None:
                return Refused(why="wrong")
            try:
                after = factor.after_code(user, attempt.code, now, self._seal) if user.totp else user
            except factor.Unsealable:
                return Refused(why="code_unreadable")
            if after is not None:
                return self._opened(
                    writer, attempt, replace(after, password=better or after.password), keys, now
                )
        return self._wrong(attempt, user, keys, now, "code_wrong")

    def _opened(
        self, writer: Writer, attempt: Attempt, user: User, keys: tuple[str, str], now: datetime
    ) -> Opened:
        token = new_token()
        session = Session(
            id=f"ses_{kept(token)[:16]}",
            user=user.name,
            token_sha256=kept(token),
            made_at=now,
            seen_at=now,
            until=now + timedelta(hours=self._policy.session_h),
            address=attempt.address,
            agent=attempt.agent[:200],
        )
        after = replace(user, last_login_at=now)
        writer.put_user(after)
        writer.put_session(session)
        writer.drop_locks([keys[0]])  # not of the address: others guess from there
        writer.add_audit(
            Entry(
                at=now,
                who=user.name,
                role=user.role.value,
                act="login",
                address=attempt.address,
                session=session.id,
            )
        )
        return Opened(token=token, session=session, user=after)

    def _wrong(
        self, attempt: Attempt, user: User | None, keys: tuple[str, str], now: datetime, why: Why
    ) -> Refused:
        wait = 0.0
        with self._store.write() as writer:
            for key, rule in zip(keys, (BY_ACCOUNT, BY_ADDRESS), strict=True):
                lock = after_wrong(writer.lock(key), key, rule, now)
                writer.put_lock(lock)
                wait = max(wait, lock.wait_s(now))
            writer.add_audit(
                Entry(
                    at=now,
                    who=user.name if user else "unknown",  # not as typed: passwords are typed there too
                    role=user.role.value if user else "",
                    act="login",
                    outcome="failed",
                    detail=why if not wait else f"{why}; the next may be tried in {wait:.0f} s",
                    address=attempt.address,
                )
            )
        return Refused(why=why, wait_s=wait)


def _key(reader: Reader, user: User | None, name: str, address: str) -> str:
    """Return what wrong logins are counted under: the name; the name at an address where its owner works already.

    Else anybody who knows a name could keep its owner out, from anywhere, by a wrong password every few minutes.
    """
    here = any(one.address == address for one in reader.sessions(name))  # asked for a name nobody has as well
    if user is not None and here:
        return f"{AT_HIS_DESK}{user.name} {address}"
    return f"name:{name}"
