"""Incidents: which ends are ends, and who sees it."""

from __future__ import annotations

from core.incident import Status
from tests.builders_desk import incident, view


def test_ends() -> None:
    """Closed, rejected and expired; nothing else."""
    assert {status for status in Status if status.ended} == {Status.CLOSED, Status.REJECTED, Status.EXPIRED}


def test_cameras_first_seen_first_and_once() -> None:
    """Two subjects of one camera are one camera."""
    case = incident(Status.OPEN, view("b"), view("a"), view("b", subject="b/waste/2"))
    assert case.cameras == ("b", "a")
