"""The store as plain dicts: the SQL store's twin for tests, replay and demonstrations.

A transaction works on copies of the tables it touches and publishes them at the end, so a reader
holds one consistent view and a transaction that raises leaves nothing behind. Records go through
the same documents as in SQL, so what cannot be kept there cannot be kept here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.store import codec, outcomes, rules, trail
from alerts.store.base import Attempt, Delivery, DeliveryState, Json, LiveEvent, NewEvent, Settled
from alerts.store.cursor import micros
from alerts.store.memory_figures import MemoryFigureWriter
from alerts.store.memory_load import MemoryLoadWriter
from alerts.store.memory_people import MemoryPeopleWriter
from alerts.store.memory_public import MemoryPublicWriter
from alerts.store.memory_reader import MemoryReader, Tables
from alerts.store.memory_shift import MemoryShiftWriter
from alerts.store.memory_undo import MemoryUndoWriter
from core.errors import StoreError
from core.incident import Incident, Step


class MemoryStore:
    """Keeps everything in this process, until it ends."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._writing = threading.Lock()
        self._writer: int | None = None  # thread that holds the lock
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[MemoryReader]:
        """Open a view of what is committed now; later transactions do not show in it."""
        self._check_open()
        yield MemoryReader(self._tables)

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

    @property
    def writable(self) -> bool:
        """Memory takes everything."""
        return True

    def close(self) -> None:
        """Refuse everything from now on."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")


class _Writer(
    MemoryReader,
    MemoryLoadWriter,
    MemoryPublicWriter,
    MemoryShiftWriter,
    MemoryUndoWriter,
    MemoryPeopleWriter,
    MemoryFigureWriter,
):
    def __init__(self, committed: Tables) -> None:
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
        self.put_figure(kept, added, history + added)
        if trail.on_record(before) or trail.on_record(kept):
            known = before if trail.on_record(before) else None
            entered = sum(row.kind == trail.Kind.STEP for row in self.trail_of(incident.id))
            earlier = () if known else history[entered:]
            self._add(*trail.of_change(known, kept, added, earlier, codec.encode_incident(kept)))

    def put_incidents(self, changes: Sequence[tuple[Incident, Sequence[Step]]]) -> None:
        rules.named_once(incident.id for incident, _ in changes)
        for incident, steps in changes:
            self.put_incident(incident, steps)

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
        self._add(outcomes.queued(row))

    def settle(self, attempt: Attempt, *, state: DeliveryState, next_at: datetime | None) -> None:
        self.settle_all([Settled(attempt=attempt, state=state, next_at=next_at)])

    def settle_all(self, settled: Sequence[Settled]) -> None:
        for one in settled:
            row = rules.after_attempt(
                self.delivery(one.attempt.delivery_id), one.attempt, state=one.state, next_at=one.next_at
            )
            self._table("deliveries")[row.id] = row
            self._table("attempts")[row.id] = (*self.attempts(row.id), one.attempt)
            self._add(*outcomes.settled(row, one.attempt))

    def requeue(self, delivery_ids: Sequence[str], now: datetime) -> int:
        wanted = (self.delivery(delivery_id) for delivery_id in dict.fromkeys(delivery_ids))
        return self._replace(rules.again(d, now) for d in wanted if d and d.state in rules.REPLAYABLE)

    def hasten(self, receiver: str, now: datetime) -> int:
        heads = self.heads(receiver)
        late = [row for row in heads if row.next_at > now and row.attempts > row.spent]
        return self._replace(replace(row, next_at=now) for row in late)

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

    def put_note(self, kind: str, camera_id: str, note: Json) -> None:
        self._keep(rules.note_kind(kind), camera_id, note)

    def put_callback(self, source: str, message_id: str, at: datetime, answer: Json) -> None:
        if (source, message_id) in self.tables.callbacks:
            raise StoreError(f"{message_id} of {source}: was answered before")
        self._table("callbacks")[source, message_id] = (at, codec.encode_json(answer, "answer"))

    def add_event(self, at: datetime, kind: str, ref: str, data: Json) -> None:
        text = codec.encode_json(data, "event")
        self.tables.last_event += 1
        event = LiveEvent(seq=self.tables.last_event, at=at, kind=kind, ref=ref, data={})
        self._table("events")[event.seq] = (event, text)

    def add_events(self, events: Sequence[NewEvent]) -> None:
        for event in events:
            self.add_event(event.at, event.kind, event.ref, event.data)

    def put_bookmark(self, name: str, value: Json) -> None:
        self._table("bookmarks")[name] = codec.encode_json(value, f"bookmark {name}")

    def prune(self, now: datetime) -> Mapping[str, int]:
        oldest = self.tables.last_event - rules.EVENTS_KEPT
        events = [seq for seq in self.tables.events if seq <= oldest]
        callbacks = [key for key, (at, _) in self.tables.callbacks.items() if at < now - rules.CALLBACKS_KEPT]
        for seq in events:
            del self._table("events")[seq]
        for key in callbacks:
            del self._table("callbacks")[key]
        return {
            "events": len(events),
            "callbacks": len(callbacks),
            "candidates": self._prune_candidates(now),
            "attempts": self._prune_attempts(now),
            **self.prune_load(now),
            **self.prune_shift(now),
            "undos": self.prune_undos(now),
            "looks": self.prune_looks(now),
        }

    def _prune_candidates(self, now: datetime) -> int:
        named = {d.incident_id for d in self.tables.deliveries.values()}
        incidents = self.tables.incidents.values()
        named |= self.tables.trail.keys()
        old = [i for i in incidents if i.id not in named and rules.came_to_nothing(i, now)]
        old.sort(key=lambda i: (micros(i.updated_at), i.id))
        gone = old[: rules.PRUNED_AT_ONCE]
        for incident in gone:
            del self._table("incidents")[incident.id]
            self._table("steps").pop(incident.id, None)
        return len(gone)

    def _prune_attempts(self, now: datetime) -> int:
        old = [
            key for key in self.tables.attempts if rules.settled_long_ago(self.tables.deliveries[key], now)
        ]
        return sum(len(self._table("attempts").pop(key)) for key in sorted(old)[: rules.PRUNED_AT_ONCE])

    def _add(self, *drafts: trail.Draft) -> None:
        tails = {
            draft.incident_id: trail.Tail(seq=rows[-1].seq, hash=rows[-1].hash)
            for draft in drafts
            if (rows := self.trail_of(draft.incident_id))
        }
        bound, self.tables.trail_head = trail.bind(drafts, self.tables.trail_head, tails)
        for row in bound:
            self._table("trail")[row.incident_id] = (*self.trail_of(row.incident_id), row)

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
