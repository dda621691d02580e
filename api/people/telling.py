"""Live events for a caller: those that lie within his scope, and only while he is who he was."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.store.base import LiveEvent, Reader
from api.people.within import BY_PARAMETER, holds_incident, touches
from api.services import Services
from core.people.scope import Scope

_OF_INCIDENTS = frozenset({"incident", "claim", "pending"})


def within(given: Services, scope: Scope, events: Sequence[LiveEvent]) -> tuple[LiveEvent, ...]:
    """Return those of some events that concern a scope; of a kind that is not known here, none. Blocks."""
    if scope.everything or not events:
        return tuple(events)
    with given.store.read() as reader:
        return tuple(event for event in events if _concerns(given, reader, scope, event))


def _concerns(given: Services, reader: Reader, scope: Scope, event: LiveEvent) -> bool:
    if event.kind in _OF_INCIDENTS:
        found = reader.incident(event.ref)
        return found is not None and holds_incident(scope, found)
    if event.kind == "delivery":
        row = reader.delivery(event.ref)
        found = reader.incident(row.incident_id) if row is not None else None
        return found is not None and holds_incident(scope, found)
    if event.kind in {"camera", "outage"}:
        return BY_PARAMETER[f"{event.kind}_id"](given, scope, event.ref) is True
    if event.kind == "map":  # says when to ask for states again, and nothing of any camera
        return True
    if event.kind == "load":  # the inbox as a whole, told in counts; or a silence
        silence = reader.silence(event.ref)
        return silence is None or touches(given, scope, silence.matchers)
    return False
