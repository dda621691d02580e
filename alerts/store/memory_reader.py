"""What can be asked of the in-memory store: plain loops over its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.store import codec, rules, trail
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
from alerts.store.casefile import CaseFile
from alerts.store.cursor import check_query, cursor_of, micros
from alerts.store.memory_figures import FigureTables, MemoryFigureReader
from alerts.store.memory_ledger import MemoryLedgerReader
from alerts.store.memory_load import LoadTables, MemoryLoadReader
from alerts.store.memory_people import MemoryPeopleReader, PeopleTables
from alerts.store.memory_public import MemoryPublicReader
from alerts.store.memory_shift import MemoryShiftReader
from alerts.store.memory_undo import MemoryUndoReader
from alerts.store.public import PublicLink
from core.incident import Incident, Status, Step
from core.people.scope import EVERYTHING, Scope


@dataclass(kw_only=True, slots=True)
class Tables(LoadTables, PeopleTables, FigureTables):
    """Everything that is kept. A transaction works on a copy of what it touches."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    trail: dict[str, tuple[Row, ...]] = field(default_factory=dict)  # by case
    trail_head: Head = field(default_factory=Head)
    public_links: dict[str, PublicLink] = field(default_factory=dict)  # by their own id
    deliveries: dict[str, Delivery] = field(default_factory=dict)  # in the order they were enqueued
    attempts: dict[str, tuple[Attempt, ...]] = field(default_factory=dict)
    disabled: dict[str, str] = field(default_factory=dict)
    records: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, camera id) -> JSON
    callbacks: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)  # JSON
    events: dict[int, tuple[LiveEvent, str]] = field(default_factory=dict)  # data as JSON
    claims: dict[str, str] = field(default_factory=dict)  # by case: document
    pending_acts: dict[str, str] = field(default_factory=dict)  # by their own id: document
    undos: dict[str, tuple[datetime, str]] = field(default_factory=dict)  # by incident: when, document
    last_event: int = 0


