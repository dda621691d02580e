"""Whether a store is whole: what must hold of incidents, histories, outbox and pictures after any crash.

Every check returns what is wrong, nothing when all is well.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from alerts.outbox import telling
from alerts.store.base import Delivery, DeliveryState, IncidentQuery, Reader
from alerts.store.trail import Kind as TrailKind
from core.incident import Incident, Status, Step

RECEIVER = "grid-platform"


class Kind(StrEnum):
    """In which way something is wrong."""

    LOST = "lost"  # what was committed, or was to be told, is not there
    OUT_OF_ORDER = "out_of_order"  # an older version of a case came after a newer one
    TRAIL = "trail"  # the history of a case has a gap, or does not lead to where the case stands
    ALTERED = "altered"  # other bytes, or a signature that does not fit


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong."""

    kind: Kind
    about: str  # incident or delivery
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about} {self.what}"


def every_incident(reader: Reader) -> list[Incident]:
    """Return all of them, candidates included."""
    found: list[Incident] = []
    after: str | None = None
    while True:
        page = reader.find(IncidentQuery(statuses=tuple(Status), after=after, limit=500))
        found += page.incidents
        after = page.next
        if after is None:
            return found


def faults_of_store(reader: Reader, evidence: Path) -> list[Fault]:
    """Check every incident with everything that belongs to it."""
    heard = Counter(event.ref for event in _live_events(reader) if event.kind == "incident")
    wrong: list[Fault] = []
    for incident in every_incident(reader):
        history = reader.history(incident.id)
        rows = reader.deliveries(incident_id=incident.id, receiver=RECEIVER)
        told = {
            Kind.TRAIL: _history(incident, history),
            Kind.LOST: itertools.chain(
                _outbox(incident, history, rows, _held(reader, incident.id)),
                _pictures(incident, evidence),
                _heard(history, heard[incident.id]),
            ),
        }
        wrong += [
            Fault(kind=kind, about=incident.id, what=what) for kind, found in told.items() for what in found
        ]
    return wrong


def faults_of_delivery(
    reader: Reader, arrivals: Sequence[Mapping[str, Any]], *, owed: bool = False
) -> list[Fault]:
    """Check what the receiver got against what was to be sent. `owed`: what is pending may still be on its way."""
    rows = {row.id: row for row in _every_delivery(reader)}
    taken = [arrival for arrival in arrivals if arrival["status"] == 200]
    wrong = [
        Fault(kind=Kind.ALTERED, about=a["id"], what=f"the receiver refused it with {a['status']}")
        for a in arrivals
        if a["status"] != 200
    ]
    came = {arrival["id"] for arrival in taken}
    for row in rows.values():
        if row.state is DeliveryState.PENDING and owed:
            continue
        if row.state is not DeliveryState.ACCEPTED:
            wrong.append(Fault(kind=Kind.LOST, about=row.id, what=f"is {row.state.value}"))
        elif row.id not in came:
            wrong.append(Fault(kind=Kind.LOST, about=row.id, what="is called accepted and never arrived"))
    return wrong + list(_arrived(rows, taken))


