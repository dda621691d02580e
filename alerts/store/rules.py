"""What every store decides in the same way: pure, so that the twins cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.store.base import Attempt, Delivery, DeliveryState, IncidentQuery
from alerts.store.cursor import micros, read_cursor
from core.errors import NotFound, StoreError
from core.geo import Datum
from core.incident import Incident, Status, Step

EVENTS_KEPT = 100_000
CALLBACKS_KEPT = timedelta(days=30)
CANDIDATES_KEPT = timedelta(days=7)  # nobody was told of them; a week shows which rule sees what is not there
LEDGER_KEPT = timedelta(days=90)  # "we never got it" is said within a quarter; that it was accepted stays
# Incidents, and deliveries, in one transaction: it takes 0.3 s on two busy cores (800 MB of SQLite), and
# whatever a camera has just seen waits for it. Every ten minutes, that is 288,000 a day.
PRUNED_AT_ONCE = 2_000
LOAD_KEPT = timedelta(days=400)  # a year and a month: the same days of the year before can be compared
MARKS_PRUNED = 20_000  # small rows
_NOTE_LETTERS = 11  # the column takes 16, five are the prefix
REPLAYABLE = (DeliveryState.DEAD, DeliveryState.HELD, DeliveryState.ACCEPTED)


def check_next(*, version: int, steps_kept: int, incident: Incident, steps: Sequence[Step]) -> None:
    """Raise StoreError unless this incident follows what is kept (version 0: nothing is)."""
    if incident.version != version + 1:
        raise StoreError(
            f"{incident.id}: version {incident.version} does not follow the kept version {version}; "
            "read it again and repeat the change"
        )
    for number, step in enumerate(steps, start=steps_kept + 1):
        if step.seq != number:
            raise StoreError(f"{incident.id}: step {step.seq} where step {number} is due")


def named_once(incident_ids: Iterable[str]) -> list[str]:
    """Return the ids; StoreError when one comes twice, for the second would not follow what is kept."""
    ids = list(incident_ids)
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise StoreError(f"{twice}: named twice in one change")
    return ids


def live_subjects(incident: Incident) -> frozenset[str]:
    """Return the subjects by which a sighting finds this incident; none once it has ended."""
    return frozenset() if incident.status.ended else frozenset(view.subject for view in incident.views)


def reports(incident: Incident | None) -> frozenset[str]:
    """Return the keys of what somebody outside reported about it."""
    return frozenset(report_key(r.source, r.number) for r in incident.reports) if incident else frozenset()


def report_key(source: str, number: str) -> str:
    """Return what a report is found by."""
    return f"{source}:{number}"[:128]


def held_for(incident: Incident) -> str:
    """Return why an incident waits for an operator; empty when it does not, or has ended."""
    return "" if incident.status.ended else incident.case.held_for or ""


def overdue(incident: Incident) -> bool:
    """Return whether a unit has it and its limit was noted to have passed."""
    case = incident.case
    return not incident.status.ended and case.overdue_since is not None and case.runs_until is not None


def came_to_nothing(incident: Incident, now: datetime) -> bool:
    """Return whether a candidate that was not confirmed has been kept long enough, if no delivery names it."""
    return incident.status is Status.EXPIRED and incident.updated_at < now - CANDIDATES_KEPT


def settled_long_ago(delivery: Delivery, now: datetime) -> bool:
    """Return whether nobody asks any more how this delivery went; never of one that was not accepted."""
    accepted = delivery.accepted_at if delivery.state is DeliveryState.ACCEPTED else None
    return accepted is not None and accepted < now - LEDGER_KEPT


def matches(query: IncidentQuery, incident: Incident) -> bool:
    """Return whether an incident passes every filter, the cursor included."""
    point = incident.place.point.to(Datum.WGS84)
    return (
        (not query.grid_prefix or (incident.place.grid_code or "").startswith(query.grid_prefix))
        and (not query.matters or incident.matter.key in query.matters)
        and (not query.owners or incident.owner in query.owners)
        and query.scope.holds(grid=incident.place.grid_code, owners=(incident.owner,))
        and (incident.status in query.statuses if query.statuses else incident.status is not Status.CANDIDATE)
        and (query.camera_id is None or query.camera_id in incident.cameras)
        and (query.since is None or incident.updated_at >= query.since)
        and (query.until is None or incident.updated_at < query.until)
        and (not query.stages or incident.case.stage in query.stages)
        and (not query.held or held_for(incident) in query.held)
        and (not query.overdue or overdue(incident))
        and (query.box is None or _within(query.box, point.lon, point.lat))
        and (query.after is None or (micros(incident.updated_at), incident.id) < read_cursor(query.after))
    )


def after_attempt(
    delivery: Delivery | None, attempt: Attempt, *, state: DeliveryState, next_at: datetime | None
) -> Delivery:
    """Return the outbox row after one attempt."""
    if delivery is None:
        raise NotFound(f"no delivery {attempt.delivery_id}")
    if attempt.number != delivery.attempts + 1:
        raise StoreError(
            f"{delivery.id}: attempt {attempt.number} after {delivery.attempts}; are two couriers running?"
        )
    if state is DeliveryState.PENDING and next_at is None:
        raise StoreError(f"{delivery.id}: stays pending, but next_at is not given")
    accepted = state is DeliveryState.ACCEPTED
    return replace(
        delivery,
        state=state,
        attempts=attempt.number,
        next_at=next_at or delivery.next_at,
        accepted_at=attempt.at + timedelta(seconds=attempt.took_s) if accepted else None,
        last_error=None if accepted else attempt.detail,
        case_number=attempt.case_number or delivery.case_number,
    )


def again(delivery: Delivery, now: datetime) -> Delivery:
    """Return the row made pending anew, its retry schedule at the start."""
    return replace(
        delivery,
        state=DeliveryState.PENDING,
        next_at=now,
        spent=delivery.attempts,
        accepted_at=None,
        last_error=None,
    )


def _within(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def note_kind(kind: str) -> str:
    """Return the kind of record that holds notes of a kind."""
    if not 1 <= len(kind) <= _NOTE_LETTERS:
        raise StoreError(f"{kind!r}: a kind of note has 1 to {_NOTE_LETTERS} letters")
    return f"note.{kind}"
