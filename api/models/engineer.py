"""What the engineer's pages send."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.models.base import Told

Name = str


class JudgeIn(Told):
    """A candidate, and the runs that speak for it."""

    candidate: str = Field(min_length=1, max_length=120)
    """Name in the folder of candidates."""
    live_run: str = Field(min_length=1, max_length=120)
    """Run of what is live."""
    candidate_run: str = Field(min_length=1, max_length=120)
    """Run of the candidate, over the same looks."""
    truth: str = Field(min_length=1, max_length=120)
    """Truth of those looks."""


class PromoteIn(JudgeIn):
    """Makes it live."""

    who: str = Field(default="", max_length=64)
    """Who decides, where the caller is no person of his own name."""
    reason: str = Field(min_length=1, max_length=500)
    """Why; kept."""
    force: bool = False
    """Also where the gate says no."""


class UndoIn(Told):
    """Puts back what the last promotion replaced."""

    who: str = Field(default="", max_length=64)
    """Who decides, where the caller is no person of his own name."""
    reason: str = Field(min_length=1, max_length=500)
    """Why; kept."""
    force: bool = False
    """Also where either was changed since by something else."""


class LabelsOut(Told):
    """The true events of a clip."""

    events: list[dict[str, Any]]
    """Lines of the truth file (docs/engineers/labels.md)."""
    mark: str
    """Of this version; also the ETag. What is written names the version that it changes."""


class LabelsIn(Told):
    """The true events of a clip, all of them."""

    events: list[dict[str, Any]] = Field(max_length=5000)
    """Lines of the truth file."""
