"""Who may ask: one bearer token for machines, a session cookie for the console that was opened with it."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from starlette.requests import HTTPConnection

from core.clock import Clock
from core.errors import ConfigError
from core.people.roles import ADMINISTRATIVE, Act
from core.people.who import Who, machine

COOKIE = "gridwatch_session"
SESSION_S = 12 * 3600  # one shift and a half
MIN_TOKEN = 8  # characters; what `gridwatch secrets new` makes has 43
MAX_SESSIONS = 1000  # the oldest is dropped


class Sessions:
    """Console sessions, in memory: a restart asks for the token again."""

    def __init__(self, token: str, clock: Clock, admin_token: str | None = None) -> None:
        """`admin_token`: of the administrator; None: the API token does."""
        if len(token) < MIN_TOKEN:
            raise ConfigError(
                f"the API token is shorter than {MIN_TOKEN} characters; `gridwatch secrets new api-token` makes one"
            )
        if admin_token is not None and len(admin_token) < MIN_TOKEN:
            raise ConfigError(
                f"the administrator's token is shorter than {MIN_TOKEN} characters; `gridwatch secrets new` makes one"
            )
        self._token = token.encode()
        self._admin_token = admin_token.encode() if admin_token is not None else None
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()

    def open(self, token: str) -> str | None:
        """Return a new session id for the right token, or None."""
        if not self.is_token(token):
            return None
        session = secrets.token_urlsafe(32)
        self._until[session] = self._clock.monotonic() + SESSION_S
        while len(self._until) > MAX_SESSIONS:
            self._until.popitem(last=False)
        return session

    def close(self, session: str) -> None:
        """End a session."""
        self._until.pop(session, None)

    def is_token(self, token: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(token.encode(), self._token)

    def is_admin(self, token: str) -> bool:
        """Compare with the administrator's own token, in constant time; false where he has none."""
        return self._admin_token is not None and hmac.compare_digest(token.encode(), self._admin_token)

    def may_administer(self, who: str) -> bool:
        """Return whether a caller may do what only the administrator may."""
        return who == "admin" or (who == "api" and self._admin_token is None)

    def is_open(self, session: str) -> bool:
        """Return whether the session exists and has not expired."""
        until = self._until.get(session)
        return until is not None and self._clock.monotonic() < until


async def caller(request: HTTPConnection) -> Who:
    """Return who is asking: by bearer token "admin" or "api", by session "console".

    Raises:
        HTTPException: 401 with a challenge.
    """
    sessions: Sessions = request.app.state.sessions
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and sessions.is_admin(token.strip()):
        return machine("admin", administers=True)
    if kind.lower() == "bearer" and sessions.is_token(token.strip()):
        return machine("api", administers=sessions.may_administer("api"))
    if sessions.is_open(request.cookies.get(COOKIE, "")):
        return machine("console", administers=False, by="session")
    raise HTTPException(
        401,
        "Send `Authorization: Bearer <token>`, or open a session at POST /api/v1/session.",
        headers={"WWW-Authenticate": "Bearer"},
    )


Caller = Annotated[Who, Depends(caller)]
"""Whoever has a good token or session, whatever he may do. A route says what it needs with `may` instead."""


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency: lets through who may do `act`, and says who that is."""

    act: Act

    async def __call__(self, who: Caller) -> Who:
        """Return who is asking.

        Raises:
            HTTPException: 403 for everybody else who is known.
        """
        if not who.may(self.act):
            raise refused(who, self.act)
        return who


def may(act: Act) -> Any:
    """Return the dependency by which a route says what it needs, to stand inside `Annotated[Who, ...]`."""
    return Depends(Needs(act))


def refused(who: Who, act: Act) -> HTTPException:
    """Return the answer to somebody whose role does not allow something."""
    if not who.person and act in ADMINISTRATIVE:
        return HTTPException(
            403,
            "Only the administrator's token may do this: the one that `api.admin_token` of gridwatch.yaml names,"
            " or the API token where none is named; the console's session does not.",
        )
    return HTTPException(403, f"The role {who.role.value} may not do this: it needs `{act.value}`.")
