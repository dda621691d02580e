"""The desk: where looks, operators and the platform meet the incidents. Each call is one transaction.

Rule state, incidents, their history, the outbox and the live events are written together or not at
all. Pictures are written before the transaction commits. Calls block and may come from any thread;
one lock keeps them in a row, so that two of them never write the same version of an incident.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from alerts import acts
from alerts.acts import Joined
from alerts.assigning import assign
from alerts.bodies import Enclosures
from alerts.callbacks import StatusUpdate, once
from alerts.case.casework import Casework
from alerts.codes import CodeTable
from alerts.evidence import EvidenceStore
from alerts.filing import Filing, Mailing
from alerts.inbound import CaseReport
from alerts.intake import Intake
from alerts.life import GRIDWATCH, Event
from alerts.links import EvidenceLinks
from alerts.locate import Locator
from alerts.looked import Look
from alerts.openings import Office
from alerts.operator_acts import event_of, found
from alerts.opinion import noted
from alerts.owing import Owing
from alerts.pictures import photographer
from alerts.platform import apply_acceptance, apply_status
from alerts.second_view import add_second_view, refuse_second_view
from alerts.store.base import Delivery, Json, Store, Writer
from alerts.taking import Lookouts, take_case
from core.case import Unit
from core.clock import Clock
from core.config.crosswalk import Crosswalk
from core.config.profile import Profile
from core.config.receiver import Receiver
from core.config.settings.delivery import Delivery as DeliverySettings
from core.config.settings.merging import Merging
from core.detection import Detections
from core.frame import Frame
from core.geometry import Box
from core.ids import Ids
from core.incident import Incident
from core.look import LookWish
from core.opinion import Opinion
from core.reason import Reason
from core.sighting import Sighting


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a look came to."""

    incidents: tuple[Incident, ...] = ()  # changed, as kept
    wishes: tuple[LookWish, ...] = ()


class Acceptance:
    """An open transaction in which acceptances change incidents, and others may write beside."""

    def __init__(self, writer: Writer, filing: Filing) -> None:
        self.writer = writer
        self._filing = filing

    def note(self, delivery: Delivery, case_number: str | None) -> None:
        """Note that a receiver took a delivery, and under which number of its own."""
        apply_acceptance(self._filing, delivery, case_number)


Also = Callable[[Writer, Incident], None]
"""What else is written in a change's own transaction, given the incident as kept."""


def nothing(_writer: Writer, _incident: Incident) -> None:
    """Write nothing else."""


