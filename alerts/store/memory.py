"""The store as plain dicts: the SQL store's twin for tests, replay and demonstrations.

A transaction works on copies of the tables it touches and publishes them at the end, so a reader
holds one consistent view and a transaction that raises leaves nothing behind. Records go through
the same documents as in SQL, so what cannot be kept there cannot be kept here.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from alerts.store import codec, rules
from alerts.store.base import Attempt, Delivery, DeliveryState, IncidentQuery, Json, LiveEvent, Page
from alerts.store.cursor import check_query, cursor_of, micros
from core.errors import StoreError
from core.incident import Incident, Status, Step


@dataclass(kw_only=True, slots=True)
class _Tables:
    incidents: dict[str, Incident] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)  # in the order they were enqueued
    attempts: dict[str, tuple[Attempt, ...]] = field(default_factory=dict)
    disabled: dict[str, str] = field(default_factory=dict)
    records: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, camera id) -> JSON
    callbacks: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    events: dict[int, tuple[LiveEvent, str]] = field(default_factory=dict)  # data as JSON
    last_event: int = 0


class MemoryStore:
    """Keeps everything in this process, until it ends."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._writing = threading.Lock()
        self._writer: int | None = None  # thread that holds the lock
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[_Reader]:
        """Open a view of what is committed now; later transactions do not show in it."""
        self._check_open()
        yield _Reader(self._tables)

    @contextmanager
    def write(self) -> Iterator[_Writer]:
        """Open a transaction; one at a time, others wait."""
        self._check_open()
        if self._writer == threading.get_ident():
            raise StoreError("a transaction inside a transaction; pass the writer along instead")
        with self._writing:
            self._writer = threading.get_ident()
            try:
                writer = _Writer(self._tables)
                yield writer
                self._tables = writer.tables
            finally:
                self._writer = None

    def close(self) -> None:
        """Refuse everything from now on."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")


class _Reader:
    def __init__(self, tables: _Tables) -> None:
        self.tables = tables

    def incident(self, incident_id: str) -> Incident | None:
        return self.tables.incidents.get(incident_id)

    def incident_of_subject(self, subject: str) -> Incident | None:
        found = [i for i in self.tables.incidents.values() if subject in rules.live_subjects(i)]
        return max(found, key=_by_age, default=None)

    def live_incidents(self, matter: str | None = None) -> tuple[Incident, ...]:
        live = [
            i
            for i in self.tables.incidents.values()
            if not i.status.ended and (matter is None or i.matter.key == matter)
        ]
        return tuple(sorted(live, key=_by_age))

    def find(self, query: IncidentQuery) -> Page:
        check_query(query)
        found = [i for i in self.tables.incidents.values() if rules.matches(query, i)]
        found.sort(key=lambda i: (micros(i.updated_at), i.id), reverse=True)
        page = tuple(found[: query.limit])
        return Page(incidents=page, next=cursor_of(page[-1]) if len(found) > query.limit else None)

    def history(self, incident_id: str) -> tuple[Step, ...]:
        return self.tables.steps.get(incident_id, ())

    def count_by_status(self) -> Mapping[Status, int]:
        return Counter(i.status for i in self.tables.incidents.values())

    def delivery(self, delivery_id: str) -> Delivery | None:
        return self.tables.deliveries.get(delivery_id)

    def deliveries(
        self,
        *,
        incident_id: str | None = None,
        receiver: str | None = None,
        states: Sequence[DeliveryState] = (),
        since: datetime | None = None,
        limit: int = 1000,
    ) -> tuple[Delivery, ...]:
        found = (
            d
            for d in self.tables.deliveries.values()
            if (incident_id is None or d.incident_id == incident_id)
            and (receiver is None or d.receiver == receiver)
            and (not states or d.state in states)
            and (since is None or d.created_at >= since)
        )
        return tuple(found)[:limit]

    def count_deliveries(self) -> Mapping[DeliveryState, int]:
        return Counter(d.state for d in self.tables.deliveries.values())

    def due_deliveries(
        self, now: datetime, limit: int, *, receiver: str | None = None
    ) -> tuple[Delivery, ...]:
        heads: dict[tuple[str, str], Delivery] = {}
        for row in self.tables.deliveries.values():
            queue = (row.incident_id, row.receiver)
            waiting = row.state is DeliveryState.PENDING and row.receiver not in self.tables.disabled
            if waiting and (queue not in heads or row.seq < heads[queue].seq):
                heads[queue] = row
        due = [d for d in heads.values() if d.next_at <= now and receiver in {None, d.receiver}]
        return tuple(sorted(due, key=lambda d: d.next_at)[:limit])

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        return self.tables.attempts.get(delivery_id, ())

    def disabled_receivers(self) -> Mapping[str, str]:
        return dict(self.tables.disabled)

    def rule_state(self, camera_id: str) -> Json | None:
        return self._record("rule_state", camera_id)

    def memory(self, camera_id: str) -> Json | None:
        return self._record("memory", camera_id)

    def health(self, camera_id: str) -> Json | None:
        return self._record("health", camera_id)

    def all_health(self) -> Mapping[str, Json]:
        return {
            camera: codec.decode_json(text, f"health of {camera}")
            for (kind, camera), text in sorted(self.tables.records.items())
            if kind == "health"
        }

    def callback_answer(self, source: str, message_id: str) -> Json | None:
        kept = self.tables.callbacks.get((source, message_id))
        return codec.decode_json(kept[1], f"answer to {message_id}") if kept else None

    def events_since(self, seq: int, limit: int = 500) -> tuple[LiveEvent, ...]:
        found = [kept for number, kept in self.tables.events.items() if number > seq]
        return tuple(replace(e, data=codec.decode_json(data, "event")) for e, data in found[:limit])

    def last_event_seq(self) -> int:
        return self.tables.last_event

    def _record(self, kind: str, camera_id: str) -> Json | None:
        text = self.tables.records.get((kind, camera_id))
        return codec.decode_json(text, f"{kind} of {camera_id}") if text else None


class _Writer(_Reader):
    def __init__(self, committed: _Tables) -> None:
        super().__init__(replace(committed))
        self._own: set[str] = set()

    def put_incident(self, incident: Incident, steps: Sequence[Step]) -> None:
        before = self.incident(incident.id)
        history = self.history(incident.id)
        version = before.version if before else 0
        rules.check_next(version=version, steps_kept=len(history), incident=incident, steps=steps)
        kept = codec.decode_incident(codec.encode_incident(incident))
        added = tuple(codec.decode_step(codec.encode_step(step)) for step in steps)
        self._table("incidents")[incident.id] = kept
        self._table("steps")[incident.id] = history + added

    def enqueue(self, delivery: Delivery) -> None:
        if delivery.id in self.tables.deliveries:
            raise StoreError(f"{delivery.id}: there is a delivery with this id")
        if delivery.incident_id not in self.tables.incidents:
            raise StoreError(f"{delivery.id}: its incident {delivery.incident_id} is not kept")
        queue = self.deliveries(incident_id=delivery.incident_id, receiver=delivery.receiver, limit=1 << 30)
        held = delivery.receiver in self.tables.disabled and delivery.state is DeliveryState.PENDING
        row = replace(
            delivery,
            seq=max((d.seq for d in queue), default=0) + 1,
            state=DeliveryState.HELD if held else delivery.state,
        )
        self._table("deliveries")[row.id] = row

    def settle(self, attempt: Attempt, *, state: DeliveryState, next_at: datetime | None) -> None:
        row = rules.after_attempt(self.delivery(attempt.delivery_id), attempt, state=state, next_at=next_at)
        self._table("deliveries")[row.id] = row
        self._table("attempts")[row.id] = (*self.attempts(row.id), attempt)

    def requeue(self, delivery_ids: Sequence[str], now: datetime) -> int:
        wanted = (self.delivery(delivery_id) for delivery_id in dict.fromkeys(delivery_ids))
        return self._replace(rules.again(d, now) for d in wanted if d and d.state in rules.REPLAYABLE)

    def disable_receiver(self, receiver: str, reason: str) -> None:
        self._table("disabled")[receiver] = reason
        pending = self.deliveries(receiver=receiver, states=(DeliveryState.PENDING,), limit=1 << 30)
        self._replace(replace(row, state=DeliveryState.HELD) for row in pending)

    def enable_receiver(self, receiver: str, now: datetime) -> None:
        self._table("disabled").pop(receiver, None)
        held = self.deliveries(receiver=receiver, states=(DeliveryState.HELD,), limit=1 << 30)
        self._replace(rules.again(row, now) for row in held)

    def put_rule_state(self, camera_id: str, state: Json) -> None:
        self._keep("rule_state", camera_id, state)

    def put_memory(self, camera_id: str, memory: Json) -> None:
        self._keep("memory", camera_id, memory)

    def put_health(self, camera_id: str, health: Json) -> None:
        self._keep("health", camera_id, health)

    def put_callback(self, source: str, message_id: str, at: datetime, answer: Json) -> None:
        if (source, message_id) in self.tables.callbacks:
            raise StoreError(f"{message_id} of {source}: was answered before")
        self._table("callbacks")[source, message_id] = (at, codec.encode_json(answer, "answer"))

    def add_event(self, at: datetime, kind: str, ref: str, data: Json) -> None:
        text = codec.encode_json(data, "event")
        self.tables.last_event += 1
        event = LiveEvent(seq=self.tables.last_event, at=at, kind=kind, ref=ref, data={})
        self._table("events")[event.seq] = (event, text)

    def prune(self, now: datetime) -> Mapping[str, int]:
        oldest = self.tables.last_event - rules.EVENTS_KEPT
        events = [seq for seq in self.tables.events if seq <= oldest]
        callbacks = [key for key, (at, _) in self.tables.callbacks.items() if at < now - rules.CALLBACKS_KEPT]
        for seq in events:
            del self._table("events")[seq]
        for key in callbacks:
            del self._table("callbacks")[key]
        return {"events": len(events), "callbacks": len(callbacks)}

    def _keep(self, kind: str, camera_id: str, value: Json) -> None:
        self._table("records")[kind, camera_id] = codec.encode_json(value, f"{kind} of {camera_id}")

    def _replace(self, rows: Iterable[Delivery]) -> int:
        made = {row.id: row for row in rows}
        self._table("deliveries").update(made)
        return len(made)

    def _table(self, name: str) -> dict[Any, Any]:
        """Return this transaction's own copy of a table, made at its first change."""
        if name not in self._own:
            setattr(self.tables, name, dict(getattr(self.tables, name)))
            self._own.add(name)
        table: dict[Any, Any] = getattr(self.tables, name)
        return table


def _by_age(incident: Incident) -> tuple[datetime, str]:
    return incident.created_at, incident.id
