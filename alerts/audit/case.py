"""The audit of one case: its rows against their hashes, and against everything else that is kept of it. Pure.

A row that was changed does not fit its hash; one that was taken out, put in or moved leaves a wrong number or
a wrong predecessor. What lies beside the trail is compared with it: history, outbox, ledger, links, present state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from alerts.audit.fault import Fault
from alerts.store.base import FIRST, Delivery, DeliveryState, Reader, Row
from alerts.store.casefile import CaseFile
from alerts.store.outcomes import KEPT_ANSWER
from alerts.store.shapes import WrongValue, reader_of
from alerts.store.trail import UNTOLD, Kind, chain_of, digest, hash_of
from core.incident import Step

_ENDED = {DeliveryState.ACCEPTED, DeliveryState.DEAD}
_VERSIONS = {
    Kind.STEP,
    Kind.CHANGED,
}  # tell a version's digest as `state`; a delivery's `state` is another thing
_UNTOLD = {status.value for status in UNTOLD}
_Records = Sequence[tuple[Row, Any]]


def faults_of_case(reader: Reader, incident_id: str) -> Iterator[Fault]:
    """Yield what is wrong with one case, and with its place in the store."""
    (file,) = reader.case_files([incident_id])
    yield from faults_of_file(file)
    yield from _place(reader, file)


def faults_of_file(file: CaseFile) -> Iterator[Fault]:
    """Yield what is wrong with one case; nothing where all is as it was written."""
    if file.version is None or file.document is None:
        what = "the case itself is not kept any more" if file.rows else "there is no such case"
        yield Fault(incident_id=file.incident_id, what=what)
        return
    if not file.rows:
        if file.status not in _UNTOLD:
            yield Fault(incident_id=file.incident_id, what=f"is {file.status}, but all of its trail is gone")
        return
    unbound = list(_bound(file.rows))
    yield from unbound
    if unbound:
        return  # what they say is not what was written: nothing is to be compared with it
    try:
        records = [(row, json.loads(row.record)) for row in file.rows]
        beside = [
            *_history(file, records),
            *_deliveries(file, records),
            *_state(file, records),
            *_links(file, records),
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Fault(incident_id=file.incident_id, what=f"a record has not the form of one: {error!r:.100}")
    else:
        yield from beside


def _place(reader: Reader, file: CaseFile) -> Iterator[Fault]:
    """Where the rows of a case do not fit between their neighbours in the store."""
    for row in file.rows:
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


def _history(file: CaseFile, records: _Records) -> Iterator[Fault]:
    """The history that operators are shown is the one in the trail."""
    entered = [(row, record["step"]) for row, record in records if row.kind == Kind.STEP]
    shown = [json.loads(text)["step"] for text in file.steps]
    if file.status in _UNTOLD:
        shown = shown[: len(entered)]  # a case that fell back to a candidate goes on unrecorded
    for number, (pair, found) in enumerate(zip_longest(entered, shown), 1):
        if pair is None:
            what = f"step {number} is in the history, not in the trail"
            yield Fault(incident_id=file.incident_id, what=what)
        elif found is None:
            yield Fault.at(pair[0], f"its step {number} is gone from the history")
        elif pair[1] != found and (told := _difference(pair[1], found)) is not None:
            yield Fault.at(pair[0], f"step {number} of the history is not what was written: {told}")


def _difference(written: Any, found: Any) -> str | None:
    """Return in what two steps differ; None where only one of them lacks what has its default value."""
    one, two = _step(written), _step(found)
    if one is None or two is None:
        return "it cannot be read"
    if one == two:
        return None
    wrong = next(key for key in sorted({*written, *found}) if written.get(key) != found.get(key))
    return f"{wrong} was {written.get(wrong)!s:.80}, is {found.get(wrong)!s:.80}"


def _step(plain: Any) -> Step | None:
    try:
        step: Step = reader_of(Step)(plain)
    except WrongValue:
        return None
    return step


def _deliveries(file: CaseFile, records: _Records) -> Iterator[Fault]:
    queued = {record["delivery"]: (row, record) for row, record in records if row.kind == Kind.QUEUED}
    settled = {record["delivery"]: (row, record) for row, record in records if row.kind == Kind.SETTLED}
    kept = {delivery.id: delivery for delivery in file.deliveries}
    for name, (row, record) in queued.items():
        delivery = kept.get(name)
        if delivery is None:
            yield Fault.at(row, f"its delivery {name} is not kept any more")
        elif digest(delivery.body) != record["sha256"] or _named(delivery) != _named(record):
            yield Fault.at(row, f"delivery {name} is not the one that was put into the outbox")
    for name, delivery in kept.items():
        if name not in queued:
            what = f"delivery {name} is kept, but was never put into the outbox"
            yield Fault(incident_id=file.incident_id, what=what)
        if delivery.state in _ENDED:
            told = settled[name][1]["state"] if name in settled else "nothing"
            if told != delivery.state:
                number = settled[name][0].number if name in settled else None
                what = f"delivery {name} is {delivery.state.value}, its trail says {told}"
                yield Fault(incident_id=file.incident_id, number=number, what=what)
    for name, (row, record) in settled.items():
        yield from _ledger(file, name, row, record)


def _ledger(file: CaseFile, name: str, row: Row, record: Any) -> Iterator[Fault]:
    """The attempt that ended a delivery, while the ledger still has it."""
    numbers = {d.case_number for d in file.deliveries if d.id == name}
    if "case_number" in record and record["case_number"] not in numbers:
        kept = ", ".join(map(str, numbers)) or "nothing"
        yield Fault.at(row, f"{name} was answered with case {record['case_number']}; the outbox says {kept}")
    for attempt in file.attempts.get(name, ()):
        if attempt.number != record["attempt"] or "answer" not in record:
            continue
        told = (attempt.outcome, attempt.status, attempt.detail[:KEPT_ANSWER])
        if told != (record["outcome"], record["status"], record["answer"]):
            yield Fault.at(row, f"attempt {attempt.number} of {name} in the ledger is not what was written")


def _named(one: Delivery | Any) -> tuple[Any, ...]:
    if isinstance(one, Delivery):
        return one.receiver, one.incident_version, one.type
    return one["receiver"], one["version"], one["type"]


def _state(file: CaseFile, records: _Records) -> Iterator[Fault]:
    """The present state, where its version is the last that has a row; views seen again have none."""
    document = file.document or ""
    kept = json.loads(document)["incident"]
    if (kept["version"], kept["status"]) != (file.version, file.status):
        listed, is_ = f"version {file.version}, {file.status}", f"version {kept['version']}, {kept['status']}"
        yield Fault(incident_id=file.incident_id, what=f"is {is_}, but is listed as {listed}")
    told = [(row, record) for row, record in records if row.kind in _VERSIONS and "state" in record]
    if told:
        row, record = told[-1]
        if record["version"] > kept["version"]:
            yield Fault.at(
                row, f"tells version {record['version']}; the case is at version {kept['version']}"
            )
        elif record["version"] == kept["version"] and (found := digest(document)) != record["state"]:
            yield Fault.at(
                row, f"the case as it stands has the digest {found}, {record['state']} was written"
            )
    steps = [(row, record["step"]) for row, record in records if row.kind == Kind.STEP]
    if steps and kept["status"] not in _UNTOLD and steps[-1][1]["after"] != kept["status"]:
        row, step = steps[-1]
        yield Fault.at(row, f"the case is {kept['status']}; its last step led to {step['after']}")


def _links(file: CaseFile, records: _Records) -> Iterator[Fault]:
    made = {record["link"]: (row, record) for row, record in records if row.kind == Kind.LINKED}
    taken_back = {record["link"]: row for row, record in records if row.kind == Kind.UNLINKED}
    for link in file.links:
        if link.id not in made:
            yield Fault(incident_id=file.incident_id, what=f"public link {link.id} was made by nobody")
        elif link.expires_at.isoformat() != made[link.id][1]["until"]:
            yield Fault.at(made[link.id][0], f"public link {link.id} ends at another time than was written")
        if link.id in taken_back and link.revoked_at is None:
            yield Fault.at(taken_back[link.id], f"public link {link.id} was taken back, and opens")
