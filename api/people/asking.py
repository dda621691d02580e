"""What is asked before and after a route runs: its permission, the caller's scope, a reason; the audit."""

from __future__ import annotations

from urllib.parse import unquote

import structlog
from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from api.people.desk import Desk
from api.people.within import outside, owner_of
from api.services import Services
from core.errors import StoreError
from core.people.viewing import asks_reason
from core.people.who import Who

log = structlog.get_logger(__name__)
MAX_REASON = 500  # characters
REASON_COOKIE = (
    "gridwatch_reason"  # set by the console's page for a quarter of an hour: pictures carry no header
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def check_scope(request: HTTPConnection, who: Who) -> None:
    """Refuse what an address names outside of the caller's scope.

    Raises:
        HTTPException: 404, as for what does not exist.
    """
    if who.scope.everything or not request.path_params:
        return
    given: Services = request.app.state.services
    name = await run_in_threadpool(outside, given, who.scope, request.path_params)
    if name:
        request.state.refused = f"outside of the scope: {name}"
        raise HTTPException(404, f"no {name.removesuffix('_id')} {request.path_params[name]}")


async def record_view(request: HTTPConnection, who: Who) -> None:
    """Ask for a reason where the policy wants one, then write down who looks at what.

    Raises:
        HTTPException: 428 without the reason.
    """
    people: Desk = request.app.state.people
    reason = reason_of(request)
    if not reason and who.person and await _asked_why(request, people, who):
        raise HTTPException(
            428, "Say why: send `X-Reason` (percent-encoded), or `?reason=`; it is kept in the audit."
        )
    await people.views.run(lambda: people.recorder.viewed(who, _route(request), _ref(request), reason=reason))


async def record_act(request: Request, status: int) -> None:
    """Write down what somebody did, or was refused, once it is answered."""
    who: Who | None = getattr(request.state, "asked", None)
    if who is None:
        return
    refused = status == 403 or bool(getattr(request.state, "refused", ""))
    if not refused and (request.method in _SAFE or status >= 400):
        return
    people: Desk = request.app.state.people
    detail = getattr(request.state, "refused", "") or getattr(request.state, "detail", "")
    try:
        await run_in_threadpool(
            lambda: people.recorder.acted(
                who,
                getattr(request.state, "route", request.method),
                getattr(request.state, "ref", ""),
                outcome="refused" if refused else "done",
                detail=detail,
            )
        )
    except StoreError as error:  # it is done and cannot be taken back: the answer goes out
        log.warning("audit.not_written", error=str(error), who=who.name, path=request.url.path)


def note(request: HTTPConnection, who: Who) -> None:
    """Keep who asks what, for `record_act`."""
    request.state.asked = who
    request.state.route = f"{request.scope.get('method', 'WS')} {_route(request)}"
    request.state.ref = _ref(request)


def reason_of(request: HTTPConnection) -> str:
    """Return the reason that a caller gives; empty without one."""
    given = (
        unquote(request.headers.get("x-reason", ""))
        or request.query_params.get("reason", "")
        or unquote(request.cookies.get(REASON_COOKIE, ""))
    )
    return " ".join(given.split())[:MAX_REASON]


async def _asked_why(request: HTTPConnection, people: Desk, who: Who) -> bool:
    policy = people.policy
    if who.role in policy.reason_roles:
        return True
    if not policy.reason_owners and not any(said.reason for said in policy.owners):
        return False
    given: Services = request.app.state.services
    owner = await run_in_threadpool(owner_of, given, request.path_params)
    return owner in policy.reason_owners or asks_reason(policy.owners, owner)


def _route(request: HTTPConnection) -> str:
    """Return the address with its parameters by name."""
    path = request.url.path
    for name, value in request.path_params.items():
        path = path.replace(f"/{value}", f"/{{{name}}}", 1)
    return path


def _ref(request: HTTPConnection) -> str:
    return "/".join(str(value) for value in request.path_params.values())
