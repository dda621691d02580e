"""What can be asked of the database within one view; rows become records here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from alerts.store import codec, queries, rows, rules, sql_trail
from alerts.store.base import (
    Attempt,
    Delivery,
    DeliveryState,
    Head,
    IncidentQuery,
    Json,
    LiveEvent,
    Page,
    Row,
)
from alerts.store.cursor import check_query, cursor_of, instant, micros
from alerts.store.sql_casefile import SqlCaseReader
from alerts.store.sql_figures import SqlFigureReader
from alerts.store.sql_ledger import SqlLedgerReader
from alerts.store.sql_load import SqlLoadReader
from alerts.store.sql_people import SqlPeopleReader
from alerts.store.sql_public import SqlPublicReader
from alerts.store.sql_shift import SqlShiftReader
from alerts.store.sql_undo import SqlUndoReader
from alerts.store.tables import bookmark, callback, camera_record, disabled_receiver, live_event
from core.incident import Incident, Status, Step
from core.people.scope import EVERYTHING, Scope


class SqlReader(
    SqlLoadReader,
    SqlPublicReader,
    SqlShiftReader,
    SqlUndoReader,
    SqlCaseReader,
    SqlPeopleReader,
    SqlFigureReader,
    SqlLedgerReader,
):
    """The questions of `base.Reader`, over one open connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def incident(self, incident_id: str) -> Incident | None:
        """Return one incident, or None."""
        text = self._connection.scalar(queries.INCIDENT_BY_ID, {"incident_id": incident_id})
        return None if text is None else codec.decode_incident(text)

    def incidents(self, incident_ids: Sequence[str]) -> Mapping[str, Incident]:
        """Return those of these incidents that are kept, by id."""
        texts = self._connection.scalars(queries.INCIDENTS_BY_ID, {"ids": list(incident_ids)})
        found = {incident.id: incident for incident in map(codec.decode_incident, texts)}
        return {name: found[name] for name in incident_ids if name in found}

    def incident_of_subject(self, subject: str) -> Incident | None:
        """Return the newest live incident that shows this subject."""
        text = self._connection.scalar(queries.incident_by_subject(subject))
        return None if text is None else codec.decode_incident(text)

    def incident_of_report(self, source: str, number: str) -> Incident | None:
        """Return the incident that holds this report: live ones first, then the newest."""
        text = self._connection.scalar(queries.incident_by_report(rules.report_key(source, number)))
        return None if text is None else codec.decode_incident(text)

    def live_incidents(self, matter: str | None = None) -> tuple[Incident, ...]:
        """Return what has not ended, oldest first."""
        return self._incidents(queries.live(matter))

    def find(self, query: IncidentQuery) -> Page:
        """Return one page."""
        check_query(query)
        found = self._incidents(queries.page(query))
        shown = found[: query.limit]
        return Page(incidents=shown, next=cursor_of(shown[-1]) if len(found) > query.limit else None)

    def history(self, incident_id: str) -> tuple[Step, ...]:
        """Return every step, first to last."""
        texts = self._connection.scalars(queries.HISTORY, {"incident_id": incident_id})
        return tuple(map(codec.decode_step, texts))

    def trail(self, after: int = 0, limit: int = 1000) -> tuple[Row, ...]:
        """Return rows of the whole trail after this number, in order."""
        return sql_trail.part(self._connection, after, limit)

    def trail_of(self, incident_id: str) -> tuple[Row, ...]:
        """Return the trail of one case, first to last."""
        return sql_trail.of_case(self._connection, incident_id)

    def trail_head(self) -> Head:
        """Return how far the whole trail has come."""
        return sql_trail.head(self._connection)

    def count_by_status(self, scope: Scope = EVERYTHING) -> Mapping[Status, int]:
        """Return how many incidents stand where."""
        return {Status(status): count for status, count in self._connection.execute(queries.by_status(scope))}

    def count_waiting(self, scope: Scope = EVERYTHING) -> Mapping[str, int]:
        """Return how many live incidents wait for an operator, and how many are overdue."""
        return {why: count for why, count in self._connection.execute(queries.waiting(scope))}  # noqa: C416 - rows are no pairs to mypy

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Return one outbox row, or None."""
        row = self._connection.execute(queries.DELIVERY_BY_ID, {"id": delivery_id}).first()
        return None if row is None else rows.delivery_of(row)

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
        """Return outbox rows, oldest first."""
        question = queries.deliveries(
            incident_id=incident_id,
            receiver=receiver,
            states=states,
            since=since,
            until=until,
            case_number=case_number,
            after=after,
            limit=limit,
        )
        return tuple(rows.delivery_of(row) for row in self._connection.execute(question))

    def count_deliveries(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries stand where."""
        return {DeliveryState(state): count for state, count in self._connection.execute(queries.by_state())}

    def count_undelivered(self, scope: Scope = EVERYTHING) -> Mapping[tuple[str, DeliveryState], int]:
        """Return how many deliveries of each receiver, about cases of a scope, stand where; no accepted ones."""
        found = self._connection.execute(queries.undelivered(scope))
        return {(receiver, DeliveryState(state)): count for receiver, state, count in found}

    def due_deliveries(
        self, now: datetime, limit: int, *, receiver: str | None = None, without: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Return heads of queues that may be tried now."""
        asked: dict[str, Any] = {"now": micros(now), "limit": limit, "without": list(without)}
        if receiver is not None:
            asked["receiver"] = receiver
        return tuple(rows.delivery_of(row) for row in self._connection.execute(queries.due(receiver), asked))

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        """Return the ledger of one delivery."""
        return tuple(rows.attempt_of(row) for row in self._connection.execute(queries.ledger(delivery_id)))

    def disabled_receivers(self) -> Mapping[str, str]:
        """Return receiver name to the reason it is disabled."""
        found = self._connection.execute(select(disabled_receiver.c.receiver, disabled_receiver.c.reason))
        return {receiver: reason for receiver, reason in found}  # noqa: C416 - rows are no plain tuples

    def rule_state(self, camera_id: str) -> Json | None:
        """Return the state of a camera's rules as last written."""
        return self._record("rule_state", camera_id)

    def memory(self, camera_id: str) -> Json | None:
        """Return what was remembered about reaching a camera."""
        return self._record("memory", camera_id)

    def health(self, camera_id: str) -> Json | None:
        """Return a camera's health record."""
        return self._record("health", camera_id)

    def all_health(self) -> Mapping[str, Json]:
        """Return every camera's health record."""
        found = self._connection.execute(
            select(camera_record.c.camera_id, camera_record.c.document)
            .where(camera_record.c.kind == "health")
            .order_by(camera_record.c.camera_id)
        )
        return {camera: codec.decode_json(text, f"health of {camera}") for camera, text in found}

    def notes(self, kind: str) -> Mapping[str, Json]:
        """Return the notes of a kind by camera."""
        found = self._connection.execute(
            select(camera_record.c.camera_id, camera_record.c.document)
            .where(camera_record.c.kind == rules.note_kind(kind))
            .order_by(camera_record.c.camera_id)
        )
        read = {camera: codec.decode_json(text, f"{kind} of {camera}") for camera, text in found}
        return {camera: note for camera, note in read.items() if note}

    def note(self, kind: str, camera_id: str) -> Json | None:
        """Return one camera's note of a kind: by its key."""
        return self._record(rules.note_kind(kind), camera_id) or None

    def callback_answer(self, source: str, message_id: str) -> Json | None:
        """Return what was answered to an inbound message seen before, or None."""
        text = self._connection.scalar(
            select(callback.c.answer).where(callback.c.source == source, callback.c.message_id == message_id)
        )
        return None if text is None else codec.decode_json(text, f"answer to {message_id}")

    def events_since(self, seq: int, limit: int = 500) -> tuple[LiveEvent, ...]:
        """Return live events after `seq`, oldest first."""
        return tuple(
            LiveEvent(
                seq=row.seq,
                at=instant(row.at),
                kind=row.kind,
                ref=row.ref,
                data=codec.decode_json(row.data, f"event {row.seq}"),
            )
            for row in self._connection.execute(queries.events(seq, limit))
        )

    def last_event_seq(self) -> int:
        """Return the newest sequence number, 0 when there is none."""
        return self._connection.scalar(select(func.max(live_event.c.seq))) or 0

    def bookmark(self, name: str) -> Json | None:
        """Return how far somebody has come, or None."""
        text = self._connection.scalar(select(bookmark.c.document).where(bookmark.c.name == name))
        return None if text is None else codec.decode_json(text, f"bookmark {name}")

    def _incidents(self, question: Any) -> tuple[Incident, ...]:
        return tuple(codec.decode_incident(text) for text in self._connection.scalars(question))

    def _record(self, kind: str, camera_id: str) -> Json | None:
        text = self._connection.scalar(
            select(camera_record.c.document).where(
                camera_record.c.kind == kind, camera_record.c.camera_id == camera_id
            )
        )
        return None if text is None else codec.decode_json(text, f"{kind} of {camera_id}")
