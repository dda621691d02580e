"""What the API asks of whoever tries receivers out: what one would get, and what it answers to a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request as it would go out now, without its secrets."""

    url: str
    headers: Mapping[str, str]
    body: str
    event: str
    untold: str | None  # why this receiver would not be told of it in fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a test came to."""

    request: Request
    accepted: bool
    status: int | None  # HTTP; None without an answer
    detail: str  # the answer's beginning, or the error
    took_s: float
    case_number: str | None


class TrialBook(Protocol):
    """Receivers, to be tried out. Nothing of it goes into the outbox or the ledger."""

    async def preview(self, receiver: str, incident_id: str | None) -> Request:
        """Return the request about an incident, or about a sample.

        Raises:
            NotFound: no such receiver or incident.
            ConfigError: its secret cannot sign.
        """
        ...

    async def send_test(self, receiver: str) -> Reply:
        """Send one marked test; raises what `preview` does."""
        ...


class NoTrials:
    """Where there are no receivers."""

    async def preview(self, receiver: str, incident_id: str | None) -> Request:  # noqa: ARG002 - the shape of TrialBook
        """Find none."""
        raise NotFound(f"no receiver {receiver}")

    async def send_test(self, receiver: str) -> Reply:
        """Find none."""
        raise NotFound(f"no receiver {receiver}")
