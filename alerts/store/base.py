"""What a store must do. One contract, run against every store in tests/contract/.

Everything inside one `store.write()` block is one transaction: an incident, its history, its outbox
rows, its live event and the rule state it came from are kept together or not at all. Calls block;
asynchronous callers use a worker thread. What is kept and given back: records.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from alerts.store.casefile import CaseReader
from alerts.store.figures import FigureReader, FigureWriter
from alerts.store.ledger import LedgerReader
from alerts.store.load import LoadReader, LoadWriter
from alerts.store.people import PeopleReader, PeopleWriter
from alerts.store.public import PublicReader, PublicWriter
from alerts.store.records import (
    FIRST,
    Attempt,
    Delivery,
    DeliveryState,
    Head,
    IncidentQuery,
    Json,
    LiveEvent,
    NewEvent,
    Page,
    Row,
    Settled,
)
from alerts.store.shift import ShiftReader, ShiftWriter
from alerts.store.undo import UndoReader, UndoWriter
from core.incident import Incident, Status, Step
from core.people.scope import EVERYTHING, Scope

__all__ = [
    "FIRST",
    "Attempt",
    "Delivery",
    "DeliveryState",
    "Head",
    "IncidentQuery",
    "Json",
    "LiveEvent",
    "NewEvent",
    "Page",
    "Reader",
    "Row",
    "Settled",
    "Store",
    "Writer",
]


class Reader(
    LoadReader,
    PublicReader,
    ShiftReader,
    UndoReader,
    CaseReader,
    PeopleReader,
    FigureReader,
    LedgerReader,
    Protocol,
):
    """What can be asked within one consistent view of the store."""

    def incident(self, incident_id: str) -> Incident | None:
        """Return one incident, or None."""
        ...

    def incidents(self, incident_ids: Sequence[str]) -> Mapping[str, Incident]:
        """Return those of these incidents that are kept, by id."""
        ...

    def incident_of_subject(self, subject: str) -> Incident | None:
        """Return the incident, not ended, one of whose views has this subject."""
        ...

    def incident_of_report(self, source: str, number: str) -> Incident | None:
        """Return the incident that holds this report of somebody outside: a live one, else the newest."""
        ...

    def live_incidents(self, matter: str | None = None) -> tuple[Incident, ...]:
        """Return every incident that has not ended (of one matter key), oldest first."""
        ...

    def find(self, query: IncidentQuery) -> Page:
        """Return one page."""
        ...

    def history(self, incident_id: str) -> tuple[Step, ...]:
        """Return every step, first to last."""
        ...

    def trail(self, after: int = 0, limit: int = 1000) -> tuple[Row, ...]:
        """Return rows of the whole trail after this number, in order."""
        ...

    def trail_of(self, incident_id: str) -> tuple[Row, ...]:
        """Return the trail of one case, first to last; empty for a candidate that is no more than that."""
        ...

    def trail_head(self) -> Head:
        """Return how far the whole trail has come."""
        ...

    def count_by_status(self, scope: Scope = EVERYTHING) -> Mapping[Status, int]:
        """Return how many incidents of a scope stand where."""
        ...

    def count_waiting(self, scope: Scope = EVERYTHING) -> Mapping[str, int]:
        """Return how many live incidents wait for an operator, by reason, and how many are "overdue"."""
        ...

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Return one outbox row, or None."""
        ...

    def deliveries(
        self,
        *,
        incident_id: str | None = None,
        receiver: str | None = None,
        states: Sequence[DeliveryState] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        case_number: str | None = None,
        after: str | None = None,
        limit: int = 1000,
    ) -> tuple[Delivery, ...]:
        """Return outbox rows, oldest first: created `since` and before `until`, enqueued after the one `after`."""
        ...

    def count_deliveries(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries stand where."""
        ...

    def count_undelivered(self, scope: Scope = EVERYTHING) -> Mapping[tuple[str, DeliveryState], int]:
        """Return how many deliveries of each receiver, about cases of a scope, stand where; no accepted ones."""
        ...

    def due_deliveries(
        self, now: datetime, limit: int, *, receiver: str | None = None, without: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Return pending rows that may be tried now (of one receiver, `without` these ids), longest due first.

        Only the head of each (incident, receiver) queue: a later version waits until the earlier one is
        accepted or dead, and a stuck head blocks no other incident. None of a disabled receiver.
        """
        ...

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        """Return the ledger of one delivery."""
        ...

    def disabled_receivers(self) -> Mapping[str, str]:
        """Return receiver name to the reason it is disabled."""
        ...

    def rule_state(self, camera_id: str) -> Json | None:
        """Return the state of a camera's rules as last written."""
        ...

    def memory(self, camera_id: str) -> Json | None:
        """Return what was remembered about reaching a camera (addresses, login kind, clock offset)."""
        ...

    def health(self, camera_id: str) -> Json | None:
        """Return a camera's health record."""
        ...

    def all_health(self) -> Mapping[str, Json]:
        """Return every camera's health record."""
        ...

    def notes(self, kind: str) -> Mapping[str, Json]:
        """Return the notes of a kind (at most 11 letters, e.g. "head") by camera, each as last written."""
        ...

    def note(self, kind: str, camera_id: str) -> Json | None:
        """Return one camera's note of a kind, or None."""
        ...

    def callback_answer(self, source: str, message_id: str) -> Json | None:
        """Return what was answered to an inbound message seen before, or None."""
        ...

    def events_since(self, seq: int, limit: int = 500) -> tuple[LiveEvent, ...]:
        """Return live events after `seq`, oldest first."""
        ...

    def last_event_seq(self) -> int:
        """Return the newest sequence number, 0 when there is none."""
        ...

    def bookmark(self, name: str) -> Json | None:
        """Return how far somebody has come who goes on where he stopped, or None."""
        ...


class Writer(Reader, LoadWriter, PublicWriter, ShiftWriter, UndoWriter, PeopleWriter, FigureWriter, Protocol):
    """What can be changed within one transaction."""

    def put_incident(self, incident: Incident, steps: Sequence[Step]) -> None:
        """Do what `put_incidents` does, for one."""
        ...

    def put_incidents(self, changes: Sequence[tuple[Incident, Sequence[Step]]]) -> None:
        """Keep the new state of each of these incidents, named once, and append its steps.

        The kept version must be exactly one less (0 for a new one), else StoreError: two writers met.
        The steps' `seq` go on where the history stands, without a gap. From its first step beyond candidate
        the store writes the trail of the case by itself, in the same transaction.
        """
        ...

    def enqueue(self, delivery: Delivery) -> None:
        """Append an outbox row; its `seq` is set by the store and its id must be new.

        Its incident must be kept already (in this transaction or before). For a disabled receiver it
        is kept as held.
        """
        ...

    def settle(self, attempt: Attempt, *, state: DeliveryState, next_at: datetime | None) -> None:
        """Do what `settle_all` does, for one attempt."""
        ...

    def settle_all(self, settled: Sequence[Settled]) -> None:
        """Record attempts (each numbered `delivery.attempts + 1`) and move their deliveries.

        An accepted delivery has `accepted_at` set to the end of its attempt; any other keeps the attempt's
        detail as `last_error`. One that does not fit raises and nothing of the transaction is kept.
        """
        ...

    def requeue(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make dead, held or accepted deliveries pending again (replay); return how many.

        Id, body and ledger stay; the retry schedule starts anew. Order within an incident is kept
        among what is pending.
        """
        ...

    def hasten(self, receiver: str, now: datetime) -> int:
        """Make heads that wait for their next try due now; return how many. What was never tried waits on."""
        ...

    def disable_receiver(self, receiver: str, reason: str) -> None:
        """Stop a receiver; its pending deliveries become held, and so do those still to come."""
        ...

    def enable_receiver(self, receiver: str, now: datetime) -> None:
        """Start a receiver again; its held deliveries become pending."""
        ...

    def put_rule_state(self, camera_id: str, state: Json) -> None:
        """Keep the state of a camera's rules."""
        ...

    def put_memory(self, camera_id: str, memory: Json) -> None:
        """Keep what worked for a camera."""
        ...

    def put_health(self, camera_id: str, health: Json) -> None:
        """Keep a camera's health record."""
        ...

    def put_note(self, kind: str, camera_id: str, note: Json) -> None:
        """Keep a note of a kind (at most 11 letters) about a camera; an empty one takes it away."""
        ...

    def put_callback(self, source: str, message_id: str, at: datetime, answer: Json) -> None:
        """Keep the answer to an inbound message, so that a repeat gets the same."""
        ...

    def add_event(self, at: datetime, kind: str, ref: str, data: Json) -> None:
        """Append a live event; the oldest beyond 100,000 are dropped by `prune`."""
        ...

    def put_bookmark(self, name: str, value: Json) -> None:
        """Keep how far somebody has come (at most 64 characters of name)."""
        ...

    def add_events(self, events: Sequence[NewEvent]) -> None:
        """Append several, in this order."""
        ...

    def prune(self, now: datetime) -> Mapping[str, int]:
        """Drop what has outlived its use; return how many went by name.

        "events": live events beyond the newest 100,000. "callbacks": answers after 30 days. "candidates":
        incidents expired for 7 days that no delivery names and that never were more, with everything kept of
        them. "attempts": the ledger of deliveries accepted 90 days ago; the delivery stays, and so does every
        attempt of one that is not accepted. At most 2,000 incidents and 2,000 deliveries a call, oldest first;
        the next call goes on. "load_marks" and "silences": what was shown and held back, and silences that
        ended, 400 days ago. "looks": hours of looks that old. Delivery ids are taken to sort by creation
        (`core.ids.Ids`).
        """
        ...


class Store(Protocol):
    """A place where incidents and everything around them are kept."""

    def read(self) -> AbstractContextManager[Reader]:
        """Open a consistent view."""
        ...

    def write(self) -> AbstractContextManager[Writer]:
        """Open a transaction: committed at the end of the block, rolled back when it raises."""
        ...

    @property
    def writable(self) -> bool:
        """Whether the database took the last transaction (it may be full, or locked); True before the first."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
