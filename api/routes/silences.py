"""Silences: what shall not ask for attention until when. Also declared bad weather."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response

from alerts.load.silence import SilenceKind
from api.auth import Caller, Sessions
from api.deps import Given
from api.models.silence import SilenceEnd, SilenceIn, SilenceOut
from api.routes.inbox import with_zone
from core.errors import NotFound

router = APIRouter(prefix="/api/v1/silences", tags=["load"])


@router.get("")
def list_silences(
    _: Caller,
    given: Given,
    state: Annotated[
        Literal["lasting", "all"], Query(description="all: those that are over too, for 400 days.")
    ] = "lasting",
) -> list[SilenceOut]:
    """Return silences by their start."""
    now = given.clock.now()
    with given.store.read() as reader:
        found = reader.silences(ending_after=None if state == "all" else now)
    return [SilenceOut.of(one, now) for one in found]


@router.post("", status_code=201)
def make_silence(
    who: Caller, given: Given, request: Request, body: SilenceIn, answer: Response
) -> SilenceOut:
    """Silence what matches until a time. Only the inbox is concerned, unless an administrator says `sending`."""
    if body.sending:
        _only_administrator(request, who)
    made = given.load.acts.silence(
        body.matchers.taken(),
        who=f"operator:{body.who}",
        why=body.why,
        starts_at=with_zone(body.starts_at, "starts_at").astimezone(UTC) if body.starts_at else None,
        ends_at=with_zone(body.ends_at, "ends_at").astimezone(UTC),
        kind=SilenceKind(body.kind),
        sending=body.sending,
    )
    given.committed()
    answer.headers["Location"] = f"{router.prefix}/{made.id}"
    return SilenceOut.of(made, given.clock.now())


@router.get("/{silence_id}")
def one_silence(_: Caller, given: Given, silence_id: str) -> SilenceOut:
    """Return one with its whole trail."""
    with given.store.read() as reader:
        found = reader.silence(silence_id)
    if found is None:
        raise NotFound(f"no silence {silence_id}")
    return SilenceOut.of(found, given.clock.now())


@router.patch("/{silence_id}")
def move_end(who: Caller, given: Given, request: Request, silence_id: str, body: SilenceEnd) -> SilenceOut:
    """Move its end; who and why are added to its trail."""
    _may_change(request, who, given, silence_id)
    after = given.load.acts.change(
        silence_id,
        who=f"operator:{body.who}",
        why=body.why,
        ends_at=with_zone(body.ends_at, "ends_at").astimezone(UTC),
    )
    given.committed()
    return SilenceOut.of(after, given.clock.now())


@router.delete("/{silence_id}")
def end_silence(
    caller: Caller,
    given: Given,
    request: Request,
    silence_id: str,
    who: Annotated[str, Query(min_length=1, max_length=64)],
    why: Annotated[str, Query(max_length=500)] = "",
) -> SilenceOut:
    """End it now; it stays to be read. What it let wait is sent."""
    _may_change(request, caller, given, silence_id)
    after = given.load.acts.end(silence_id, who=f"operator:{who}", why=why)
    given.committed()
    return SilenceOut.of(after, given.clock.now())


def _may_change(request: Request, who: str, given: Given, silence_id: str) -> None:
    with given.store.read() as reader:
        found = reader.silence(silence_id)
    if found is not None and found.sending:
        _only_administrator(request, who)


def _only_administrator(request: Request, who: str) -> None:
    sessions: Sessions = request.app.state.sessions
    if not sessions.may_administer(who):
        raise HTTPException(
            403, "sending: only the administrator lets receivers wait; without it, the inbox is silenced"
        )
