"""What a store keeps and gives back, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.case import Stage
from core.incident import Incident, Status
from core.people.scope import EVERYTHING, Scope

Json = dict[str, Any]
FIRST = "0" * 64  # stands where a trail has no row before: of a case, and of the store


class DeliveryState(StrEnum):
    """Where one outbox row stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DEAD = "dead"  # gave up; can be replayed
    HELD = "held"  # its receiver is disabled (410); can be replayed


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One outbox row: one version of one incident for one receiver. `body` is sent byte for byte."""

    id: str  # webhook-id: constant across retries
    seq: int  # order within (incident_id, receiver): 1, 2, 3 ...
    incident_id: str
    incident_version: int
    receiver: str
    type: str  # CloudEvents type, e.g. "gridwatch.incident.opened.v1"
    body: bytes
    created_at: datetime
    next_at: datetime  # not to be tried before
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    spent: int = 0  # attempts made before the last replay; the retry schedule counts from here
    accepted_at: datetime | None = None
    last_error: str | None = None
    case_number: str | None = None  # the receiver's own, as it last answered


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One line of the ledger: one try of one delivery."""

    delivery_id: str
    number: int  # 1, 2, 3 ...
    at: datetime
    took_s: float
    status: int | None  # HTTP status; None when there was no answer
    outcome: str  # "accepted" | "retry" | "gave_up" | "gone" | "refused"
    detail: str  # first 500 characters of the answer or the error, without secrets
    case_number: str | None = None  # the receiver's own, where the answer held one


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What follows from one attempt."""

    attempt: Attempt
    state: DeliveryState  # of its delivery from now on
    next_at: datetime | None = None  # for a delivery that stays pending: not to be tried before


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of the trail of a case: bound to the rows before it (alerts/store/trail.py)."""

    number: int  # 1, 2, 3 ... in the whole store
    incident_id: str
    seq: int  # 1, 2, 3 ... within the case
    at: datetime
    kind: str  # of trail.Kind
    record: str  # JSON object, keys sorted, no white space; hashed as it is
    hash: str  # 64 hex digits, over the row and the `hash` before it in the case
    chain: str  # 64 hex digits, over `hash` and the `chain` before it in the store


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """How far the trail of the whole store has come."""

    number: int = 0  # rows
    chain: str = FIRST  # of the last of them


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentQuery:
    """A filter; what is None or empty does not filter. Newest first, keyset paging by `after`."""

    grid_prefix: str | None = None
    matters: tuple[str, ...] = ()  # matter keys
    owners: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()  # empty: all but candidates
    camera_id: str | None = None
    since: datetime | None = None  # updated_at >= since
    until: datetime | None = None  # updated_at < until
    box: tuple[float, float, float, float] | None = None  # west, south, east, north, WGS-84
    stages: tuple[Stage, ...] = ()  # of the city's case
    held: tuple[
        str, ...
    ] = ()  # waits for an operator for one of these reasons (core.case); never what has ended
    overdue: bool = False  # True: only what a unit has had for longer than its limit
    scope: Scope = EVERYTHING  # only what whoever asks may see
    after: str | None = None  # opaque cursor of the page before
    limit: int = 50  # 1..500


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of incidents."""

    incidents: tuple[Incident, ...]
    next: str | None  # cursor of the next page; None at the end


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveEvent:
    """Something that a console shows at once; resumable by `seq`."""

    seq: int
    at: datetime
    kind: str  # "incident" | "camera" | "outage" | "delivery"
    ref: str  # incident id, camera id, outage id, delivery id
    data: Json


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEvent:
    """A live event that has no number yet."""

    at: datetime
    kind: str
    ref: str
    data: Json
