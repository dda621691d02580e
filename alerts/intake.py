"""One look becomes changes of incidents: candidates, openings, merges, views, clearings, proofs.

Works inside one transaction (a Filing) and knows nothing of threads, caches or wishes.
"""

from __future__ import annotations

from dataclasses import replace

from alerts import awaiting, joining, openings, opinion, reports, verify, views
from alerts.filing import Filing
from alerts.life import GRIDWATCH, Event
from alerts.looked import Look
from alerts.merge import Home, find_home
from alerts.openings import Office
from alerts.parting import MERGED_INTO
from alerts.pictures import AFTER, BEFORE, LATEST, Photograph, found_at, wants_before
from alerts.store.base import IncidentQuery
from alerts.titles import headline
from core.errors import EvidenceError
from core.geometry import Box
from core.incident import Incident, Status
from core.look import LookReason
from core.reason import Fact, Reason
from core.sighting import Finding, Sighting

_AT_ONCE = 32  # incidents of one camera that one look may verify
_DECIDED = ".missed"  # ends the reason of a look that saw the place without it; others saw no place


class Intake:
    """Handles one look within one transaction."""

    def __init__(self, office: Office, look: Look, filing: Filing, photograph: Photograph) -> None:
        self._office = office
        self._look = look
        self._filing = filing
        self._photograph = photograph
        self._spoken: set[str] = set()  # incidents about which a rule has said something in this look

    def run(self) -> frozenset[str]:
        """Handle every sighting, then what the look was asked for, then what it all adds up to.

        Returns the ids of the incidents that this look was about.
        """
        for sighting in self._look.sightings:
            self._sighting(sighting)
        asked = self._waiting()
        for incident in asked:
            self._asked(incident)
        about = frozenset(self._spoken | {incident.id for incident in asked})
        for incident_id in sorted(about):
            self._conclude(incident_id)
        return about

    def _waiting(self) -> list[Incident]:
        """Return what this look was asked for: its own incident, and whatever else of it is being verified."""
        asked_for = self._look.frame.incident_id
        if asked_for is None:
            return []
        query = IncidentQuery(camera_id=self._look.camera.id, statuses=(Status.VERIFYING,), limit=_AT_ONCE)
        verifying = [incident.id for incident in self._filing.writer.find(query).incidents]
        found = [self._filing.incident(one) for one in dict.fromkeys((asked_for, *verifying))]
        return [incident for incident in found if incident is not None and not incident.status.ended]

    def _sighting(self, sighting: Sighting) -> None:
        incident = self._filing.of_subject(sighting.subject)
        if incident is None and sighting.finding in {Finding.CANDIDATE, Finding.PRESENT}:
            incident = self._reported(sighting)
        match sighting.finding:
            case Finding.CANDIDATE:
                incident = incident or openings.candidate(self._office, self._look, self._filing, sighting)
                if incident is not None:
                    self._touch(incident, views.seen(incident, sighting))
            case Finding.PRESENT:
                incident = incident or openings.candidate(self._office, self._look, self._filing, sighting)
                if incident is not None:
                    incident = self._present(self._heard(incident, sighting), sighting)
            case Finding.MISSED if incident is not None and sighting.reason.code.endswith(_DECIDED):
                self._touch(incident, views.missed(incident, sighting.subject, sighting.at))
            case Finding.CLEARED | Finding.DROPPED if incident is not None:
                self._gone(incident, sighting)
        if incident is not None:
            self._spoken.add(incident.id)

    def _reported(self, sighting: Sighting) -> Incident | None:
        """Return what somebody outside has reported and this camera is the first to show, with its view in it."""
        merging = self._office.merging
        waiting = [
            one
            for key in merging.alike(sighting.matter)
            for one in self._filing.live(key)
            if awaiting.awaits(one)
        ]
        if not waiting:
            return None
        place = openings.place_of(self._office, self._look, sighting)
        for one in waiting:
            why = reports.is_shown(place, sighting.matter, one, merging)
            if why is not None:
                code = self._office.codes.code(sighting.matter, sighting.zone_kind)
                facts = {**one.facts, **self._look.facts, "rule": sighting.rule}
                after = views.seen(replace(one, facts=facts), sighting, place=place, matter=code, why=why)
                return self._step(after, Event.VIEW_ADDED, why)
        return None

    def _present(self, incident: Incident, sighting: Sighting) -> Incident:
        if incident.status is Status.CANDIDATE and sighting.held:
            after = views.seen(incident, sighting)
            self._touch(incident, after)
            return after
        if incident.status is Status.CANDIDATE:
            candidate = openings.placed_again(self._office, self._look, incident, sighting)
            merging = self._office.merging
            rivals = [i for matter in merging.alike(sighting.matter) for i in self._filing.live(matter)]
            home = find_home(sighting, candidate.place, rivals, merging, matter=candidate.matter)
            if home is not None:
                return self._merge(candidate, home, sighting)
            return self._open(candidate, sighting)
        after = views.seen(incident, sighting)
        if incident.status is Status.VERIFYING:
            return self._still(after, sighting)
        if wants_before(incident, sighting.camera_id):
            after = self._picture(after, BEFORE, sighting.box)
            self._filing.put(after)
        else:
            self._touch(incident, after)
        return after

    def _heard(self, incident: Incident, sighting: Sighting) -> Incident:
        """Return the incident with the second opinion that was asked for in this look, if one was."""
        if sighting.opinion is None:
            return incident
        noted = opinion.noted(incident, sighting.opinion, held=sighting.held)
        return self._step(noted, Event.OPINION, sighting.opinion.reason, who=GRIDWATCH)

    def _open(self, candidate: Incident, sighting: Sighting) -> Incident:
        seen = views.seen(candidate, sighting, place=candidate.place)
        opened = openings.linked(self._office, self._filing, seen, sighting)
        opened = self._picture(opened, BEFORE, sighting.box)
        opened = self._filing.work.opened(opened, profile=self._look.profile)
        return self._step(opened, Event.OPENED, sighting.reason)

    def _merge(self, candidate: Incident, home: Home, sighting: Sighting) -> Incident:
        """The confirmed candidate turns out to be an incident that exists: it goes into it as a view."""
        gone = replace(candidate, facts={**candidate.facts, MERGED_INTO: home.incident.id})
        self._step(gone, Event.MERGED, home.why)
        known = home.incident
        target = joining.joined(known, sighting, home, candidate)
        target = replace(target, reports=(*known.reports, *candidate.reports))
        if target.place is not known.place:
            target = replace(target, place=self._office.locator.gridded(target.place, self._look.camera))
        if (target.place, target.matter) != (known.place, known.matter):
            title, title_en = headline(target.matter, target.place, self._look.camera.name)
            target = replace(target, title=title, title_en=title_en)
        if wants_before(known, sighting.camera_id):
            target = self._picture(target, BEFORE, sighting.box)
        target = self._step(target, Event.VIEW_ADDED, home.why)
        return self._still(target, sighting) if target.status is Status.VERIFYING else target

    def _still(self, incident: Incident, sighting: Sighting) -> Incident:
        """A verifying incident is seen: this look counts when it was taken after "handled", with some grace.

        A picture may be older than its look (a camera's own cache, a stream's delay), and the truck may
        still be loading.
        """
        start = verify.begun(self._filing.history(incident.id))
        grace_s = self._office.merging.verify_s
        if start is None or (sighting.at - start.at).total_seconds() <= grace_s:
            self._filing.put(incident)
            return incident
        if self._dark(incident):
            self._filing.put(incident)
            return incident
        incident = self._picture(incident, LATEST, sighting.box)
        facts: dict[str, Fact] = {"camera": sighting.camera_id}
        return self._step(incident, Event.LOOK_PRESENT, Reason(code="life.look_present", facts=facts))

    def _gone(self, incident: Incident, sighting: Sighting) -> None:
        if awaiting.awaits(incident):
            left = tuple(view for view in incident.views if view.subject != sighting.subject)
            self._absent(replace(incident, views=left))
            return
        if incident.status is Status.CANDIDATE:
            self._step(incident, Event.DROPPED, sighting.reason)
            return
        if sighting.finding is Finding.DROPPED:
            return  # a doubt about a subject that is part of a confirmed incident decides nothing
        if incident.status is Status.VERIFYING and self._dark(incident):
            return  # seen gone at night where only daylight proves: looks by day count from their first
        cleared = views.cleared(incident, sighting.subject, sighting.at)
        cleared = self._picture(cleared, AFTER, found_at(incident, sighting.camera_id) or sighting.box)
        self._filing.put(cleared)
        if cleared.status is not Status.VERIFYING and verify.all_cleared(cleared):
            facts: dict[str, Fact] = {
                "cameras": ", ".join(cleared.cameras),
                "looks": self._office.merging.verify_proof,
            }
            self._step(cleared, Event.CLEARED, Reason(code="life.cleared", facts=facts))

    def _asked(self, incident: Incident) -> None:
        """The look was asked for by this incident; its rules may have had nothing to say."""
        if awaiting.awaits(incident) and incident.id not in self._spoken:
            alike = self._office.merging.alike(incident.matter.key)
            if any(rule.matter in alike for rule in self._look.profile.rules):
                self._absent(incident)
            return
        if self._look.frame.reason is LookReason.OPERATOR and incident.status is not Status.CANDIDATE:
            incident = self._picture(incident, LATEST, self._box(incident))
            self._filing.put(incident)
        if incident.status is not Status.VERIFYING or incident.id in self._spoken or self._dark(incident):
            return
        start = verify.begun(self._filing.history(incident.id))
        at = self._look.frame.taken_at
        mine = [view for view in incident.views if view.camera_id == self._look.camera.id]
        if start is None or at <= start.at or not mine:
            return
        if not all(self._look.shows_empty(view) for view in mine):
            return
        for view in mine:
            incident = views.missed(incident, view.subject, at)
        facts: dict[str, Fact] = {"camera": self._look.camera.id}
        self._step(incident, Event.LOOK_CLEAR, Reason(code="life.look_clear", facts=facts))

    def _absent(self, incident: Incident) -> None:
        """A look for what somebody outside has reported shows nothing like it."""
        facts: dict[str, Fact] = {"camera": self._look.camera.id}
        self._step(incident, Event.LOOK_ABSENT, Reason(code="report.look_absent", facts=facts))

    def _conclude(self, incident_id: str) -> None:
        incident = self._filing.incident(incident_id)
        if incident is not None and awaiting.awaits(incident):
            history, merging = self._filing.history(incident_id), self._office.merging
            stands = awaiting.stand(incident, history, now=self._filing.now, merging=merging)
            if stands.event is not None and stands.why is not None:
                self._step(incident, stands.event, stands.why, who=GRIDWATCH)
            return
        if incident is None or incident.status is not Status.VERIFYING or self._dark(incident):
            return
        standing = verify.stand(
            incident,
            self._filing.history(incident_id),
            now=self._filing.now,
            merging=self._office.merging,
            eyes=self._filing.work.eyes,
        )
        if standing.why is None:
            return
        if standing.event is Event.PROVEN:
            incident = self._picture(incident, AFTER, found_at(incident, self._look.camera.id))
            self._step(incident, Event.PROVEN, standing.why)
        elif standing.event is Event.STILL_THERE:
            kept = tuple(picture for picture in incident.pictures if picture.role != AFTER)
            self._step(replace(incident, pictures=kept), Event.STILL_THERE, standing.why)

    def _dark(self, incident: Incident) -> bool:
        """Whether it is night there, and this camera's looks prove nothing by night."""
        frame = self._look.frame
        return self._filing.work.eyes.dark(frame.camera_id, incident.place, frame.taken_at)

    def _box(self, incident: Incident) -> Box | None:
        """Return where this camera last saw it."""
        return next((v.box for v in incident.views if v.camera_id == self._look.camera.id), None)

    def _touch(self, before: Incident, after: Incident) -> None:
        if after.status is Status.VERIFYING or views.worth_writing(before, after):
            self._filing.put(after)

    def _picture(self, incident: Incident, role: str, box: Box | None) -> Incident:
        try:
            return self._photograph(incident, role, box)
        except EvidenceError as error:
            # the incident counts for more than its picture; said once, not at every look
            if "picture_lost" in incident.facts:
                return incident
            lost = replace(incident, facts={**incident.facts, "picture_lost": role})
            why = Reason(code="evidence.lost", facts={"detail": str(error)[:300]})
            return self._step(lost, Event.PICTURE_LOST, why, who=GRIDWATCH)

    def _step(self, incident: Incident, event: Event, why: Reason, *, who: str | None = None) -> Incident:
        rule = incident.facts.get("rule", "?")
        look_id = self._look.frame.look_id
        return self._filing.step(incident, event, who=who or f"rule:{rule}", why=why, look_id=look_id)
