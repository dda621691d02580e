"""Accounts: made, changed, disabled, reset by administrators; password and second factor by their owner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from alerts.store.base import Reader, Store, Writer
from api.people import factor
from api.people.hashing import Hasher
from api.people.tokens import kept, new_token, spoken
from core.clock import Clock
from core.errors import IllegalStep, NotFound
from core.people.audit import Entry
from core.people.lockout import AT_HIS_DESK, BY_ACCOUNT, after_wrong
from core.people.password import faults
from core.people.roles import Role
from core.people.scope import EVERYTHING, Scope
from core.people.user import BadUser, User, check_name, check_scope

TOKEN_PREFIX = "gw_"  # noqa: S105 - what a machine's token begins with, so that a leaked one is recognised


@dataclass(frozen=True, kw_only=True, slots=True)
class By:
    """Who does something to an account, for the audit."""

    who: str
    role: str = ""
    address: str = ""
    session: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """An account and what opens it; both secrets are shown once."""

    user: User
    password: str = field(default="", repr=False)  # to be changed at the first login
    token: str = field(default="", repr=False)  # of a machine


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What an administrator changes; None leaves it."""

    display_name: str | None = None
    role: Role | None = None
    scope: Scope | None = None
    disabled: bool | None = None


class WrongPassword(BadUser):
    """The password that was given to prove who one is, is not the one."""


class Accounts:
    """Changes accounts. Whatever ends somebody's rights ends his sessions too."""

    def __init__(self, store: Store, *, clock: Clock, hasher: Hasher, seal: factor.Seal) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher
        self._seal = seal

    def first_needed(self) -> bool:
        """Return whether nobody administers yet."""
        with self._store.read() as reader:
            return _administrators(reader) == 0

    def add(
        self,
        name: str,
        *,
        display_name: str,
        role: Role,
        scope: Scope,
        by: By,
        password: str | None = None,
        first: bool = False,
    ) -> Made:
        """Make an account, with a password of its own choice or a temporary one.

        `first`: only where nobody administers yet.

        Raises:
            BadUser, IllegalStep: it cannot be; the name is taken; somebody administers already.
        """
        name, given, token = check_name(name), password, ""
        _check_role(role, scope)
        if role is Role.PLATFORM:
            token, hashed = new_token(TOKEN_PREFIX), ""
        else:
            given = password if password is not None else spoken()
            if password is not None:
                _check_password(password, name)
            hashed = self._hasher.hash(given)
        user = User(
            name=name,
            display_name=_display(display_name) or name,
            role=role,
            scope=check_scope(scope),
            password=hashed,
            token_sha256=kept(token) if token else "",
            must_change_password=password is None and not token,
            created_at=self._clock.now(),
            created_by=by.who,
        )
        with self._store.write() as writer:
            if writer.user(name) is not None:
                raise IllegalStep(f"{name}: there is a user of this name")
            if first and _administrators(writer):
                raise IllegalStep("somebody administers already; log in, or `gridwatch users add`")
            writer.put_user(user)
            self._note(writer, by, "user.add", name, f"{role.value} {_scope(scope)}")
        return Made(user=user, password="" if password is not None or token else given or "", token=token)

    def change(self, name: str, change: Change, *, by: By) -> User:
        """Change an account.

        Raises:
            NotFound, BadUser, IllegalStep: it is the last administrator.
        """
        with self._store.write() as writer:
            before = _user(writer, name)
            after = replace(
                before,
                display_name=_display(change.display_name) or before.display_name,
                role=change.role or before.role,
                scope=check_scope(change.scope) if change.scope is not None else before.scope,
            )
            if change.disabled is not None:
                since = before.disabled_at or self._clock.now()
                after = replace(after, disabled_at=since if change.disabled else None)
            _check_role(after.role, after.scope)
            if (after.role is Role.PLATFORM) != (before.role is Role.PLATFORM):
                raise BadUser("role: a machine stays one, and so does a person; make another account")
            writer.put_user(after)
            if _administrators(writer) == 0 and before.role is Role.ADMINISTRATOR:
                raise IllegalStep(f"{name} is the last administrator: make another one first")
            if after.disabled_at is not None:
                writer.drop_sessions(name)
            self._note(writer, by, "user.change", name, _told(before, after))
        return after

    def reset(self, name: str, *, by: By, factor_too: bool, password: str | None = None) -> Made:
        """Give a temporary password (or a new token), end every session, and forget wrong logins."""
        given = password if password is not None else spoken()
        if password is not None:
            _check_password(password, name)
        hashed = self._hasher.hash(given)
        with self._store.write() as writer:
            before = _user(writer, name)
            token = new_token(TOKEN_PREFIX) if before.role is Role.PLATFORM else ""
            after = (
                replace(before, token_sha256=kept(token))
                if token
                else replace(before, password=hashed, must_change_password=password is None)
            )
            if factor_too:
                after = replace(after, totp="", totp_used=-1, recovery=())
            writer.put_user(after)
            writer.drop_sessions(name)
            writer.drop_locks(_locks(writer, name))
            self._note(writer, by, "user.reset", name, "with second factor" if factor_too else "")
        return Made(user=after, password="" if token or password is not None else given, token=token)

    def unlock(self, name: str, *, by: By) -> bool:
        """Forget the wrong logins of an account; return whether there were any."""
        with self._store.write() as writer:
            _user(writer, name)
            found = writer.drop_locks(_locks(writer, name)) > 0
            self._note(writer, by, "user.unlock", name)
        return found

    def end_sessions(self, name: str, *, by: By, session_id: str | None = None, but: str = "") -> int:
        """End sessions of somebody; return how many."""
        with self._store.write() as writer:
            _user(writer, name)
            count = writer.drop_sessions(name, session_id=session_id, but=but)
            if session_id is not None and count == 0:
                raise NotFound(f"no session {session_id} of {name}")
            self._note(writer, by, "session.end", name, session_id or f"{count} sessions")
        return count

    def new_password(self, name: str, *, old: str, new: str, by: By) -> None:
        """Change one's own password; the other sessions end.

        Raises:
            WrongPassword, BadUser: the old one is wrong; the new one is not taken.
        """
        self._prove(name, old)
        _check_password(new, name)
        if new == old:
            raise BadUser("new: it is the old one")
        hashed = self._hasher.hash(new)
        with self._store.write() as writer:
            writer.put_user(replace(_user(writer, name), password=hashed, must_change_password=False))
            writer.drop_sessions(name, but=by.session)
            self._note(writer, by, "password.change", name)

    def enrol(self, name: str, key: str, code: str, *, by: By) -> list[str]:
        """Take a second factor into use once a code of it was right; return recovery codes, shown once.

        Raises:
            BadUser: the code is wrong.
            IllegalStep: there is one already.
        """
        step = factor.step_of(key, code, self._clock.now(), used=-1)
        if step is None:
            raise BadUser("code: it does not belong to this key; is the telephone's clock right?")
        codes, hashes = factor.new_recovery()
        with self._store.write() as writer:
            user = _user(writer, name)
            if user.totp:
                raise IllegalStep("there is a second factor already; remove it first")
            sealed = self._seal.close(key, name)
            writer.put_user(replace(user, totp=sealed, totp_used=step, recovery=hashes))
            self._note(writer, by, "factor.enrol", name)
        return codes

    def drop_factor(self, name: str, *, password: str, by: By) -> None:
        """Remove one's own second factor.

        Raises:
            WrongPassword: it is not the password.
        """
        self._prove(name, password)
        with self._store.write() as writer:
            writer.put_user(replace(_user(writer, name), totp="", totp_used=-1, recovery=()))
            self._note(writer, by, "factor.remove", name)

    def _prove(self, name: str, password: str) -> None:
        now, key = self._clock.now(), f"own:{name}"  # apart from logins: those may be anybody's
        with self._store.read() as reader:
            user, lock = _user(reader, name), reader.lock(key)
        if lock is not None and lock.wait_s(now) > 0:
            raise WrongPassword(f"too many wrong passwords: wait {lock.wait_s(now):.0f} s")
        if not self._hasher.check(password, user.password)[0]:
            with self._store.write() as writer:
                writer.put_lock(after_wrong(writer.lock(key), key, BY_ACCOUNT, now))
            raise WrongPassword("that is not your password")

    def _note(self, writer: Writer, by: By, act: str, name: str, detail: str = "") -> None:
        writer.add_audit(
            Entry(
                at=self._clock.now(),
                who=by.who,
                role=by.role,
                act=act,
                ref=name,
                detail=detail[:500],
                address=by.address,
                session=by.session,
            )
        )


