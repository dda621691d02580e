"""Logging in and out of the console."""

from __future__ import annotations

import math
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auth import COOKIE, SESSION_S, Sessions, address_of, caller
from api.models.system import SessionIn
from api.people.accounts import By
from api.people.cross_site import foreign
from api.people.desk import Desk
from api.people.logins import Attempt, Refused
from api.problems import problem
from core.errors import StoreError

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/v1/session", tags=["people"])

_REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "`why` is wrong, code_needed, code_wrong or code_unreadable."},
    429: {"description": "After wrong logins: `wait_s` says for how long."},
}
_WORDS = {
    "wrong": "Name and password do not belong together.",
    "locked": "Too many wrong logins: wait, or ask an administrator.",
    "code_needed": "Give the code of your second factor too.",
    "code_wrong": "That is not the present code, or it was used already.",
    "code_unreadable": "Your second factor can no longer be checked here: ask an administrator to reset it.",
}


@router.post("", status_code=204, responses=_REFUSED)
async def log_in(request: Request, body: SessionIn) -> Response:
    """Log in by name and password, or while there is no user yet by the API token; sets a cookie.

    Scripts cannot read the cookie, and no other site's page can send it.
    """
    people: Desk = request.app.state.people
    if foreign(request):
        raise HTTPException(403, "Another site's page sent this; only the console's own pages may.")
    if body.token is not None:
        return await _by_token(request, body.token)
    attempt = Attempt(
        name=body.name or "",
        password=body.password or "",
        code=body.code or "",
        address=address_of(request),
        agent=request.headers.get("user-agent", ""),
    )
    outcome = await people.turns.run(lambda: people.logins.open(attempt))
    if isinstance(outcome, Refused):
        status = 429 if outcome.why == "locked" else 401
        answer: Response = problem(
            status, _WORDS[outcome.why], why=outcome.why, wait_s=math.ceil(outcome.wait_s)
        )
        if outcome.wait_s:
            answer.headers["Retry-After"] = str(math.ceil(outcome.wait_s))
        return answer
    return _opened(request, outcome.token, round(people.policy.session_h * 3600))


@router.delete("", status_code=204)
async def log_out(request: Request) -> Response:
    """End this session."""
    sessions: Sessions = request.app.state.sessions
    people: Desk = request.app.state.people
    if foreign(request):
        raise HTTPException(403, "Another site's page sent this; only the console's own pages may.")
    sessions.close(request.cookies.get(COOKIE, ""))
    try:
        who = await caller(request)
    except HTTPException:
        pass  # it was over already
    else:
        if who.session:
            people.gate.end(request.cookies[COOKIE])
            by = By(who=who.name, role=who.role.value, address=who.address, session=who.session)
            try:
                await run_in_threadpool(people.accounts.end_sessions, who.name, by=by, session_id=who.session)
            except StoreError as error:
                # he is out all the same: whoever sits down next must not act in his name
                log.warning("session.end_not_written", who=who.name, error=str(error))
            people.gate.forget()
            request.app.state.bell.ring()  # the other tabs of the browser ask who sits there, and close
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE)
    return answer


async def _by_token(request: Request, token: str) -> Response:
    sessions: Sessions = request.app.state.sessions
    people: Desk = request.app.state.people
    session = sessions.open(token)
    if session is None:
        raise HTTPException(401, "That is not the API token.")
    if await run_in_threadpool(people.gate.anybody):
        sessions.close(session)
        raise HTTPException(
            403, "Log in by name: the API token opens the console only while there is no user."
        )
    return _opened(request, session, SESSION_S)


def _opened(request: Request, token: str, lasts_s: int) -> Response:
    answer = Response(status_code=204)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=lasts_s,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer
