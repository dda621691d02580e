"""What can be changed within one transaction; records become rows here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from alerts.store import codec, heads, outcomes, pruning, queries, rows, rules, sql_trail, tables, trail
from alerts.store.base import Attempt, Delivery, DeliveryState, Head, Json, LiveEvent, NewEvent, Row, Settled
from alerts.store.cursor import micros
from alerts.store.figures import CaseFigure, DeliveryFigure
from alerts.store.sql_figures import SqlFigureWriter, Tally
from alerts.store.sql_incidents import IncidentRows
from alerts.store.sql_load import SqlLoadWriter
from alerts.store.sql_people import SqlPeopleWriter
from alerts.store.sql_public import SqlPublicWriter
from alerts.store.sql_reader import SqlReader
from alerts.store.sql_shift import SqlShiftWriter
from alerts.store.sql_undo import SqlUndoWriter
from core.errors import StoreError
from core.incident import Incident, Step
from core.people.scope import EVERYTHING, Scope

# Built once, for the same reason as in queries.py. `of` names the row; every other parameter is a column.
_INSERT_DELIVERY = insert(tables.delivery)
_INSERT_ATTEMPT = insert(tables.attempt)
_INSERT_EVENT = insert(tables.live_event)
_INSERT_BOOKMARK = insert(tables.bookmark)
_UPDATE_BOOKMARK = update(tables.bookmark).where(tables.bookmark.c.name == bindparam("of"))
_INSERT_RECORD = insert(tables.camera_record)
# `stays`: 1 for what is still pending, 0 for what is no longer the head of its queue.
_UPDATE_DELIVERY = (
    update(tables.delivery)
    .where(tables.delivery.c.id == bindparam("of"))
    .values(head=tables.delivery.c.head * bindparam("stays"))
)
_UPDATE_RECORD = update(tables.camera_record).where(
    tables.camera_record.c.kind == bindparam("of_kind"),
    tables.camera_record.c.camera_id == bindparam("of_camera"),
)
_ID_CHUNK = 500  # SQLite allows 32,766 parameters in a statement; this is plenty per round trip


class SqlWriter(
    SqlReader, SqlLoadWriter, SqlPublicWriter, SqlShiftWriter, SqlUndoWriter, SqlPeopleWriter, SqlFigureWriter
):
    """The changes of `base.Writer`, over one open transaction; `seal` is its last act."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._scribe = sql_trail.Scribe(connection)
        self._tally = Tally(connection, self.history)
        self._events: list[dict[str, Any]] = []

    def seal(self) -> None:
        """Write what trail, figures and live events gain by this transaction; also before they are read in it."""
        self._scribe.seal()
        self._tally.seal()  # after the trail, whose head is the lock between two writers
        events, self._events = self._events, []
        if events:
            self._connection.execute(_INSERT_EVENT, events)

    def put_incident(self, incident: Incident, steps: Sequence[Step]) -> None:
        """Keep the incident's new state and append steps."""
        self.put_incidents([(incident, steps)])

    def put_incidents(self, changes: Sequence[tuple[Incident, Sequence[Step]]]) -> None:
        """Keep new states and append steps; a few statements however many there are."""
        ids = rules.named_once(incident.id for incident, _ in changes)
        found = self._connection.execute(queries.STANDING, {"ids": ids})
        standing = {row.id: row for row in found}
        batch = IncidentRows()
        for incident, steps in changes:
            kept = standing.get(incident.id)
            version, kept_steps = (kept.version, kept.steps) if kept else (0, 0)
            rules.check_next(version=version, steps_kept=kept_steps, incident=incident, steps=steps)
            before = None if kept is None else codec.decode_incident(kept.document)
            document = batch.add(before, incident, steps, kept_steps=kept_steps)
            if trail.on_record(before) or trail.on_record(incident):
                known = before if trail.on_record(before) else None
                earlier = self._earlier(before, incident)
                self._scribe.add(*trail.of_change(known, incident, steps, earlier, document))
            self._tally.case(incident, steps)
        batch.write(self._connection)

    def trail(self, after: int = 0, limit: int = 1000) -> tuple[Row, ...]:
        """Return rows of the whole trail, those of this transaction included."""
        self.seal()
        return super().trail(after, limit)

    def trail_of(self, incident_id: str) -> tuple[Row, ...]:
        """Return the trail of one case, with what this transaction adds."""
        self.seal()
        return super().trail_of(incident_id)

    def trail_head(self) -> Head:
        """Return how far the whole trail has come, with what this transaction adds."""
        self.seal()
        return super().trail_head()

    def case_figures(self, after: int = 0, limit: int = 20_000) -> Sequence[CaseFigure]:
        """Return changed cases, those of this transaction included."""
        self.seal()
        return super().case_figures(after, limit)

    def delivery_figures(self, since: int, until: int, scope: Scope = EVERYTHING) -> Sequence[DeliveryFigure]:
        """Return hours of deliveries, with what this transaction adds."""
        self.seal()
        return super().delivery_figures(since, until, scope)

    def events_since(self, seq: int, limit: int = 500) -> tuple[LiveEvent, ...]:
        """Return live events after `seq`, those of this transaction included."""
        self.seal()
        return super().events_since(seq, limit)

    def last_event_seq(self) -> int:
        """Return the newest sequence number, with what this transaction adds."""
        self.seal()
        return super().last_event_seq()

    def enqueue(self, delivery: Delivery) -> None:
        """Append an outbox row; its `seq` is set here."""
        asked = {"id": delivery.id, "incident_id": delivery.incident_id, "receiver": delivery.receiver}
        asked_for = self._connection.execute(queries.BEFORE_ENQUEUE, asked)
        taken, version, last_seq, disabled, waits = asked_for.one()
        if taken is not None:
            raise StoreError(f"{delivery.id}: there is a delivery with this id")
        if version is None:
            raise StoreError(f"{delivery.id}: its incident {delivery.incident_id} is not kept")
        held = disabled is not None and delivery.state is DeliveryState.PENDING
        state = DeliveryState.HELD if held else delivery.state
        row = replace(delivery, seq=(last_seq or 0) + 1, state=state)
        head = state is DeliveryState.PENDING and not waits
        self._connection.execute(_INSERT_DELIVERY, rows.delivery_row(row, head=head))
        self._scribe.add(outcomes.queued(row))
        self._tally.queued(row)

    def settle(self, attempt: Attempt, *, state: DeliveryState, next_at: datetime | None) -> None:
        """Record one attempt and move its delivery to `state`."""
        self.settle_all([Settled(attempt=attempt, state=state, next_at=next_at)])

    def settle_all(self, settled: Sequence[Settled]) -> None:
        """Record attempts and move their deliveries; a few statements however many there are."""
        found = self._connection.execute(
            queries.STANDING_DELIVERIES, {"ids": [one.attempt.delivery_id for one in settled]}
        )
        kept = {row.id: rows.delivery_of(row, body=b"") for row in found}
        changes, revived = [], []
        for one in settled:
            before = kept.get(one.attempt.delivery_id)
            after = rules.after_attempt(before, one.attempt, state=one.state, next_at=one.next_at)
            kept[after.id] = after
            self._scribe.add(*outcomes.settled(after, one.attempt))
            self._tally.settled(before, after)
            stays = int(after.state is DeliveryState.PENDING)
            changes.append(rows.progress_row(after) | {"of": after.id, "stays": stays})
            if stays and before is not None and before.state is not DeliveryState.PENDING:
                revived.append(
                    after.id
                )  # its receiver was disabled, or an operator asked, while it was under way
        if not settled:
            return
        self._connection.execute(_UPDATE_DELIVERY, changes)
        self._connection.execute(_INSERT_ATTEMPT, [rows.attempt_row(one.attempt) for one in settled])
        ended = [row for row in kept.values() if row.state is not DeliveryState.PENDING]
        if ended:
            queues = [{"of_incident": row.incident_id, "of_receiver": row.receiver} for row in ended]
            self._connection.execute(heads.NEXT, queues)
        if revived:
            self._connection.execute(heads.anew(heads.queues_of(revived)))

    def requeue(self, delivery_ids: Sequence[str], now: datetime) -> int:
        """Make dead, held or accepted deliveries pending again; return how many."""
        changed = 0
        wanted = list(dict.fromkeys(delivery_ids))
        for start in range(0, len(wanted), _ID_CHUNK):
            chunk = wanted[start : start + _ID_CHUNK]
            changed += self._again(tables.delivery.c.id.in_(chunk), now)
            self._connection.execute(heads.anew(heads.queues_of(chunk)))
        return changed

    def hasten(self, receiver: str, now: datetime) -> int:
        """Make heads that wait for their next try due now; return how many."""
        return self._connection.execute(heads.late(receiver, micros(now))).rowcount

    def disable_receiver(self, receiver: str, reason: str) -> None:
        """Stop a receiver; its pending deliveries become held."""
        disabled = tables.disabled_receiver
        self._connection.execute(delete(disabled).where(disabled.c.receiver == receiver))
        self._connection.execute(insert(disabled), {"receiver": receiver, "reason": reason})
        theirs = tables.delivery.c.receiver == receiver
        which = theirs & (tables.delivery.c.state == DeliveryState.PENDING.value)
        stop = update(tables.delivery).where(which).values(state=DeliveryState.HELD.value, head=0)
        self._tally.many(which, lambda: self._connection.execute(stop).rowcount)

    def enable_receiver(self, receiver: str, now: datetime) -> None:
        """Start a receiver again; its held deliveries become pending."""
        disabled = tables.disabled_receiver
        self._connection.execute(delete(disabled).where(disabled.c.receiver == receiver))
        held = tables.delivery.c.state == DeliveryState.HELD.value
        self._again((tables.delivery.c.receiver == receiver) & held, now)
        self._connection.execute(heads.anew(tables.delivery.c.receiver == receiver))

    def put_rule_state(self, camera_id: str, state: Json) -> None:
        """Keep the state of a camera's rules."""
        self._keep("rule_state", camera_id, state)

    def put_memory(self, camera_id: str, memory: Json) -> None:
        """Keep what worked for a camera."""
        self._keep("memory", camera_id, memory)

    def put_health(self, camera_id: str, health: Json) -> None:
        """Keep a camera's health record."""
        self._keep("health", camera_id, health)

    def put_note(self, kind: str, camera_id: str, note: Json) -> None:
        """Keep a note of a kind about a camera."""
        self._keep(rules.note_kind(kind), camera_id, note)

    def put_callback(self, source: str, message_id: str, at: datetime, answer: Json) -> None:
        """Keep the answer to an inbound message."""
        if self.callback_answer(source, message_id) is not None:
            raise StoreError(f"{message_id} of {source}: was answered before")
        row = {"source": source, "message_id": message_id, "at": micros(at)}
        self._connection.execute(
            insert(tables.callback), row | {"answer": codec.encode_json(answer, "answer")}
        )

    def add_event(self, at: datetime, kind: str, ref: str, data: Json) -> None:
        """Append a live event."""
        self.add_events([NewEvent(at=at, kind=kind, ref=ref, data=data)])

    def add_events(self, events: Sequence[NewEvent]) -> None:
        """Append live events."""
        made = [
            {"at": micros(e.at), "kind": e.kind, "ref": e.ref, "data": codec.encode_json(e.data, "event")}
            for e in events
        ]
        self._events += made

    def put_bookmark(self, name: str, value: Json) -> None:
        """Keep how far somebody has come."""
        text = codec.encode_json(value, f"bookmark {name}")
        if not self._connection.execute(_UPDATE_BOOKMARK, {"document": text, "of": name}).rowcount:
            self._connection.execute(_INSERT_BOOKMARK, {"document": text, "name": name})

    def prune(self, now: datetime) -> Mapping[str, int]:
        """Drop what has outlived its use; return counts."""
        return pruning.prune(self._connection, now, last_event=self.last_event_seq())

    def _earlier(self, before: Incident | None, incident: Incident) -> tuple[Step, ...]:
        """Return the steps that go into the trail because the case is on record only now."""
        if before is None or trail.on_record(before) or not trail.on_record(incident):
            return ()
        entered = self._connection.scalar(sql_trail.STEPS_ENTERED, {"incident_id": incident.id}) or 0
        return self.history(incident.id)[entered:]

    def _again(self, which: Any, now: datetime) -> int:
        """Make the replayable ones of these rows pending (rules.again, for many rows at once)."""
        these = which & tables.delivery.c.state.in_([state.value for state in rules.REPLAYABLE])
        anew = (
            update(tables.delivery)
            .where(these)
            .values(
                state=DeliveryState.PENDING.value,
                next_at=micros(now),
                spent=tables.delivery.c.attempts,
                accepted_at=None,
                last_error=None,
            )
        )
        return self._tally.many(these, lambda: self._connection.execute(anew).rowcount)

    def _keep(self, kind: str, camera_id: str, value: Json) -> None:
        text = codec.encode_json(value, f"{kind} of {camera_id}")
        of = {"of_kind": kind, "of_camera": camera_id}
        if not self._connection.execute(_UPDATE_RECORD, {"document": text, **of}).rowcount:
            row = {"kind": kind, "camera_id": camera_id, "document": text}
            self._connection.execute(_INSERT_RECORD, row)