def _user(reader: Reader, name: str) -> User:
    found = reader.user(name)
    if found is None:
        raise NotFound(f"no user {name}")
    return found


def _locks(reader: Reader, name: str) -> list[str]:
    """Return every key under which wrong passwords of an account are counted."""
    desks = [lock.key for lock in reader.locks() if lock.key.startswith(f"{AT_HIS_DESK}{name} ")]
    return [f"name:{name}", f"own:{name}", *desks]


def _administrators(reader: Reader) -> int:
    return sum(one.role is Role.ADMINISTRATOR and one.disabled_at is None for one in reader.users())


def _check_role(role: Role, scope: Scope) -> None:
    if role is Role.ADMINISTRATOR and scope != EVERYTHING:
        raise BadUser("scope: an administrator has the whole district; give another role for a part of it")


def _check_password(password: str, name: str) -> None:
    if wrong := faults(password, name=name):
        raise BadUser(f"password: {'; '.join(wrong)}")


def _display(name: str | None) -> str:
    return " ".join((name or "").split())[:64]


def _scope(scope: Scope) -> str:
    return "everything" if scope.everything else f"grids={list(scope.grids)} owners={list(scope.owners)}"


def _told(before: User, after: User) -> str:
    changes = []
    if before.role is not after.role:
        changes.append(f"role {before.role.value} -> {after.role.value}")
    if before.scope != after.scope:
        changes.append(f"scope {_scope(before.scope)} -> {_scope(after.scope)}")
    if before.disabled_at != after.disabled_at:
        changes.append("disabled" if after.disabled_at else "enabled")
    if before.display_name != after.display_name:
        changes.append("display name")
    return "; ".join(changes)
