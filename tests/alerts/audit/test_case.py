"""Whatever is changed behind the store's back is found, and where is told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.audit.case import faults_of_case
from alerts.audit.whole import audit
from alerts.store.base import FIRST, DeliveryState
from alerts.store.engine import writing
from alerts.store.sql import SqlStore
from alerts.store.trail import hash_of
from core.incident import Status
from tests.builders_store import attempt, changed, delivery, incident, picture, step


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of two cases: one told, accepted and closed, one just opened."""
    path = tmp_path_factory.mktemp("told") / "x.db"
    made = SqlStore(f"sqlite:///{path}", environment={})
    first = incident(status=Status.CANDIDATE, opened_at=None)
    opened = changed(first, seconds=5, status=Status.OPEN, pictures=(picture(),))
    closed = changed(opened, seconds=9, status=Status.CLOSED)
    with made.write() as writer:
        writer.put_incident(first, [step(1, "seen", after=Status.CANDIDATE)])
    with made.write() as writer:
        writer.put_incident(opened, [step(2, before=Status.CANDIDATE, seconds=5)])
        writer.enqueue(delivery(seconds=5))
    with made.write() as writer:
        writer.put_incident(incident("inc_2", seconds=6), [step(seconds=6)])
    with made.write() as writer:
        writer.settle(attempt(seconds=7, case_number="A-1"), state=DeliveryState.ACCEPTED, next_at=None)
        writer.put_incident(closed, [step(3, "closed", before=Status.OPEN, after=Status.CLOSED, seconds=9)])
    made.close()
    return path


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Iterator[SqlStore]:
    """A copy of it to be tampered with."""
    shutil.copy(told, tmp_path / "x.db")
    made = SqlStore(f"sqlite:///{tmp_path / 'x.db'}", environment={})
    yield made
    made.close()


