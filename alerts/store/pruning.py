"""What has outlived its use leaves the database: which rows, found by which index, how many at a time.

A prune is one transaction of many: what it leaves for its bound, the next one takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from alerts.store import rules, sql_figures, sql_load, sql_shift, sql_undo, tables
from alerts.store.base import DeliveryState
from alerts.store.cursor import micros
from core.incident import Status

# Every table whose rows belong to an incident, then the incident itself: foreign keys are enforced.
_OF_INCIDENT = (
    tables.step.c.incident_id,
    tables.incident_camera.c.incident_id,
    tables.incident_report.c.incident_id,
    tables.live_subject.c.incident_id,
    tables.incident_document.c.incident_id,
    tables.incident.c.id,
)


def came_to_nothing(now: datetime) -> Select[Any]:
    """Ids of expired candidates that no delivery names, oldest first: ix_incident_status holds all that is asked.

    Whether a delivery names one is told by the deliveries' unique (incident_id, receiver, seq); whether it was
    ever more than a candidate, by the trail's unique (incident_id, seq).
    """
    incident = tables.incident
    named = select(tables.delivery.c.number).where(tables.delivery.c.incident_id == incident.c.id).exists()
    on_record = select(tables.trail.c.number).where(tables.trail.c.incident_id == incident.c.id).exists()
    return (
        select(incident.c.id)
        .where(
            incident.c.status == Status.EXPIRED.value,
            incident.c.updated_at < micros(now - rules.CANDIDATES_KEPT),
            ~named,
            ~on_record,
        )
        .order_by(incident.c.updated_at, incident.c.id)
        .limit(rules.PRUNED_AT_ONCE)
    )


def settled_long_ago(now: datetime) -> Select[Any]:
    """Ids of deliveries accepted long ago that still have attempts.

    No index knows when a delivery was accepted, and the rows of all deliveries are years of bodies. But
    ids sort by creation (core/ids.py), so the attempts up to the newest delivery that is old enough are
    one stretch of the ledger's key, which only what was never accepted outlives.
    """
    attempt, delivery = tables.attempt, tables.delivery
    before = micros(now - rules.LEDGER_KEPT)
    newest = (
        select(delivery.c.id)
        .where(delivery.c.created_at < before)
        .order_by(delivery.c.created_at.desc(), delivery.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    # its own name: what correlates with the ledger here must not be taken for the row of `newest`
    theirs = delivery.alias("theirs")
    settled = (
        select(theirs.c.number)
        .where(
            theirs.c.id == attempt.c.delivery_id,
            theirs.c.state == DeliveryState.ACCEPTED.value,
            theirs.c.accepted_at < before,
        )
        .exists()
    )
    return (
        select(attempt.c.delivery_id)
        .where(attempt.c.delivery_id <= newest, settled)
        .distinct()
        .order_by(attempt.c.delivery_id)
        .limit(rules.PRUNED_AT_ONCE)
    )


def prune(connection: Connection, now: datetime, *, last_event: int) -> Mapping[str, int]:
    """Drop what `base.Writer.prune` names; return how many of each went."""
    callbacks, events = tables.callback, tables.live_event
    return {
        "events": connection.execute(
            delete(events).where(events.c.seq <= last_event - rules.EVENTS_KEPT)
        ).rowcount,
        "callbacks": connection.execute(
            delete(callbacks).where(callbacks.c.at < micros(now - rules.CALLBACKS_KEPT))
        ).rowcount,
        "candidates": _drop(connection, came_to_nothing(now), _OF_INCIDENT),
        "attempts": _drop(connection, settled_long_ago(now), (tables.attempt.c.delivery_id,)),
        **sql_load.prune(connection, now),
        **sql_shift.prune(connection, now),
        "undos": sql_undo.prune(connection, now),
        "looks": sql_figures.prune(connection, now),
    }


def _drop(connection: Connection, which: Select[Any], columns: tuple[Any, ...]) -> int:
    """Delete the rows that hold one of these ids, one statement a table; return how many of the last went."""
    ids = connection.execute(which).scalars().all()
    gone = 0
    for column in columns if ids else ():
        gone = connection.execute(delete(column.table).where(column.in_(ids))).rowcount
    return gone
