"""The first administrator: no default password exists."""

from __future__ import annotations

import math

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from api.auth import address_of
from api.deps import Given
from api.models.people import FirstRunIn, FirstRunOut
from api.people.accounts import By
from api.people.cross_site import foreign
from api.people.desk import Desk
from core.people.roles import Role
from core.people.scope import EVERYTHING

router = APIRouter(prefix="/api/v1/first-run", tags=["people"])


@router.get("")
async def needed(request: Request) -> FirstRunOut:
    """Return whether nobody administers yet."""
    people: Desk = request.app.state.people
    return FirstRunOut(needed=await run_in_threadpool(people.accounts.first_needed))


@router.post("", status_code=204)
async def begin(request: Request, given: Given, body: FirstRunIn) -> None:
    """Make the first administrator, with the code that the service shows in its log; 409 where there is one."""
    people: Desk = request.app.state.people
    if foreign(request):
        raise HTTPException(403, "Another site's page sent this; only the console's own pages may.")
    if not await run_in_threadpool(people.accounts.first_needed):
        raise HTTPException(409, "somebody administers already; log in")
    good, wait = people.first_run.check(body.code, given.clock.now())
    if not good:
        headers = {"Retry-After": str(math.ceil(wait))} if wait else None
        told = "That is not the code: it is in the service's log since its last start (people.first_run)."
        raise HTTPException(429 if wait else 403, told, headers=headers)
    by = By(who="first-run", address=address_of(request))
    await people.turns.run(
        lambda: people.accounts.add(
            body.name,
            display_name=body.display_name,
            role=Role.ADMINISTRATOR,
            scope=EVERYTHING,
            by=by,
            password=body.password,
            first=True,
        )
    )
    people.gate.forget()
