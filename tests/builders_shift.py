"""Builders of a shift: claims and acts that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alerts.shift.act import Kind, PendingAct
from alerts.shift.claim import Claim
from tests.builders import at

LI, WANG = "operator:li", "operator:wang"


def claim(incident_id: str = "inc_1", *, seconds: float = 120, **changes: Any) -> Claim:
    """Build li's claim from the start, for so many seconds."""
    values: dict[str, Any] = {"incident_id": incident_id, "who": LI, "at": at(0), "until": at(seconds)}
    return Claim(**values | changes)


def pending(act_id: str = "act_1", *, seconds: float = 0, **changes: Any) -> PendingAct:
    """Build li's acknowledgement, said so many seconds after the start."""
    said = at(seconds)
    values: dict[str, Any] = {
        "id": act_id,
        "incident_id": "inc_1",
        "act": Kind.ACKNOWLEDGE,
        "who": LI,
        "at": said,
        "due_at": said + timedelta(seconds=10),
    }
    return PendingAct(**values | changes)
