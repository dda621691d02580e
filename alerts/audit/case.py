"""The audit of one case: its rows against their hashes, and against everything else that is kept of it.

A row that was changed does not fit its hash; one that was taken out, put in or moved leaves a wrong number or
a wrong predecessor. What lies beside the trail is compared with it: history, outbox, ledger, present state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from alerts.audit.fault import Fault
from alerts.store.base import FIRST, Delivery, DeliveryState, Reader, Row
from alerts.store.outcomes import KEPT_ANSWER
from alerts.store.shapes import WrongValue, reader_of
from alerts.store.trail import Kind, chain_of, digest, hash_of, on_record
from core.incident import Incident, Step

_ENDED = {DeliveryState.ACCEPTED, DeliveryState.DEAD}
_VERSIONS = {
    Kind.STEP,
    Kind.CHANGED,
}  # tell a version's digest as `state`; that of a delivery is another thing
_MOST = 100_000  # deliveries of one case that are looked at


def faults_of_case(reader: Reader, incident_id: str, incident: Incident | None = None) -> Iterator[Fault]:
    """Yield what is wrong with one case; nothing where all is as it was written."""
    incident = incident or reader.incident(incident_id)
    rows = reader.trail_of(incident_id)
    if incident is None:
        what = "the case itself is not kept any more" if rows else "there is no such case"
        yield Fault(incident_id=incident_id, what=what)
        return
    if not rows:
        if on_record(incident):
            yield Fault(
                incident_id=incident_id, what=f"is {incident.status.value}, but all of its trail is gone"
            )
        return
    unbound = list(_bound(rows))
    yield from unbound
    if unbound:
        return  # what they say is not what was written: nothing is to be compared with it
    try:
        records = [(row, json.loads(row.record)) for row in rows]
        beside = [
            *_history(reader, incident, records),
            *_deliveries(reader, incident, records),
            *_state(reader, incident, records),
            *_links(reader, incident, records),
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Fault(incident_id=incident_id, what=f"a record has not the form of one: {error!r:.100}")
    else:
        yield from beside


def faults_of_place(reader: Reader, incident_id: str) -> Iterator[Fault]:
    """Yield where the rows of a case do not fit between their neighbours in the store."""
    for row in reader.trail_of(incident_id):
        before = reader.trail(row.number - 2, 1) if row.number > 1 else ()
        prior = before[0].chain if before and before[0].number == row.number - 1 else FIRST
        if chain_of(row.number, prior, row.hash) != row.chain:
            yield Fault.at(row, "does not follow the row before it in the store")


def _bound(rows: Sequence[Row]) -> Iterator[Fault]:
    before = FIRST
    for seq, row in enumerate(rows, 1):
        if row.seq != seq:
            yield Fault.at(row, f"seq {seq} was expected here: rows before it were taken out")
            return
        due = hash_of(
            incident_id=row.incident_id,
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            before=before,
            record=row.record,
        )
        if due != row.hash:
            yield Fault.at(row, f"its content has the hash {due}, {row.hash} was written")
        before = row.hash


def _history(reader: Reader, incident: Incident, records: Sequence[tuple[Row, Any]]) -> Iterator[Fault]:
    """The history that operators are shown is the one in the trail."""
    entered = [(row, record["step"]) for row, record in records if row.kind == Kind.STEP]
    shown = reader.history(incident.id)
    if not on_record(incident):
        shown = shown[: len(entered)]  # a case that fell back to a candidate goes on unrecorded
    for pair, step in zip_longest(entered, shown):
        if pair is None:
            yield Fault(incident_id=incident.id, what=f"step {step.seq} is in the history, not in the trail")
        elif step is None:
            yield Fault.at(pair[0], f"its step {pair[1].get('seq')} is gone from the history")
        elif (written := _step(pair[1])) != step:
            told = "cannot be read" if written is None else _difference(written, step)
            yield Fault.at(pair[0], f"step {step.seq} of the history is not what was written: {told}")


def _deliveries(reader: Reader, incident: Incident, records: Sequence[tuple[Row, Any]]) -> Iterator[Fault]:
    queued = {record["delivery"]: (row, record) for row, record in records if row.kind == Kind.QUEUED}
    settled = {record["delivery"]: (row, record) for row, record in records if row.kind == Kind.SETTLED}
    kept = {row.id: row for row in reader.deliveries(incident_id=incident.id, limit=_MOST)}
    for name, (row, record) in queued.items():
        delivery = kept.get(name)
        if delivery is None:
            yield Fault.at(row, f"its delivery {name} is not kept any more")
        elif digest(delivery.body) != record["sha256"] or _named(delivery) != _named(record):
            yield Fault.at(row, f"delivery {name} is not the one that was put into the outbox")
    for name, delivery in kept.items():
        if name not in queued:
            yield Fault(
                incident_id=incident.id, what=f"delivery {name} is kept, but was never put into the outbox"
            )
        if delivery.state in _ENDED:
            told = settled[name][1]["state"] if name in settled else "nothing"
            if told != delivery.state:
                number = settled[name][0].number if name in settled else None
                what = f"delivery {name} is {delivery.state.value}, its trail says {told}"
                yield Fault(incident_id=incident.id, number=number, what=what)
    for name, (row, record) in settled.items():
        yield from _ledger(reader, name, row, record)


def _ledger(reader: Reader, name: str, row: Row, record: Any) -> Iterator[Fault]:
    """The attempt that ended a delivery, while the ledger still has it."""
    for attempt in reader.attempts(name):
        if attempt.number != record["attempt"] or "answer" not in record:
            continue
        told = (attempt.outcome, attempt.status, attempt.detail[:KEPT_ANSWER])
        if told != (record["outcome"], record["status"], record["answer"]):
            yield Fault.at(row, f"attempt {attempt.number} of {name} in the ledger is not what was written")


def _state(reader: Reader, incident: Incident, records: Sequence[tuple[Row, Any]]) -> Iterator[Fault]:
    """The present state, where its version is the last that has a row; views seen again have none."""
    row, record = next(
        ((r, t) for r, t in reversed(records) if r.kind in _VERSIONS and "state" in t), (None, None)
    )
    if row is None or record is None:
        return
    if record["version"] > incident.version:
        yield Fault.at(row, f"tells version {record['version']}; the case is at version {incident.version}")
    elif record["version"] == incident.version:
        found = digest(reader.document(incident.id) or "")
        if found != record["state"]:
            yield Fault.at(
                row, f"the case as it stands has the digest {found}, {record['state']} was written"
            )
    steps = [t["step"] for r, t in records if r.kind == Kind.STEP]
    if steps and on_record(incident) and steps[-1].get("after") != incident.status.value:
        yield Fault.at(
            row, f"the case is {incident.status.value}; its last step led to {steps[-1].get('after')}"
        )


def _links(reader: Reader, incident: Incident, records: Sequence[tuple[Row, Any]]) -> Iterator[Fault]:
    made = {record["link"]: (row, record) for row, record in records if row.kind == Kind.LINKED}
    taken_back = {record["link"]: row for row, record in records if row.kind == Kind.UNLINKED}
    for link in reader.public_links(incident.id):
        if link.id not in made:
            yield Fault(incident_id=incident.id, what=f"public link {link.id} was made by nobody")
        elif link.expires_at.isoformat() != made[link.id][1]["until"]:
            yield Fault.at(made[link.id][0], f"public link {link.id} ends at another time than was written")
        if link.id in taken_back and link.revoked_at is None:
            yield Fault.at(taken_back[link.id], f"public link {link.id} was taken back, and opens")


def _step(plain: Any) -> Step | None:
    try:
        step: Step = reader_of(Step)(plain)
    except WrongValue:
        return None
    return step


def _difference(written: Step, found: Step) -> str:
    names = ("seq", "at", "who", "what", "before", "after", "why", "look_id", "facts")
    wrong = next((name for name in names if getattr(written, name) != getattr(found, name)), "?")
    return f"{wrong} was {getattr(written, wrong, None)!s:.80}, is {getattr(found, wrong, None)!s:.80}"


def _named(one: Delivery | Any) -> tuple[Any, ...]:
    if isinstance(one, Delivery):
        return one.receiver, one.incident_version, one.type
    return one["receiver"], one["version"], one["type"]