class MemoryReader(
    MemoryLoadReader,
    MemoryPublicReader,
    MemoryShiftReader,
    MemoryUndoReader,
    MemoryPeopleReader,
    MemoryFigureReader,
    MemoryLedgerReader,
):
    """The questions of `base.Reader`, over one set of tables that nobody changes."""

    tables: Tables

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def incident(self, incident_id: str) -> Incident | None:
        """Return one incident, or None."""
        return self.tables.incidents.get(incident_id)

    def incidents(self, incident_ids: Sequence[str]) -> Mapping[str, Incident]:
        """Return those of these incidents that are kept, by id."""
        kept = self.tables.incidents
        return {name: kept[name] for name in incident_ids if name in kept}

    def incident_of_subject(self, subject: str) -> Incident | None:
        """Return the newest live incident that shows this subject."""
        found = [i for i in self.tables.incidents.values() if subject in rules.live_subjects(i)]
        return max(found, key=_by_age, default=None)

    def incident_of_report(self, source: str, number: str) -> Incident | None:
        """Return the incident that holds this report: live ones first, then the newest."""
        wanted = rules.report_key(source, number)
        found = [i for i in self.tables.incidents.values() if wanted in rules.reports(i)]
        return max(found, key=lambda one: (not one.status.ended, *_by_age(one)), default=None)

    def live_incidents(self, matter: str | None = None) -> tuple[Incident, ...]:
        """Return what has not ended, oldest first."""
        live = [
            i
            for i in self.tables.incidents.values()
            if not i.status.ended and (matter is None or i.matter.key == matter)
        ]
        return tuple(sorted(live, key=_by_age))

    def find(self, query: IncidentQuery) -> Page:
        """Return one page."""
        check_query(query)
        found = [i for i in self.tables.incidents.values() if rules.matches(query, i)]
        found.sort(key=lambda i: (micros(i.updated_at), i.id), reverse=True)
        page = tuple(found[: query.limit])
        return Page(incidents=page, next=cursor_of(page[-1]) if len(found) > query.limit else None)

    def history(self, incident_id: str) -> tuple[Step, ...]:
        """Return every step, first to last."""
        return self.tables.steps.get(incident_id, ())

    def on_record(self, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Return ids of cases that are more than candidates, in order."""
        more = (one for one in self.tables.incidents.values() if one.status not in trail.UNTOLD)
        ids = (one.id for one in more if one.id > after)
        return tuple(sorted(ids)[:limit])

    def case_files(self, incident_ids: Sequence[str]) -> tuple[CaseFile, ...]:
        """Return the files of some cases, in this order."""
        return tuple(map(self._file, incident_ids))

    def trail(self, after: int = 0, limit: int = 1000) -> tuple[Row, ...]:
        """Return rows of the whole trail after this number, in order."""
        rows = (row for rows in self.tables.trail.values() for row in rows if row.number > after)
        return tuple(sorted(rows, key=lambda row: row.number)[:limit])

    def trail_of(self, incident_id: str) -> tuple[Row, ...]:
        """Return the trail of one case, first to last."""
        return self.tables.trail.get(incident_id, ())

    def trail_head(self) -> Head:
        """Return how far the whole trail has come."""
        return self.tables.trail_head

    def count_by_status(self, scope: Scope = EVERYTHING) -> Mapping[Status, int]:
        """Return how many incidents stand where."""
        return Counter(i.status for i in self._within(scope))

    def count_waiting(self, scope: Scope = EVERYTHING) -> Mapping[str, int]:
        """Return how many live incidents wait for an operator, and how many are overdue."""
        held = Counter(rules.held_for(i) for i in self._within(scope))
        held["overdue"] = sum(rules.overdue(i) for i in self._within(scope))
        return {why: count for why, count in held.items() if why and count}

    def _within(self, scope: Scope) -> list[Incident]:
        every = self.tables.incidents.values()
        return [i for i in every if scope.holds(grid=i.place.grid_code, owners=(i.owner,))]

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Return one outbox row, or None."""
        return self.tables.deliveries.get(delivery_id)

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
        rows = list(self.tables.deliveries.values())
        if after is not None:
            known = [row.id for row in rows]
            rows = rows[known.index(after) + 1 :] if after in self.tables.deliveries else []
        found = (
            d
            for d in rows
            if (incident_id is None or d.incident_id == incident_id)
            and (receiver is None or d.receiver == receiver)
            and (not states or d.state in states)
            and (since is None or d.created_at >= since)
            and (until is None or d.created_at < until)
            and (case_number is None or d.case_number == case_number)
        )
        return tuple(found)[:limit]

    def count_deliveries(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries stand where."""
        return Counter(d.state for d in self.tables.deliveries.values())

    def count_undelivered(self, scope: Scope = EVERYTHING) -> Mapping[tuple[str, DeliveryState], int]:
        """Return how many deliveries of each receiver, about cases of a scope, stand where; no accepted ones."""
        seen = {incident.id for incident in self._within(scope)}
        rows = [d for d in self.tables.deliveries.values() if scope.everything or d.incident_id in seen]
        return Counter((d.receiver, d.state) for d in rows if d.state is not DeliveryState.ACCEPTED)

    def due_deliveries(
        self, now: datetime, limit: int, *, receiver: str | None = None, without: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Return heads of queues that may be tried now."""
        due = [
            row
            for row in self.heads(receiver)
            if row.next_at <= now and row.receiver not in self.tables.disabled and row.id not in without
        ]
        return tuple(sorted(due, key=lambda d: d.next_at)[:limit])

    def heads(self, receiver: str | None = None) -> list[Delivery]:
        """Return of each (incident, receiver) queue the oldest row that is pending."""
        heads: dict[tuple[str, str], Delivery] = {}
        for row in self.tables.deliveries.values():
            queue = (row.incident_id, row.receiver)
            waiting = row.state is DeliveryState.PENDING and receiver in {None, row.receiver}
            if waiting and (queue not in heads or row.seq < heads[queue].seq):
                heads[queue] = row
        return list(heads.values())

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        """Return the ledger of one delivery."""
        return self.tables.attempts.get(delivery_id, ())

    def disabled_receivers(self) -> Mapping[str, str]:
        """Return receiver name to the reason it is disabled."""
        return dict(self.tables.disabled)

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
        return {
            camera: codec.decode_json(text, f"health of {camera}")
            for (kind, camera), text in sorted(self.tables.records.items())
            if kind == "health"
        }

    def notes(self, kind: str) -> Mapping[str, Json]:
        """Return the notes of a kind by camera."""
        record = rules.note_kind(kind)
        found = sorted(camera for of, camera in self.tables.records if of == record)
        read = {camera: self._record(record, camera) for camera in found}
        return {camera: note for camera, note in read.items() if note}

    def note(self, kind: str, camera_id: str) -> Json | None:
        """Return one camera's note of a kind, or None."""
        return self._record(rules.note_kind(kind), camera_id) or None

    def callback_answer(self, source: str, message_id: str) -> Json | None:
        """Return what was answered to an inbound message seen before, or None."""
        kept = self.tables.callbacks.get((source, message_id))
        return codec.decode_json(kept[1], f"answer to {message_id}") if kept else None

    def events_since(self, seq: int, limit: int = 500) -> tuple[LiveEvent, ...]:
        """Return live events after `seq`, oldest first."""
        found = [kept for number, kept in self.tables.events.items() if number > seq]
        return tuple(replace(e, data=codec.decode_json(data, "event")) for e, data in found[:limit])

    def last_event_seq(self) -> int:
        """Return the newest sequence number, 0 when there is none."""
        return self.tables.last_event

    def bookmark(self, name: str) -> Json | None:
        """Return how far somebody has come, or None."""
        text = self.tables.bookmarks.get(name)
        return None if text is None else codec.decode_json(text, f"bookmark {name}")

    def _file(self, incident_id: str) -> CaseFile:
        kept = self.tables.incidents.get(incident_id)
        sent = self.deliveries(incident_id=incident_id, limit=1 << 30)
        return CaseFile(
            incident_id=incident_id,
            version=kept.version if kept else None,
            status=kept.status.value if kept else None,
            document=codec.encode_incident(kept) if kept else None,
            rows=self.tables.trail.get(incident_id, ()),
            steps=[codec.encode_step(step) for step in self.tables.steps.get(incident_id, ())],
            deliveries=sent,
            attempts={one.id: self.attempts(one.id) for one in sent},
            links=self.public_links(incident_id),
        )

    def _record(self, kind: str, camera_id: str) -> Json | None:
        text = self.tables.records.get((kind, camera_id))
        return codec.decode_json(text, f"{kind} of {camera_id}") if text else None


def _by_age(incident: Incident) -> tuple[datetime, str]:
    return incident.created_at, incident.id
