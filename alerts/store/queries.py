"""The questions asked of the database, each with its name and the index that answers it.

What every transaction asks is built once and takes parameters; building a question costs more than
SQLite's answer to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from alerts.store.base import DeliveryState, IncidentQuery
from alerts.store.cursor import micros, read_cursor
from alerts.store.figures import HOUR_US, LATE_US
from alerts.store.tables import (
    attempt,
    delivery,
    disabled_receiver,
    incident,
    incident_camera,
    incident_report,
    live_event,
    live_subject,
    step,
)
from alerts.store.tables import incident_document as document
from core.incident import Status
from core.people.scope import Scope

Columns = ReadOnlyColumnCollection[str, Any]
_ALL = 1 << 62  # rows
_SLIM = 0.004  # degrees of longitude, about 400 m: of a wider box the list by time finds a page sooner
_LEVELS = {9: "street", 12: "community", 15: "grid"}  # digits of a code -> column that holds it

# Partial indexes are used only where their condition stands literally in the query.
_LIVE = text("incident.live = 1")
_WAITS = text("incident.held <> ''")
_OVERDUE = text("incident.overdue = 1")
_PENDING = text("delivery.state = 'pending'")
_HEAD = text("delivery.head = 1")


# One document, by primary key. Parameter: incident_id.
INCIDENT_BY_ID = select(document.c.document).where(document.c.incident_id == bindparam("incident_id"))

# Some of them. Parameter: ids.
INCIDENTS_BY_ID = select(document.c.document).where(
    document.c.incident_id.in_(bindparam("ids", expanding=True))
)


# What some incidents are before they are changed: version, length of history, document. Parameter: ids.
STANDING = (
    select(incident.c.id, incident.c.version, incident.c.steps, document.c.document)
    .join(document, document.c.incident_id == incident.c.id)
    .where(incident.c.id.in_(bindparam("ids", expanding=True)))
)

# Whether a delivery may be appended, and where, in one round trip. Parameters: id, incident_id, receiver.
BEFORE_ENQUEUE = select(
    select(delivery.c.number).where(delivery.c.id == bindparam("id")).scalar_subquery().label("taken"),
    select(incident.c.version)
    .where(incident.c.id == bindparam("incident_id"))
    .scalar_subquery()
    .label("version"),
    select(func.max(delivery.c.seq))
    .where(delivery.c.incident_id == bindparam("incident_id"), delivery.c.receiver == bindparam("receiver"))
    .scalar_subquery()
    .label("last_seq"),
    select(disabled_receiver.c.receiver)
    .where(disabled_receiver.c.receiver == bindparam("receiver"))
    .scalar_subquery()
    .label("disabled"),
    select(delivery.c.number)
    .where(
        delivery.c.incident_id == bindparam("incident_id"),
        delivery.c.receiver == bindparam("receiver"),
        _PENDING,
    )
    .exists()
    .label("waits"),
)


def incident_by_report(report: str) -> Select[Any]:
    """The incident that holds this report, live ones first, then the newest: by the side table's key."""
    return (
        select(document.c.document)
        .join(incident, incident.c.id == document.c.incident_id)
        .join(incident_report, incident_report.c.incident_id == incident.c.id)
        .where(incident_report.c.report == report)
        .order_by(incident.c.live.desc(), incident.c.created_at.desc(), incident.c.id.desc())
        .limit(1)
    )


def incident_by_subject(subject: str) -> Select[Any]:
    """The newest incident that has not ended and shows this subject: by the side table's key."""
    return (
        select(document.c.document)
        .join(incident, incident.c.id == document.c.incident_id)
        .join(live_subject, live_subject.c.incident_id == incident.c.id)
        .where(live_subject.c.subject == subject)
        .order_by(incident.c.created_at.desc(), incident.c.id.desc())
        .limit(1)
    )


def live(matter: str | None) -> Select[Any]:
    """What has not ended, oldest first: by two partial indexes, which hold nothing else."""
    return (
        select(document.c.document)
        .join(incident, incident.c.id == document.c.incident_id)
        .where(_LIVE, true() if matter is None else incident.c.matter == matter)
        .order_by(incident.c.created_at, incident.c.id)
    )


def page(query: IncidentQuery) -> Select[Any]:
    """One page and one row more, newest first.

    The ids are chosen from the narrow table, by the index of the most telling filter; documents are
    opened only for the rows of the page.
    """
    of = _few(query)
    rows = (incident if of is None else of).c
    chosen = (
        select(rows.id, rows.updated_at)
        .where(*_filters(query, rows))
        .order_by(rows.updated_at.desc(), rows.id.desc())
        .limit(query.limit + 1)
        .subquery("chosen")
    )
    return (
        select(document.c.document)
        .join(chosen, chosen.c.id == document.c.incident_id)
        .order_by(chosen.c.updated_at.desc(), chosen.c.id.desc())
    )