class Desk:
    """Takes looks in, lets people and the platform act, and remembers which looks are owed."""

    def __init__(  # noqa: PLR0913 - the one door: everything about incidents comes in here
        self,
        *,
        store: Store,
        locator: Locator,
        codes: CodeTable,
        evidence: EvidenceStore,
        receivers: Sequence[Receiver],
        delivery: DeliverySettings,
        merging: Merging,
        clock: Clock,
        ids: Ids,
        links: EvidenceLinks | None = None,
        crosswalks: Mapping[str, Crosswalk] | None = None,
        work: Callable[[], Casework] = Casework,
        lookouts: Lookouts = lambda _place, _matters: (),
    ) -> None:
        """Take what it works with.

        work: returns what the city's case is worked out with, as now configured.
        lookouts: returns the cameras that could show what somebody outside reports.
        """
        self._store = store
        self._evidence = evidence
        self._clock = clock
        self._office = Office(locator=locator, codes=codes, merging=merging, ids=ids)
        self._work = work
        self._lookouts = lookouts
        enclosures = Enclosures(read=evidence.read, crosswalks=crosswalks or {})
        self._mailing = Mailing(receivers=receivers, settings=delivery, links=links, enclosures=enclosures)
        self._owing = Owing(store, merging=merging, eyes=lambda: work().eyes)
        self._states: dict[str, str] = {}  # camera -> rule state as last written; one per camera
        self._lock = threading.RLock()

    def take(
        self,
        frame: Frame,
        detections: Detections,
        sightings: Sequence[Sighting],
        rule_state: Json,
        profile: Profile,
        facts: Mapping[str, str],
    ) -> Outcome:
        """Take one look in. A look that changes nothing costs no transaction.

        Raises:
            NotFound: the camera is no longer configured.
            StoreError: nothing of it was kept; the same look may be given again.
        """
        state = json.dumps(rule_state, sort_keys=True)
        known = self._states.get(frame.camera_id) == state
        if known and not sightings and frame.incident_id is None:
            return Outcome()
        camera = self._office.locator.camera(frame.camera_id)
        look = Look(
            frame=frame,
            detections=detections,
            sightings=sightings,
            camera=camera,
            profile=profile,
            facts=facts,
        )
        with self._lock:
            with self._store.write() as writer:
                filing = self._filing(writer, facts)
                photograph = photographer(self._evidence, frame, detections)
                about = Intake(self._office, look, filing, photograph).run()
                owed = [wish for one in sorted(about) for wish in self._owing.after(filing, one, look)]
                changed = filing.file()
                if not known:
                    writer.put_rule_state(frame.camera_id, rule_state)
            self._states[frame.camera_id] = state
            wishes = self._owing.taken(about, frame.camera_id, changed, owed, self._clock.now())
            return Outcome(incidents=changed, wishes=wishes)

    def note(self, sighting: Sighting, opinion: Opinion) -> Incident | None:
        """Keep a second opinion in shadow that came after its look was taken in.

        Returns None where what it is about has ended meanwhile: nothing is changed.
        """
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            incident = filing.of_subject(sighting.subject)
            if incident is None:
                return None
            after = noted(incident, opinion, held=False)
            why, look_id = opinion.reason, sighting.look_id
            filing.step(after, Event.OPINION, who=GRIDWATCH, why=why, look_id=look_id)
            (kept,) = filing.file()
            return kept

    def second_view(
        self,
        frame: Frame,
        detections: Detections,
        incident_id: str,
        *,
        name: str,
        box: Box | None,
        why: Reason,
    ) -> Incident | None:
        """Add the picture of a camera that was turned to an incident; None where it has ended meanwhile.

        Raises:
            EvidenceError: the picture could not be kept; nothing was changed.
        """
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            photograph = photographer(self._evidence, frame, detections)
            look_id = frame.look_id
            kept = add_second_view(
                filing, photograph, incident_id, camera_name=name, look_id=look_id, box=box, why=why
            )
            return None if kept is None else filing.file()[0]

    def no_second_view(self, incident_id: str, *, name: str, why: Reason) -> Incident | None:
        """Say why a camera brought no second view of an incident; None where it has ended meanwhile."""
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            kept = refuse_second_view(filing, incident_id, camera_name=name, why=why)
            return None if kept is None else filing.file()[0]

    def act(
        self, incident_id: str, what: str, who: str, why: str | Reason, *, also: Also = nothing
    ) -> Incident:
        """Let an operator do something: acknowledge, confirm, reject, look_again, close or send_again.

        `also` is written in the same transaction.

        Raises:
            NotFound: no such incident.
            IllegalStep: not from where it stands, not for this person, or no such act.
        """
        event = event_of(what)
        who = who if ":" in who else f"operator:{who}"
        with self._lock:
            with self._store.write() as writer:
                filing = self._filing(writer)
                incident = found(filing.require(incident_id), event, who, filing.work)
                reason = why if isinstance(why, Reason) else Reason.text(why)
                filing.step(incident, event, who=who, why=reason)
                (kept,) = filing.file()
                also(writer, kept)
            self._owing.settle((kept,), self._clock.now())
            if event is Event.LOOK_AGAIN:
                self._owing.ask(kept, self._clock.now())
            return kept

    @property
    def merging(self) -> Merging:
        """When two are one."""
        return self._office.merging

    def units(self) -> tuple[Unit, ...]:
        """Return the units of the city's table as now configured; empty without one."""
        known = self._work().units
        return () if known is None else known.units

    def assign(self, incident_id: str, code: str, *, who: str, why: str, also: Also = nothing) -> Incident:
        """Make another unit responsible, by an operator's word (alerts/assigning.py).

        Raises:
            NotFound: no such incident, or no such unit.
            IllegalStep: not from where it stands.
        """
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            assign(filing, incident_id, code, who=who, why=why)
            (kept,) = filing.file()
            also(writer, kept)
            return kept

    def merge(self, incident_id: str, into: str, *, who: str, why: str, also: Also = nothing) -> Joined:
        """Make one incident of two, by an operator's word (alerts/acts.py).

        Raises:
            NotFound: one of them is unknown.
            IllegalStep: not as they stand.
        """
        return self._joined(lambda f: acts.merge(f, self._office, incident_id, into, who=who, why=why), also)

    def split(
        self,
        incident_id: str,
        subjects: Collection[str],
        *,
        who: str,
        why: str,
        reports: Collection[str] = (),
        also: Also = nothing,
    ) -> Joined:
        """Make an incident of its own of some views and reports of another; raises as `merge`."""
        return self._joined(
            lambda f: acts.split(f, self._office, incident_id, subjects, who=who, why=why, reports=reports),
            also,
        )

    def undo(self, incident_id: str, *, who: str, why: str) -> Joined:
        """Take the last merge or split of an incident back; raises as `merge`."""
        return self._joined(lambda f: acts.undo(f, self._office, incident_id, who=who, why=why))

    def _joined(self, act: Callable[[Filing], Joined], also: Also = nothing) -> Joined:
        with self._lock:
            with self._store.write() as writer:
                filing = self._filing(writer)
                joined = act(filing)
                kept = {incident.id: incident for incident in filing.file()}
                also(writer, kept[joined.incident.id])
            self._owing.settle(tuple(kept.values()), self._clock.now())
            return replace(joined, incident=kept[joined.incident.id], other=kept[joined.other.id])

    def record(
        self,
        incident_id: str,
        event: Event,
        *,
        who: str,
        why: Reason,
        also: Also = nothing,
    ) -> Incident:
        """Enter something in an incident's history that leaves it where it stands; `also` is the same transaction.

        Raises:
            NotFound: no such incident.
            IllegalStep: not from where it stands, or not for this person.
        """
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            incident = filing.require(incident_id)
            filing.step(incident, event, who=who, why=why)
            also(writer, incident)
            (kept,) = filing.file()
            return kept

    def platform(self, update: StatusUpdate) -> Json:
        """Apply a case status of the platform once; the same message again gets the same answer.

        Returns `{incident_id, result, status, why}`; result is applied, ignored or unknown.
        """
        with self._lock:
            with self._store.write() as writer:
                filing = self._filing(writer)
                answer = once(writer, update, now=filing.now, decide=lambda: apply_status(filing, update))
                changed = filing.file()
            self._owing.settle(changed, self._clock.now())
            return answer

    def report(self, case: CaseReport) -> Json:
        """Take in a case that the platform has from elsewhere, once (alerts/taking.py tells the answers)."""
        with self._lock:
            with self._store.write() as writer:
                filing = self._filing(writer)
                answer = once(
                    writer,
                    case,
                    now=filing.now,
                    decide=lambda: take_case(filing, self._office, case, self._lookouts),
                )
                changed = filing.file()
            self._owing.settle(changed, self._clock.now())
            return answer

    def accepted(self, delivery: Delivery, case_number: str | None = None) -> None:
        """Note that a receiver took a delivery, and under which number of its own."""
        with self.accepting([delivery.incident_id]) as acceptance:
            acceptance.note(delivery, case_number)

    @contextmanager
    def accepting(self, incident_ids: Sequence[str]) -> Iterator[Acceptance]:
        """Open a transaction in which acceptances are noted, together with whatever else is written in it."""
        with self._lock, self._store.write() as writer:
            filing = self._filing(writer)
            filing.fetch(incident_ids)
            yield Acceptance(writer, filing)
            filing.file()

    def resume(self, now: datetime) -> tuple[LookWish, ...]:
        """Return the looks owed after a start: for every candidate and everything being verified."""
        self._owing.begin()
        return self.tick(now)

    def tick(self, now: datetime) -> tuple[LookWish, ...]:
        """Return looks newly owed, or owed again because none came; end what has waited in vain."""
        with self._lock:
            for incident, event, why in self._owing.due(now):
                with self._store.write() as writer:
                    filing = self._filing(writer)
                    filing.step(incident, event, who=GRIDWATCH, why=why)
                    filing.file()
            return self._owing.hand_out(now)

    def _filing(self, writer: Writer, facts: Mapping[str, str] | None = None) -> Filing:
        now = self._clock.now()
        work = self._work()
        return Filing(writer, mailing=self._mailing, ids=self._office.ids, now=now, facts=facts, work=work)
