"""Receivers tried out: what one would be sent, and what it answers to a marked test."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.deps import Given
from api.models.trial import ReplyOut, RequestOut
from api.seen import seen_incident
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/receivers", tags=["deliveries"])


@router.get("/{name}/preview")
async def preview(
    who: Annotated[Who, may(Act.EVIDENCE)],  # it holds pictures or links to them
    given: Given,
    name: str,
    incident: Annotated[
        str | None, Query(max_length=64, description="Incident id; absent: a sample that never was.")
    ] = None,
) -> RequestOut:
    """Return the request that a receiver would get now. Nothing is sent; secrets are hidden."""
    if incident is not None:
        await run_in_threadpool(seen_incident, who, given, incident)
    return RequestOut.of(await given.trials.preview(name, incident))


@router.post("/{name}/test")
async def send_test(_: Annotated[Who, may(Act.REPLAY)], given: Given, name: str) -> ReplyOut:
    """Send one marked test, and return what came back. It is not kept in the ledger."""
    return ReplyOut.of(await given.trials.send_test(name))