def _few(query: IncidentQuery) -> Subquery | None:
    """Return what is looked through where a filter leaves some hundreds of rows at most, whatever else is asked.

    SQLite, which knows nothing about how much there is of what, would go through a whole matter, status or year
    for them. The limit keeps it from taking the two questions for one.
    """
    found = select(incident).limit(_ALL)
    if query.camera_id is not None:  # by the side table's key
        own = incident_camera.c.incident_id == incident.c.id
        return (
            found.join(incident_camera, own)
            .where(incident_camera.c.camera_id == query.camera_id)
            .subquery("incident")
        )
    if query.box is not None and query.box[2] - query.box[0] <= _SLIM:  # ix_incident_place
        west, south, east, north = query.box
        inside = incident.c.lon.between(west, east) & incident.c.lat.between(south, north)
        return found.where(inside).subquery("incident")
    others = query.matters or query.owners or query.grid_prefix or query.box or not query.scope.everything
    if others and query.statuses and not any(status.ended for status in query.statuses):  # ix_incident_live
        return found.where(_LIVE).subquery("incident")
    return None


def _filters(query: IncidentQuery, of: Columns = incident.c) -> list[Any]:
    wanted: list[Any] = []
    if query.statuses:
        wanted.append(of.status.in_([status.value for status in query.statuses]))
    else:
        wanted.append(of.status != Status.CANDIDATE.value)
    if query.matters:
        wanted.append(of.matter.in_(query.matters))
    if query.owners:
        wanted.append(of.owner.in_(query.owners))
    if query.grid_prefix:
        wanted.append(_under(query.grid_prefix, of))
    wanted += _within(query.scope, of)
    if query.since is not None:
        wanted.append(of.updated_at >= micros(query.since))
    if query.until is not None:
        wanted.append(of.updated_at < micros(query.until))
    wanted += _of_the_case(query, of)
    if query.box is not None:
        west, south, east, north = query.box
        # as expressions: no index of theirs is to be taken for a wide box, in which half a district may lie
        lon, lat = func.coalesce(of.lon, 0.0), func.coalesce(of.lat, 0.0)
        wanted.append(lon.between(west, east) & lat.between(south, north))
    if query.after is not None:
        at, incident_id = read_cursor(query.after)
        wanted.append(tuple_(of.updated_at, of.id) < tuple_(at, incident_id))
    return wanted


def _of_the_case(query: IncidentQuery, of: Columns) -> list[Any]:
    wanted: list[Any] = []
    if query.stages:
        wanted.append(of.stage.in_([stage.value for stage in query.stages]))
    if query.held:
        wanted += [_WAITS, of.held.in_(query.held)]
    if query.overdue:
        wanted.append(_OVERDUE)
    return wanted


def _within(scope: Scope, of: Columns = incident.c) -> list[Any]:
    wanted: list[Any] = []
    if scope.grids:
        wanted.append(or_(*(_under(prefix, of) for prefix in scope.grids)))
    if scope.owners:
        wanted.append(of.owner.in_(scope.owners))
    return wanted


def _under(prefix: str, of: Columns) -> ColumnElement[bool]:
    """Match a grid prefix by equality on the deepest level it names, so that order comes from the index."""
    if len(prefix) in _LEVELS:
        same: ColumnElement[bool] = of[_LEVELS[len(prefix)]] == prefix
        return same
    starts: ColumnElement[bool] = of.grid.startswith(prefix, autoescape=True)
    if len(prefix) > 15:
        return starts
    if len(prefix) > 12:
        return and_(of.community == prefix[:12], starts)
    if len(prefix) > 9:
        return and_(of.street == prefix[:9], starts)
    return starts  # most of a district: the list by time finds a page of it soonest


# Every step of one incident, by primary key. Parameter: incident_id.
HISTORY = select(step.c.document).where(step.c.incident_id == bindparam("incident_id")).order_by(step.c.seq)


def by_status(scope: Scope) -> Select[Any]:
    """How many incidents stand where: ix_incident_status from end to end; of a part of the district, the table."""
    return select(incident.c.status, func.count()).where(*_within(scope)).group_by(incident.c.status)


def waiting(scope: Scope) -> Select[Any]:
    """How many wait for an operator and why, and how many are overdue: two partial indexes end to end."""
    held = select(incident.c.held, func.count()).where(_WAITS, *_within(scope)).group_by(incident.c.held)
    late = (
        select(literal("overdue"), func.count())
        .select_from(incident)
        .where(_OVERDUE, *_within(scope))
        .having(func.count() > 0)
    )
    both = union_all(held, late).subquery()
    return select(*both.c)


