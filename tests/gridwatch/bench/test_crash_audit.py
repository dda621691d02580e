from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from alerts.store.memory import MemoryStore
from core.case import REOPENED_ONCE
from core.incident import Status
from gridwatch.bench.crash_audit import (
    RECEIVER,
    Fault,
    Kind,
    every_incident,
    faults_of_delivery,
    faults_of_store,
)
from tests.builders_store import changed, delivery, incident, step

OPENED = step(2, before=Status.CANDIDATE, seconds=5)


def _store(*, seen: bool = True, told: bool = True) -> MemoryStore:
    store = MemoryStore()
    first = incident(status=Status.CANDIDATE, opened_at=None)
    opened = changed(first, seconds=5, status=Status.OPEN, opened_at=OPENED.at)
    with store.write() as writer:
        writer.put_incident(first, [step(1, "seen", after=Status.CANDIDATE)])
        writer.put_incident(opened, [OPENED] if seen else [])
        writer.add_event(OPENED.at, "incident", opened.id, {})
        if told:
            writer.enqueue(delivery(incident_id=opened.id, receiver=RECEIVER, incident_version=2))
    return store


@pytest.mark.parametrize(
    ("store", "kinds"),
    [
        (_store(), set()),
        (_store(told=False), {Kind.LOST}),
        (_store(seen=False), {Kind.TRAIL, Kind.LOST}),
    ],
)
def test_history_state_and_outbox_must_agree(tmp_path: Path, store: MemoryStore, kinds: set[Kind]) -> None:
    """An opening is in the history, in the outbox and before operators, or something was lost."""
    with store.read() as reader:
        assert {fault.kind for fault in faults_of_store(reader, tmp_path)} == kinds


def test_more_incidents_than_a_page_are_all_looked_at() -> None:
    """Pages are walked to the end, candidates included."""
    store = MemoryStore()
    with store.write() as writer:
        for number in range(501):
            writer.put_incident(incident(f"inc_{number}", status=Status.CANDIDATE), [step()])
    with store.read() as reader:
        assert len(every_incident(reader)) == 501


def test_a_fault_is_told_in_a_sentence() -> None:
    """With what it is about."""
    store = _store()
    with store.read() as reader:
        (fault,) = faults_of_delivery(reader, [])
        assert faults_of_delivery(reader, [], owed=True) == []
    assert str(fault) == "lost: msg_1 is pending"
    assert replace(fault, kind=Kind.ALTERED) == Fault(kind=Kind.ALTERED, about="msg_1", what="is pending")


def test_what_waits_for_an_operator_is_not_missed_in_the_outbox(tmp_path: Path) -> None:
    """A case that was still there a second time is told to nobody until a person has decided."""
    store = _store()
    with store.write() as writer:
        opened = writer.incident("inc_1")
        assert opened is not None
        verifying = changed(opened, seconds=9, status=Status.VERIFYING)
        writer.put_incident(
            verifying, [step(3, "cleared", before=Status.OPEN, after=Status.VERIFYING, seconds=9)]
        )
        back = {"status": Status.REOPENED, "case": replace(opened.case, held_for=REOPENED_ONCE)}
        writer.put_incident(
            changed(verifying, seconds=12, **back),
            [step(4, "reopened", before=Status.VERIFYING, after=Status.REOPENED, seconds=12)],
        )
        for at in (9, 12):
            writer.add_event(step(seconds=at).at, "incident", "inc_1", {})
    with store.read() as reader:
        assert faults_of_store(reader, tmp_path) == []
