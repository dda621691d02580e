"""Imports and probes as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from api.camera_desk import JobNow
from api.models.base import Told


class JobOut(Told):
    """A long piece of work in the background."""

    id: str
    """Ours."""
    kind: Literal["import", "probe"]
    """What it is."""
    state: Literal["running", "done", "failed", "stopped"]
    """stopped: a probe that was ended early; the next goes on with it."""
    what: str
    """What is being done."""
    done: int
    """How far it has come."""
    total: int
    """Of how much; 0: not known."""
    began_at: datetime
    """When."""
    ended_at: datetime | None
    """When; null while it runs."""
    who: str
    """Who began it."""
    error: str
    """Why it failed, and what to do."""
    result: dict[str, Any] | None
    """Of an import what `gridwatch cameras import --json` writes, of a probe what `gridwatch cameras probe --json`
    does, without single answers; null while it runs."""

    @classmethod
    def of(cls, job: JobNow) -> JobOut:
        """Tell a job."""
        return cls(
            id=job.id,
            kind=job.kind,
            state=job.state,
            what=job.what,
            done=job.done,
            total=job.total,
            began_at=job.began_at,
            ended_at=job.ended_at,
            who=job.who,
            error=job.error,
            result=dict(job.result) if job.result is not None else None,
        )


class JobsOut(Told):
    """What runs and what ran last."""

    jobs: list[JobOut]
    """Newest first, ten at most; a restart forgets them."""