# One outbox row, by its unique id. Parameter: id.
DELIVERY_BY_ID = select(delivery).where(delivery.c.id == bindparam("id"))

# Some of them, without their bodies, which no attempt changes. Parameter: ids.
STANDING_DELIVERIES = select(*(column for column in delivery.c if column.name != "body")).where(
    delivery.c.id.in_(bindparam("ids", expanding=True))
)


def deliveries(
    *,
    incident_id: str | None,
    receiver: str | None,
    states: Sequence[DeliveryState],
    since: datetime | None,
    until: datetime | None = None,
    case_number: str | None = None,
    after: str | None = None,
    limit: int | None,
) -> Select[Any]:
    """Outbox rows in the order they were enqueued."""
    found = select(delivery).order_by(delivery.c.number).limit(limit)
    if until is not None:
        found = found.where(delivery.c.created_at < micros(until))
    if case_number is not None:
        found = found.where(delivery.c.case_number == case_number)
    if after is not None:
        other = delivery.alias("other")
        found = found.where(
            delivery.c.number > select(other.c.number).where(other.c.id == after).scalar_subquery()
        )
    if incident_id is not None:
        found = found.where(delivery.c.incident_id == incident_id)
    if receiver is not None:
        found = found.where(delivery.c.receiver == receiver)
    if states:
        found = found.where(delivery.c.state.in_([state.value for state in states]))
    if since is not None:
        found = found.where(delivery.c.created_at >= micros(since))
    return found


def by_state() -> Select[Any]:
    """How many deliveries stand where: ix_delivery_state from end to end."""
    return select(delivery.c.state, func.count()).group_by(delivery.c.state)


def undelivered(scope: Scope) -> Select[Any]:
    """How many of each receiver stand where, but for what was accepted: three short ranges of ix_delivery_state."""
    states = [state.value for state in DeliveryState if state is not DeliveryState.ACCEPTED]
    found = (
        select(delivery.c.receiver, delivery.c.state, func.count())
        .where(delivery.c.state.in_(states))
        .group_by(delivery.c.receiver, delivery.c.state)
    )
    return found if scope.everything else _of_cases(found, scope)


def delivery_hours(since: int, until: int, scope: Scope) -> Select[Any]:
    """What became of messages about cases of a scope, by hour and receiver: ix_delivery_created_at, then each case."""
    hour = delivery.c.created_at // HOUR_US
    accepted = delivery.c.state == DeliveryState.ACCEPTED.value
    late = and_(accepted, delivery.c.accepted_at - delivery.c.created_at > LATE_US)
    counted = (
        accepted,
        late,
        *(delivery.c.state == one.value for one in (DeliveryState.DEAD, DeliveryState.HELD)),
    )
    found = (
        select(
            hour, delivery.c.receiver, func.count(), *(func.sum(case((one, 1), else_=0)) for one in counted)
        )
        .where(delivery.c.created_at >= since * HOUR_US, delivery.c.created_at < until * HOUR_US)
        .group_by(hour, delivery.c.receiver)
        .order_by(hour, delivery.c.receiver)
    )
    return _of_cases(found, scope)


def _of_cases(found: Select[Any], scope: Scope) -> Select[Any]:
    """Narrow a question about deliveries to those about incidents of a scope."""
    return found.join(incident, incident.c.id == delivery.c.incident_id).where(*_within(scope))


# Heads of queues that may be tried now, longest due first: ix_delivery_head holds nothing else, however much
# waits behind them. Parameters: now, limit, without, and receiver in the second.
_ALL_DUE = (
    select(delivery)
    .where(
        _HEAD,
        delivery.c.next_at <= bindparam("now"),
        delivery.c.receiver.not_in(select(disabled_receiver.c.receiver)),
        delivery.c.id.not_in(bindparam("without", expanding=True)),
    )
    .order_by(delivery.c.next_at, delivery.c.number)
    .limit(bindparam("limit", type_=Integer))
)
_DUE = _ALL_DUE.where(delivery.c.receiver == bindparam("receiver"))


def due(receiver: str | None) -> Select[Any]:
    """What is due of one receiver or of all; see above."""
    return _ALL_DUE if receiver is None else _DUE


def ledger(delivery_id: str) -> Select[Any]:
    """Every attempt of one delivery, by primary key."""
    return select(attempt).where(attempt.c.delivery_id == delivery_id).order_by(attempt.c.number)


def events(seq: int, limit: int) -> Select[Any]:
    """Live events after `seq`, by primary key."""
    return select(live_event).where(live_event.c.seq > seq).order_by(live_event.c.seq).limit(limit)
