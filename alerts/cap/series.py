"""Which CAP messages an incident has been told in: its history, as alert, updates and cancels. Pure.

One message for each step that receivers of webhooks are told (alerts/outbox.py; the step says so). The
identifier is the incident and the number of the step, `sent` is when the step was taken: so the same
message is found again whenever somebody asks, and `references` can name every one before it.
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
    for step, event in _told(history):
        kind: MsgType = "Cancel" if event in _ENDS else "Update"
        identifier = f"{incident_id}.{step.seq}"
        told.append(Message(identifier=identifier, type=kind if told else "Alert", event=event, step=step))
    return tuple(told)


def _told(history: Sequence[Step]) -> list[tuple[Step, str]]:
    """Return the steps that were told, and as what.

    Histories from before steps said so begin with steps that say nothing; there it is worked out as it was then.
    """
    first = next((i for i, step in enumerate(history) if step.told is not None), len(history))
    early = () if first < len(history) and history[first].told == "opened" else history[:first]
    said = [(step, event_of(step)) for step in early] + [(step, step.told) for step in history[first:]]
    return [(step, event) for step, event in said if event is not None]
