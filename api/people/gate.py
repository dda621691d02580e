"""From a token or a session's cookie to who that is; remembered for a moment, forgotten at once when it changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta

from alerts.store.base import Store
from api.people.tokens import kept
from core.clock import Clock
from core.config.settings.people import People as Policy
from core.people.roles import Role
from core.people.user import User
from core.people.who import Who

REMEMBERED_S = 2.0  # another process (`gridwatch users disable`) is heard after that at the latest
MOST_REMEMBERED = 2_000


class Gate:
    """Knows callers by what they hold."""

    def __init__(self, store: Store, *, clock: Clock, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._policy = policy
        self._known: OrderedDict[str, tuple[float, Who | None]] = OrderedDict()
        self._anybody: tuple[float, bool] = (-REMEMBERED_S, False)
        self._ended: OrderedDict[str, None] = OrderedDict()  # sessions, whatever the store says

    def end(self, token: str) -> None:
        """Know this session no more, whatever the store says: it may be full when somebody leaves."""
        hashed = kept(token)
        self._ended[hashed] = None
        self._known.pop(hashed, None)
        while len(self._ended) > MOST_REMEMBERED:
            self._ended.popitem(last=False)

    def remembered(self, token: str) -> tuple[bool, Who | None]:
        """Return `(whether it is known, who)` without asking the store."""
        found = self._known.get(kept(token))
        if found is None or self._clock.monotonic() >= found[0] + REMEMBERED_S:
            return False, None
        return True, found[1]

    def by_session(self, token: str) -> Who | None:
        """Return whose session this is, and note that it was used. Blocks."""
        now, hashed = self._clock.now(), kept(token)
        if hashed in self._ended:
            return None
        idle = timedelta(minutes=self._policy.idle_min)
        with self._store.read() as reader:
            session = reader.session(hashed)
            user = reader.user(session.user) if session else None
        if session is None or user is None or not session.lasts(now, idle):
            return self._remember(hashed, None)
        if session.stale(now):
            with self._store.write() as writer:
                if writer.session(hashed) is not None:  # not ended in between
                    writer.put_session(replace(session, seen_at=now))
        return self._remember(hashed, self._who(user, session.id))

    def by_token(self, token: str) -> Who | None:
        """Return which machine's own token this is. Blocks."""
        hashed = kept(token)
        with self._store.read() as reader:
            user = reader.user_of_token(hashed)
        return self._remember(hashed, self._who(user, "") if user else None)

    def anybody_remembered(self) -> bool | None:
        """Return whether there is any account without asking the store; None: that is not known."""
        at, found = self._anybody
        return found if found or self._clock.monotonic() < at + REMEMBERED_S else None

    def anybody(self) -> bool:
        """Return whether there is any account; then the console is opened by name only. Blocks."""
        found = self.anybody_remembered()
        if found is None:
            with self._store.read() as reader:
                found = bool(reader.users())
            self._anybody = (self._clock.monotonic(), found)
        return found

    def forget(self) -> None:
        """Ask the store anew for everybody: an account or session has changed."""
        self._known.clear()
        self._anybody = (-REMEMBERED_S, False)

    def _who(self, user: User, session: str) -> Who | None:
        if user.disabled_at is not None:
            return None
        if (user.role is Role.PLATFORM) != (not session):
            return None
        lacks = user.role in self._policy.totp_required and not user.totp and bool(session)
        return Who(
            name=user.name,
            display_name=user.display_name,
            role=user.role,
            scope=user.scope,
            by="session" if session else "token",
            person=True,
            permissions=user.permissions,
            session=session,
            must_change_password=user.must_change_password,
            must_enrol=lacks and not user.must_change_password,
            totp=bool(user.totp),
        )

    def _remember(self, hashed: str, who: Who | None) -> Who | None:
        self._known[hashed] = (self._clock.monotonic(), who)
        self._known.move_to_end(hashed)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return who
