"""Whether a store is whole: what must hold of incidents, histories, outbox and pictures after any crash.

Every check returns sentences about what is wrong, none when all is well.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from alerts.outbox import event_of
from alerts.store.base import Delivery, DeliveryState, IncidentQuery, Reader
from core.incident import Incident, Status, Step

RECEIVER = "grid-platform"


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


def faults_of_store(reader: Reader, evidence: Path) -> list[str]:
    """Check every incident with everything that belongs to it."""
    heard = Counter(event.ref for event in _live_events(reader) if event.kind == "incident")
    wrong: list[str] = []
    for incident in every_incident(reader):
        history = reader.history(incident.id)
        rows = reader.deliveries(incident_id=incident.id, receiver=RECEIVER)
        told = [
            *_history(incident, history),
            *_outbox(incident, history, rows),
            *_pictures(incident, evidence),
            *_heard(history, heard[incident.id]),
        ]
        wrong += [f"{incident.id}: {sentence}" for sentence in told]
    return wrong


def faults_of_delivery(reader: Reader, arrivals: Sequence[Mapping[str, Any]]) -> list[str]:
    """Check what the receiver got against what was to be sent; everything is to have arrived by now."""
    rows = {row.id: row for row in reader.deliveries(receiver=RECEIVER, limit=100_000)}
    taken = [arrival for arrival in arrivals if arrival["status"] == 200]
    wrong = [f"the receiver refused {a['id']} with {a['status']}" for a in arrivals if a["status"] != 200]
    wrong += [
        f"{row.id} is {row.state.value}" for row in rows.values() if row.state != DeliveryState.ACCEPTED
    ]
    wrong += [f"{name} never arrived" for name in rows.keys() - {arrival["id"] for arrival in taken}]
    newest: dict[str, int] = {}
    known: set[str] = set()
    for arrival in taken:
        row = rows.get(arrival["id"])
        if row is None or reader.incident(arrival["incident"]) is None:
            wrong.append(f"the receiver heard of {arrival['incident']} by {arrival['id']}; nobody knows it")
            continue
        if hashlib.sha256(row.body).hexdigest() != arrival["sha256"]:
            wrong.append(f"{row.id} was sent with another body")
        if arrival["id"] not in known and arrival["version"] <= newest.get(arrival["incident"], 0):
            wrong.append(f"{row.id} is out of order")
        known.add(arrival["id"])
        newest[arrival["incident"]] = max(arrival["version"], newest.get(arrival["incident"], 0))
    return wrong


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


def _outbox(incident: Incident, history: Sequence[Step], rows: Sequence[Delivery]) -> Iterator[str]:
    due = [told for change in _changes(history) if (told := _told(change)) is not None]
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


def _told(change: Sequence[Step]) -> str | None:
    """Return how a receiver hears of a transaction: a change of status says more than an update."""
    told = [event for step in change if (event := event_of(step)) is not None]
    telling = [event for event in told if event != "updated"] or told
    return telling[-1] if telling else None
