"""One transaction's changes: each incident once, with all its steps, its messages and its live event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.bodies import Enclosures
from alerts.callbacks import StatusUpdate
from alerts.case.casework import Casework
from alerts.case.stages import moved
from alerts.life import Event, born, take
from alerts.links import EvidenceLinks
from alerts.load.sending import put_off
from alerts.outbox import deliveries_for, telling
from alerts.store.base import Json, Writer
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery
from core.errors import NotFound
from core.ids import Ids
from core.incident import Incident, Status, Step
from core.reason import Reason

_UNSEEN = frozenset({Status.CANDIDATE, Status.EXPIRED})  # nobody is bothered with these


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailing:
    """Who is told, and how."""

    receivers: Sequence[Receiver]
    settings: Delivery
    links: EvidenceLinks | None = None
    enclosures: Enclosures | None = None  # what bodies in a receiver's own shape are made with


class Filing:
    """Collects changes and writes them at the end, so that one look makes one version of an incident."""

    def __init__(
        self,
        writer: Writer,
        *,
        mailing: Mailing,
        ids: Ids,
        now: datetime,
        facts: Mapping[str, str] | None = None,
        work: Casework | None = None,
    ) -> None:
        """`facts`: by which model, profile and version a look was judged; they go into each of its steps."""
        self.writer = writer
        self.now = now
        self.work = work or Casework()
        self._facts = dict(facts or {})
        self._mailing = mailing
        self._ids = ids
        self._kept: dict[str, int] = {}  # incident id -> version in the store
        self._held: dict[str, str | None] = {}  # incident id -> what held its case when it came in here
        self._changed: dict[str, Incident] = {}
        self._steps: dict[str, list[Step]] = {}
        self._before: dict[str, tuple[Step, ...]] = {}  # histories as kept before, read once
        self._fetched: Mapping[str, Incident] = {}  # read ahead, together

    def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as this transaction has left it so far."""
        known = self._changed.get(incident_id) or self._fetched.get(incident_id)
        return known or self.writer.incident(incident_id)

    def fetch(self, incident_ids: Sequence[str]) -> None:
        """Read ahead, in one question, what will be asked for; before anything is changed."""
        self._fetched = self.writer.incidents(incident_ids)

    def require(self, incident_id: str) -> Incident:
        """Return an incident.

        Raises:
            NotFound: there is none of that id.
        """
        found = self.incident(incident_id)
        if found is None:
            raise NotFound(f"no incident {incident_id}")
        return found

    def of_subject(self, subject: str) -> Incident | None:
        """Return the incident, not ended, that has a view of this subject."""
        for incident in self._changed.values():
            if not incident.status.ended and any(view.subject == subject for view in incident.views):
                return incident
        found = self.writer.incident_of_subject(subject)
        return None if found is None or found.id in self._changed else found

    def live(self, matter: str) -> list[Incident]:
        """Return every incident of a matter that has not ended."""
        kept = [self._changed.get(i.id, i) for i in self.writer.live_incidents(matter)]
        known = {incident.id for incident in kept}
        new = [i for i in self._changed.values() if i.id not in known and i.matter.key == matter]
        return [incident for incident in (*kept, *new) if not incident.status.ended]

    def history(self, incident_id: str) -> tuple[Step, ...]:
        """Return every step, those of this transaction included."""
        return (*self._kept_history(incident_id), *self._steps.get(incident_id, ()))

    def begin(self, incident: Incident, *, who: str, look_id: str | None) -> Incident:
        """Take in a new candidate."""
        self._kept[incident.id] = 0
        self._changed[incident.id] = incident
        self._add(incident.id, born(incident, who=who, look_id=look_id))
        return incident

    def step(
        self,
        incident: Incident,
        event: Event,
        *,
        who: str,
        why: Reason,
        look_id: str | None = None,
        said: StatusUpdate | None = None,
    ) -> Incident:
        """Take one step of its life; the city's case moves with it. `said`: what the platform told.

        Raises:
            IllegalStep: it cannot be taken from here, or not by `who`.
        """
        after, step = take(incident, event, who=who, why=why, now=self.now, look_id=look_id)
        self._held.setdefault(incident.id, incident.case.held_for)
        case = moved(after, event, now=self.now, work=self.work, said=said)
        after = replace(after, case=case)
        self.put(after)
        self._add(incident.id, replace(step, stage=case.stage))
        return after

    def restore(self, incident: Incident, step: Step) -> Incident:
        """Take in an incident as it was before a merge; `step` is of `life.restored`."""
        self._held.setdefault(incident.id, incident.case.held_for)
        self.put(incident)
        self._add(incident.id, replace(step, stage=incident.case.stage))
        return incident

    def put(self, incident: Incident) -> None:
        """Keep a change that is no step (a view seen again, a picture)."""
        self._kept.setdefault(incident.id, incident.version)
        self._changed[incident.id] = incident

    def file(self) -> tuple[Incident, ...]:
        """Write everything; return the incidents as kept."""
        changes = [self._as_kept(incident) for incident in self._changed.values()]
        self.writer.put_incidents(changes)
        for kept, steps in changes:
            if steps:
                self._tell(kept, steps)
        return tuple(kept for kept, _ in changes)

    def _add(self, incident_id: str, step: Step) -> None:
        steps = self._steps.setdefault(incident_id, [])
        seq = len(self._kept_history(incident_id)) + len(steps) + 1
        steps.append(replace(step, seq=seq, facts={**self._facts, **step.facts}))

    def _kept_history(self, incident_id: str) -> tuple[Step, ...]:
        if incident_id not in self._before:
            self._before[incident_id] = self.writer.history(incident_id)
        return self._before[incident_id]

    def _as_kept(self, incident: Incident) -> tuple[Incident, list[Step]]:
        """Return the incident in its next version, with the steps that lead there."""
        kept = replace(incident, version=self._kept[incident.id] + 1, updated_at=self.now)
        steps = self._steps.get(incident.id, [])
        if told := telling(kept, steps, self._held.get(kept.id)):
            steps = [replace(step, told=told[0]) if step is told[1] else step for step in steps]
        return kept, steps

    def _tell(self, kept: Incident, steps: Sequence[Step]) -> None:
        """Write who is told of it."""
        deliveries = deliveries_for(
            kept,
            steps,
            receivers=self._mailing.receivers,
            settings=self._mailing.settings,
            ids=self._ids,
            now=self.now,
            links=self._mailing.links,
            enclosures=self._mailing.enclosures,
            was_held=self._held.get(kept.id),
        )
        silences = self.writer.silences(ending_after=self.now) if deliveries else ()
        for delivery in deliveries:
            self.writer.enqueue(put_off(delivery, kept, silences, self.now))
        if kept.status not in _UNSEEN:
            self.writer.add_event(self.now, "incident", kept.id, _summary(kept, steps[-1]))


def _summary(incident: Incident, last: Step) -> Json:
    return {
        "id": incident.id,
        "version": incident.version,
        "what": last.what,
        "status": incident.status.value,
        "matter": incident.matter.key,
        "code": incident.matter.code,
        "severity": incident.matter.severity,
        "title": incident.title,
        "title_en": incident.title_en,
        "owner": incident.owner,
        "grid": incident.place.grid_code,
        "lon": incident.place.point.lon,
        "lat": incident.place.point.lat,
        "datum": incident.place.point.datum.value,
        "cameras": list(incident.cameras),
        "at": last.at.isoformat(),
        "opened_at": incident.opened_at.isoformat() if incident.opened_at else None,
        "stage": incident.case.stage.value,
        "held_for": incident.case.held_for,
        "due_at": incident.case.runs_until.isoformat() if incident.case.runs_until else None,
        "overdue": incident.case.overdue_since is not None,
    }
