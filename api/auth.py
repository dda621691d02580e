"""Who may ask: one bearer token for machines, a session cookie for the console that was opened with it."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from api.people.accounts import TOKEN_PREFIX
from api.people.asking import check_scope, note, record_view
from api.people.cross_site import foreign
from api.people.desk import Desk
from core.clock import Clock
from core.errors import ConfigError
from core.people.roles import ADMINISTRATIVE, WHOLE, Act
from core.people.who import Who, machine

COOKIE = "gridwatch_session"
SESSION_S = 12 * 3600  # one shift and a half
MIN_TOKEN = 8  # characters; what `gridwatch secrets new` makes has 43
MAX_ADDRESS = 64  # characters: what a proxy on this machine says may be anything
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
    """Return who is asking: by bearer token "admin", "api" or a machine's own; by session a user, or "console".

    Raises:
        HTTPException: 401 with a challenge; 403 where another site's page rides on a cookie.
    """
    sessions: Sessions = request.app.state.sessions
    people: Desk = request.app.state.people
    who: Who | None = None
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() == "bearer":
        if sessions.is_admin(token):
            who = machine("admin", administers=True)
        elif sessions.is_token(token):
            who = machine("api", administers=sessions.may_administer("api"))
        elif token.startswith(TOKEN_PREFIX):
            known, who = people.gate.remembered(token)
            if not known:
                who = await run_in_threadpool(people.gate.by_token, token)
    elif cookie := request.cookies.get(COOKIE, ""):
        if foreign(request):
            raise HTTPException(403, "Another site's page sent this; only the console's own pages may.")
        who = await _by_cookie(sessions, people, cookie)
    if who is None:
        raise HTTPException(
            401,
            "Send `Authorization: Bearer <token>`, or open a session at POST /api/v1/session.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return replace(who, address=address_of(request))


async def _by_cookie(sessions: Sessions, people: Desk, cookie: str) -> Who | None:
    if sessions.is_open(cookie):  # opened while there was no user: not good any more once there is one
        anybody = people.gate.anybody_remembered()
        if anybody is None:
            anybody = await run_in_threadpool(people.gate.anybody)
        if anybody:
            sessions.close(cookie)
            return None
        return machine("console", administers=False, by="session")
    known, who = people.gate.remembered(cookie)
    return who if known else await run_in_threadpool(people.gate.by_session, cookie)


def address_of(request: HTTPConnection) -> str:
    """Return where a request comes from; behind a proxy on this machine, what that says."""
    return request.client.host[:MAX_ADDRESS] if request.client is not None else ""


async def still(request: HTTPConnection) -> Who | None:
    """Return who the caller of a connection that stays open is now; None once he may see nothing any more."""
    try:
        who = await caller(request)
    except HTTPException:
        return None
    return who if who.may(Act.SEE) and not who.must_change_password and not who.must_enrol else None


Caller = Annotated[Who, Depends(caller)]
"""Whoever has a good token or session, whatever he may do. A route says what it needs with `may` instead."""


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency: lets through who may do `act`, and says who that is."""

    act: Act

    async def __call__(self, request: HTTPConnection, who: Caller) -> Who:
        """Return who is asking, and note for the audit that and what he asks.

        Raises:
            HTTPException: 403 for everybody else who is known, and for a user who has to do something first;
                404 for what is outside of his scope; 428 for a picture without a reason.
        """
        note(request, who)
        if who.must_change_password:
            raise HTTPException(403, "Change your password first: POST /api/v1/me/password.")
        if who.must_enrol:
            raise HTTPException(403, "Your role needs a second factor first: POST /api/v1/me/totp.")
        if not who.may(self.act):
            raise refused(who, self.act)
        if self.act in WHOLE and not who.scope.everything:
            raise HTTPException(403, "This is about the whole district: your scope is a part of it.")
        await check_scope(request, who)
        if self.act is Act.EVIDENCE:
            await record_view(request, who)
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