def _do(store: SqlStore, *statements: str) -> None:
    with writing(store._engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def _told(store: SqlStore, incident_id: str = "inc_1") -> str:
    with store.read() as reader:
        return "\n".join(map(str, faults_of_case(reader, incident_id)))


def test_what_was_written_is_whole(store):
    """Nothing is wrong with what nobody touched."""
    assert _told(store) == ""
    assert _told(store, "inc_2") == ""
    assert _told(store, "inc_9") == "case inc_9: there is no such case"
    with store.read() as reader:
        assert audit(reader).whole


def test_what_was_accepted_last_is_whole(store):
    """How a delivery ended has a `state`, too, which is not the digest of the case."""
    with store.write() as writer:
        writer.enqueue(delivery("msg_2", incident_id="inc_2", seconds=10))
        writer.settle(attempt("msg_2", seconds=11), state=DeliveryState.ACCEPTED, next_at=None)
    assert _told(store, "inc_2") == ""


CHANGES = {
    "a row": (
        "UPDATE trail SET record = replace(record, 'operator', 'nobody') || ' ' WHERE number = 2",
        r"row 2, case inc_1, seq 2: its content has the hash \w{64}, \w{64} was written",
    ),
    "when": ("UPDATE trail SET at = at + 1 WHERE number = 1", r"seq 1: its content has the hash"),
    "its kind": ("UPDATE trail SET kind = 'changed' WHERE number = 2", r"seq 2: its content has the hash"),
    "taken out": ("DELETE FROM trail WHERE number = 2", r"seq 3: seq 2 was expected here"),
    "the first": ("DELETE FROM trail WHERE number = 1", r"seq 2: seq 1 was expected here"),
    "the last": (
        "DELETE FROM trail WHERE number = 6",
        r"case inc_1: step 3 is in the history, not in the trail",
    ),
    "all": ("DELETE FROM trail WHERE incident_id = 'inc_1'", r"is closed, but all of its trail is gone"),
    "two in the other order": (
        (
            "UPDATE trail SET seq = 99 WHERE number = 1; UPDATE trail SET seq = 1 WHERE number = 2; "
            "UPDATE trail SET seq = 2 WHERE number = 1"
        ),
        r"seq 1: its content has the hash",
    ),
    "one put in": (
        (
            "UPDATE trail SET seq = 6 WHERE number = 6; INSERT INTO trail SELECT 99, incident_id, 5, at, kind, "
            "record, hash, chain FROM trail WHERE number = 5"
        ),
        r"seq 5: its content has the hash",
    ),
    "moved to another case": (
        "UPDATE trail SET incident_id = 'inc_2', seq = 2 WHERE number = 6",
        r"step 3 is in the history, not in the trail",
    ),
    "the history": (
        "UPDATE step SET document = replace(document, 'rule:street', 'operator:li') WHERE seq = 2",
        r"row 2.*: step 2 of the history is not what was written: who was rule:street/waste, is operator:li/waste",
    ),
    "a step of the history": (
        "DELETE FROM step WHERE incident_id = 'inc_1' AND seq = 3",
        r"row 6.*: its step 3 is gone from the history",
    ),
    "a body": (
        "UPDATE delivery SET body = X'00'",
        r"row 3.*: delivery msg_1 is not the one that was put into the outbox",
    ),
    "a case number": (
        "UPDATE delivery SET case_number = 'B-2'",
        r"row 5.*: msg_1 was answered with case A-1; the outbox says B-2",
    ),
    "a receiver": ("UPDATE delivery SET receiver = 'other'", r"msg_1 is not the one that was put"),
    "an outcome": (
        "UPDATE delivery SET state = 'dead'",
        r"row 5, case inc_1: delivery msg_1 is dead, its trail says accepted",
    ),
    "the ledger": (
        "UPDATE attempt SET status = 202",
        r"row 5.*: attempt 1 of msg_1 in the ledger is not what was written",
    ),
    "a message": (
        "DELETE FROM attempt; DELETE FROM delivery",
        r"row 3.*: its delivery msg_1 is not kept any more",
    ),
    "a message put in": (
        (
            "INSERT INTO delivery (id, seq, incident_id, incident_version, receiver, type, body, created_at, next_at, "
            "state, attempts, spent) SELECT 'msg_9', 9, incident_id, incident_version, receiver, type, body, "
            "created_at, next_at, state, attempts, spent FROM delivery"
        ),
        r"delivery msg_9 is kept, but was never put into the outbox",
    ),
    "the present": (
        "UPDATE incident_document SET document = replace(document, 'Riverside', 'Lakeside')",
        r"row 6.*: the case as it stands has the digest \w{64}, \w{64} was written",
    ),
    "the case": (
        (
            "DELETE FROM attempt; DELETE FROM delivery; DELETE FROM step; DELETE FROM incident_document; "
            "DELETE FROM incident_camera; DELETE FROM live_subject; DELETE FROM case_figure; DELETE FROM incident"
        ),
        r"case inc_1: the case itself is not kept any more",
    ),
    "to what is no record": (
        "UPDATE trail SET record = '[]' WHERE number = 2",
        r"seq 2: its content has the hash",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_found(store, change):
    """Rows changed, removed, inserted and reordered; and what lies beside the trail."""
    statements, expected = CHANGES[change]
    _do(store, *statements.split("; "))
    assert re.search(expected, _told(store)), _told(store)
    with store.read() as reader:
        assert not audit(reader).whole


def test_a_case_that_lists_do_not_show_is_told(store):
    """Its document and its trail are whole; who asks for open cases would not see it."""
    _do(store, "UPDATE incident SET status = 'candidate' WHERE id = 'inc_2'")
    with store.read() as reader:
        (fault,) = audit(reader).faults
    assert str(fault) == "case inc_2: is version 1, open, but is listed as version 1, candidate"


def test_a_record_that_was_made_anew_without_its_form_is_told(store):
    """Somebody who can compute a hash and does not know what belongs in a row."""
    _do(store, "UPDATE trail SET record = '[]'")
    with store.read() as reader:
        rows = reader.trail_of("inc_2")
    made = hash_of(incident_id="inc_2", seq=1, at=rows[0].at, kind="step", before=FIRST, record="[]")
    _do(store, f"UPDATE trail SET hash = '{made}' WHERE incident_id = 'inc_2'")  # noqa: S608 - a digest
    assert "a record has not the form of one" in _told(store, "inc_2")


def test_a_row_that_fits_its_case_and_not_its_place_is_told(store):
    """Exchanged with a row of another case: each case is whole by itself, the store is not."""
    _do(
        store, "UPDATE trail SET number = 99 WHERE number = 4", "UPDATE trail SET number = 4 WHERE number = 3"
    )
    assert "does not follow the row before it in the store" in _told(store)
