"""Which CAP messages an incident has been told in: its history, as alert, updates and cancels. Pure.

One message for each step that receivers of webhooks are told (alerts/outbox.py). The identifier is the
incident and the number of the step, `sent` is when the step was taken: so the same message is found
again whenever somebody asks, and `references` can name every one before it without anything being kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from alerts.outbox import event_of
from core.incident import Step

MsgType = Literal["Alert", "Update", "Cancel"]
_ENDS = frozenset({"closed", "rejected"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message of the series."""

    identifier: str
    type: MsgType
    event: str  # opened, updated, reopened, closed or rejected
    step: Step  # what it tells; its time is `sent`


def series(incident_id: str, history: Sequence[Step]) -> tuple[Message, ...]:
    """Return every message so far, oldest first; empty while nobody has been told of the incident."""
    told: list[Message] = []
    for step in history:
        event = event_of(step)
        if event is None:
            continue
        kind: MsgType = "Cancel" if event in _ENDS else "Update"
        identifier = f"{incident_id}.{step.seq}"
        told.append(Message(identifier=identifier, type=kind if told else "Alert", event=event, step=step))
    return tuple(told)
