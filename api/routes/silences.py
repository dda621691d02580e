"""Silences: what shall not ask for attention until when. Also declared bad weather."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Response

from alerts.load.silence import SilenceKind
from api.auth import may
from api.deps import Given
from api.models.silence import SilenceEnd, SilenceIn, SilenceOut
from api.people.within import covers, touches
from api.routes.inbox import with_zone
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/silences", tags=["load"])


@router.get("")
def list_silences(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    state: Annotated[
        Literal["lasting", "all"], Query(description="all: those that are over too, for 400 days.")
    ] = "lasting",
) -> list[SilenceOut]:
    """Return silences by their start."""
    now = given.clock.now()
    with given.store.read() as reader:
        found = reader.silences(ending_after=None if state == "all" else now)
    return [SilenceOut.of(one, now) for one in found if touches(given, who.scope, one.matchers)]


@router.post("", status_code=201)
def make_silence(
    who: Annotated[Who, may(Act.SILENCE)], given: Given, body: SilenceIn, answer: Response
) -> SilenceOut:
    """Silence what matches until a time. Only the inbox is concerned, unless an administrator says `sending`."""
    if body.sending:
        _only_administrator(who)
    if not covers(given, who.scope, body.matchers.taken()):
        raise HTTPException(403, "matchers: silence only what lies in your own part of the district")
    made = given.load.acts.silence(
        body.matchers.taken(),
        who=who.said(body.who),
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
def one_silence(_: Annotated[Who, may(Act.SEE)], given: Given, silence_id: str) -> SilenceOut:
    """Return one with its whole trail."""
    with given.store.read() as reader:
        found = reader.silence(silence_id)
    if found is None:
        raise NotFound(f"no silence {silence_id}")
    return SilenceOut.of(found, given.clock.now())


@router.patch("/{silence_id}")
def move_end(
    who: Annotated[Who, may(Act.SILENCE)], given: Given, silence_id: str, body: SilenceEnd
) -> SilenceOut:
    """Move its end; who and why are added to its trail."""
    _may_change(who, given, silence_id)
    after = given.load.acts.change(
        silence_id,
        who=who.said(body.who),
        why=body.why,
        ends_at=with_zone(body.ends_at, "ends_at").astimezone(UTC),
    )
    given.committed()
    return SilenceOut.of(after, given.clock.now())


@router.delete("/{silence_id}")
def end_silence(
    who: Annotated[Who, may(Act.SILENCE)],
    given: Given,
    silence_id: str,
    name: Annotated[str, Query(alias="who", min_length=1, max_length=64)],
    why: Annotated[str, Query(max_length=500)] = "",
) -> SilenceOut:
    """End it now; it stays to be read. What it let wait is sent."""
    _may_change(who, given, silence_id)
    after = given.load.acts.end(silence_id, who=who.said(name), why=why)
    given.committed()
    return SilenceOut.of(after, given.clock.now())


def _may_change(who: Who, given: Given, silence_id: str) -> None:
    with given.store.read() as reader:
        found = reader.silence(silence_id)
    if found is not None and not covers(given, who.scope, found.matchers):
        raise HTTPException(403, "it silences more than your own part of the district")
    if found is not None and found.sending:
        _only_administrator(who)


def _only_administrator(who: Who) -> None:
    if not who.may(Act.WITHHOLD):
        raise HTTPException(
            403, "sending: only the administrator lets receivers wait; without it, the inbox is silenced"
        )
