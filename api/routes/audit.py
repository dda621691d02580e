"""The audit of acts and views, for auditors and administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.auth import may
from api.deps import Given
from api.models.people import AuditEntryOut, AuditOut
from api.routes.inbox import with_zone
from core.people.audit import AuditQuery, broken
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/audit", tags=["people"])


@router.get("")
def audit(
    _: Annotated[Who, may(Act.AUDIT)],
    given: Given,
    who: Annotated[str, Query(max_length=64, description="User or machine.")] = "",
    act: Annotated[str, Query(max_length=128, description="What it begins with, e.g. evidence.")] = "",
    ref: Annotated[str, Query(max_length=200, description="What it was about.")] = "",
    outcome: Annotated[Literal["", "done", "refused", "failed"], Query()] = "",
    since: Annotated[datetime | None, Query(description="With time zone.")] = None,
    until: Annotated[datetime | None, Query(description="Before, with time zone.")] = None,
    before: Annotated[int | None, Query(ge=1, le=10**15, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> AuditOut:
    """Return a page, newest first, checked as it is read."""
    query = AuditQuery(
        who=who,
        act=act,
        ref=ref,
        outcome=outcome,
        since=with_zone(since, "since") if since else None,
        until=with_zone(until, "until") if until else None,
        before=before,
        limit=limit + 1,
    )
    with given.store.read() as reader:
        found = reader.audit(query)
    page = found[:limit]
    whole = not (who or act or ref or outcome or since or until)
    wrong = broken(page[::-1]) if whole else tuple(n for one in page for n in broken([one]))
    return AuditOut(
        entries=[AuditEntryOut.of(one) for one in page],
        next=page[-1].number if len(found) > limit else None,
        broken=list(wrong),
    )