def _arrived(rows: Mapping[str, Delivery], taken: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    newest: dict[str, int] = {}
    known: set[str] = set()
    for arrival in taken:
        name, incident, version = arrival["id"], arrival["incident"], arrival["version"]
        row = rows.get(name)
        if row is None or row.incident_id != incident:
            yield Fault(kind=Kind.LOST, about=name, what=f"told the receiver of {incident}; nobody knows it")
            continue
        if hashlib.sha256(row.body).hexdigest() != arrival["sha256"]:
            yield Fault(kind=Kind.ALTERED, about=name, what="was sent with another body")
        if name not in known and version <= newest.get(incident, 0):
            what = f"tells version {version} after version {newest[incident]}"
            yield Fault(kind=Kind.OUT_OF_ORDER, about=name, what=what)
        known.add(name)
        newest[incident] = max(version, newest.get(incident, 0))


def _every_delivery(reader: Reader) -> Iterator[Delivery]:
    """Yield every row for the receiver, one incident after the other: a district's worth does not fit one list."""
    for incident in every_incident(reader):
        yield from reader.deliveries(incident_id=incident.id, receiver=RECEIVER, limit=100_000)


def _live_events(reader: Reader) -> Iterator[Any]:
    seq = 0
    while events := reader.events_since(seq):
        yield from events
        seq = events[-1].seq


def _history(incident: Incident, history: Sequence[Step]) -> Iterator[str]:
    if not history:
        yield "has no history"
        return
    if [step.seq for step in history] != list(range(1, len(history) + 1)):
        yield f"history is numbered {[step.seq for step in history]}"
    if history[0].before is not None:
        yield f"history begins from {history[0].before}"
    for one, two in itertools.pairwise(history):
        if one.after is not two.before:
            yield f"step {one.seq} leads to {one.after}, step {two.seq} begins at {two.before}"
        if two.at < one.at:
            yield f"step {two.seq} is earlier than the one before"
    yield from _present(incident, history)


def _present(incident: Incident, history: Sequence[Step]) -> Iterator[str]:
    """Whether the incident stands where its history has led it."""
    if history[-1].after is not incident.status:
        yield f"is {incident.status}, history ends at {history[-1].after}"
    if incident.version < len(_changes(history)):
        yield f"version {incident.version} is less than its {len(_changes(history))} changes"
    opened = [step.at for step in history if step.after is Status.OPEN and step.before is Status.CANDIDATE]
    if [incident.opened_at] * len(opened) != opened or (incident.opened_at and not opened):
        yield f"opened at {incident.opened_at}, by its history {opened}"
    if (incident.status is Status.CLOSED) != (incident.closed_at is not None):
        yield f"is {incident.status} and was closed at {incident.closed_at}"


def _held(reader: Reader, incident_id: str) -> dict[int, str | None]:
    """Return by step what the case waited for after it, by its trail: while it waits, nobody is told."""
    held: str | None = None
    after: dict[int, str | None] = {}
    for row in reader.trail_of(incident_id):
        record = json.loads(row.record)
        if "case" in record:
            held = record["case"]["held_for"]
        if row.kind == TrailKind.STEP:
            after[record["step"]["seq"]] = held
    return after


def _outbox(
    incident: Incident, history: Sequence[Step], rows: Sequence[Delivery], held: Mapping[int, str | None]
) -> Iterator[str]:
    due: list[str] = []
    was: str | None = None
    for change in _changes(history):
        now = held.get(change[-1].seq, was)
        then = replace(incident, status=change[-1].after, case=replace(incident.case, held_for=now))
        most = telling(then, change, was)
        due += [most[0]] if most else []
        was = now
    sent = [row.type.split(".")[2] for row in rows]
    if sent != due:
        yield f"its history is to be told as {due}, its outbox holds {sent}"
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        yield f"outbox is numbered {[row.seq for row in rows]}"
    versions = [row.incident_version for row in rows]
    if versions != sorted(set(versions)) or (versions and versions[-1] > incident.version):
        yield f"outbox tells versions {versions} of {incident.version}"


def _pictures(incident: Incident, evidence: Path) -> Iterator[str]:
    for picture in incident.pictures:
        for key in filter(None, (picture.raw_key, picture.masked_key)):
            if not (evidence / key).is_file():
                yield f"its {picture.role} picture {key} is not there"
        raw = evidence / picture.raw_key
        if raw.is_file() and hashlib.sha256(raw.read_bytes()).hexdigest() != picture.sha256:
            yield f"its {picture.role} picture has other bytes"


def _heard(history: Sequence[Step], heard: int) -> Iterator[str]:
    unseen = {Status.CANDIDATE, Status.EXPIRED}
    due = sum(change[-1].after not in unseen for change in _changes(history))
    if heard != due:
        yield f"consoles were told {heard} of {due} changes"


def _changes(history: Sequence[Step]) -> list[list[Step]]:
    """Return the steps of each transaction: they have the same instant."""
    return [list(steps) for _, steps in itertools.groupby(history, key=lambda step: step.at)]
