"""Imports and probes in the background: begun, followed, stopped."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import ValidationError

from api.auth import may
from api.bounds import MAX_LEDGER
from api.camera_book import ChangeRefused, Mistake
from api.deps import Desk
from api.models.job import JobOut, JobsOut
from api.models.job_wishes import ImportIn, ProbeIn
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["cameras"])


@router.post("/cameras/import", status_code=202)
async def import_cameras(
    who: Annotated[Who, may(Act.CAMERAS)],
    desk: Desk,
    request: Request,
    name: Annotated[str, Query(max_length=200, description="Name of the file: its ending says what it is.")],
    wishes: Annotated[
        str, Query(max_length=20_000, description="How it is to be read: JSON, the fields of ImportIn.")
    ] = "{}",
) -> JobOut:
    """Begin to import a ledger (CSV, xlsx, xls, ods), sent as the body; a dry run unless `write` is wished for.

    Nothing is written while anything is wrong with the ledger, unless `skip_bad` is wished for; then the good rows
    are. The answer is a job; GET /api/v1/jobs/{id} says what came of it, fault by fault with its cure.
    """
    _check_whole(who)
    try:
        wanted = ImportIn.model_validate_json(wishes)
    except ValidationError as error:
        mistakes = [
            Mistake(
                where=".".join(map(str, one["loc"])), what=one["msg"], cure="Correct it, or leave it out."
            )
            for one in error.errors()
        ]
        raise ChangeRefused(
            422, f"wishes: {mistakes[0].where} {mistakes[0].what}", mistakes=mistakes
        ) from None
    ledger = await request.body()
    if not ledger:
        raise ChangeRefused(422, f"send the ledger as the body, {MAX_LEDGER} bytes at most")
    return JobOut.of(desk.jobs.begin_import(ledger, name, wanted, who=who.called()))


@router.post("/cameras/probe", status_code=202)
async def probe_cameras(who: Annotated[Who, may(Act.CAMERAS)], desk: Desk, body: ProbeIn) -> JobOut:
    """Begin to ask cameras by ONVIF what they are, and what is to be fixed; answers of the last 24 hours count."""
    _check_whole(who)
    return JobOut.of(desk.jobs.begin_probe(body, who=who.called()))


@router.get("/jobs")
def jobs(who: Annotated[Who, may(Act.CAMERAS)], desk: Desk) -> JobsOut:
    """Return what runs and what ran last, without results; nothing to whoever sees a part of the district."""
    if not who.scope.everything:
        return JobsOut(jobs=[])
    told = [JobOut.of(one).model_copy(update={"result": None}) for one in desk.jobs.jobs()]
    return JobsOut(jobs=told)


@router.get("/jobs/{job_id}")
def job(who: Annotated[Who, may(Act.CAMERAS)], desk: Desk, job_id: str) -> JobOut:
    """Return one job and what came of it."""
    _check_whole(who)
    return JobOut.of(desk.jobs.job(job_id))


@router.delete("/jobs/{job_id}")
async def stop(who: Annotated[Who, may(Act.CAMERAS)], desk: Desk, job_id: str) -> JobOut:
    """Stop a probe: what has been answered is kept, and the next goes on with it. An import is not stopped."""
    _check_whole(who)
    return JobOut.of(desk.jobs.stop(job_id))


def _check_whole(who: Who) -> None:
    """A ledger and a probe are about the whole district: whoever sees a part of it begins neither."""
    if not who.scope.everything:
        raise HTTPException(403, "This is about the whole district, and your account sees a part of it.")
