"""How an incident begins: a candidate at a place, with a code; settled matters and recurrences found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from alerts import views
from alerts.case.casework import ZONE_KIND
from alerts.codes import CodeTable
from alerts.filing import Filing
from alerts.locate import Locator
from alerts.looked import Look
from alerts.merge import RECURRENCE, find_recurrence
from alerts.parting import MERGED_INTO
from alerts.store.base import IncidentQuery
from alerts.titles import headline
from core.config.settings.merging import Merging
from core.geo import LocalPlane
from core.ids import Ids
from core.incident import Incident, Status
from core.place import Place
from core.sighting import Sighting

_LOOKED_THROUGH = 50  # ended incidents that are looked through


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """What every look is handled with."""

    locator: Locator
    codes: CodeTable
    merging: Merging
    ids: Ids


def place_of(office: Office, look: Look, sighting: Sighting) -> Place:
    """Return where a sighting is."""
    return office.locator.locate(
        look.camera,
        box=sighting.box,
        picture_size=look.frame.size,
        zone=sighting.zone,
        feet=look.feet(sighting),
    )


def candidate(office: Office, look: Look, filing: Filing, sighting: Sighting) -> Incident | None:
    """Begin a candidate, or return None when a person has said that this very thing is none."""
    if _settled(filing, sighting):
        return None
    place = place_of(office, look, sighting)
    code = office.codes.code(sighting.matter, sighting.zone_kind)
    title, title_en = headline(code, place, look.camera.name)
    incident = Incident(
        id=office.ids.new("inc"),
        version=0,
        status=Status.CANDIDATE,
        matter=code,
        place=place,
        owner=look.camera.owner,
        title=title,
        title_en=title_en,
        why=sighting.reason,
        confidence=sighting.confidence,
        created_at=min(sighting.since or sighting.at, filing.now),
        opened_at=None,
        closed_at=None,
        updated_at=filing.now,
        views=(views.view_of(sighting, place=place, matter=code),),
        facts={
            **look.facts,
            "certainty": "likely",
            "rule": sighting.rule,
            "table": office.codes.name,
            ZONE_KIND: sighting.zone_kind,
        },
    )
    return filing.begin(incident, who=f"rule:{sighting.rule}", look_id=sighting.look_id)


def placed_again(office: Office, look: Look, incident: Incident, sighting: Sighting) -> Incident:
    """Return a candidate with the place and the reason of the look that confirms it.

    A crowd has gathered where it is now, not where its first member stood.
    """
    place = place_of(office, look, sighting)
    title, title_en = headline(incident.matter, place, look.camera.name)
    return replace(incident, place=place, title=title, title_en=title_en, why=sighting.reason)


def linked(office: Office, filing: Filing, incident: Incident, sighting: Sighting) -> Incident:
    """Return the incident with a link to the one that was closed here within 30 days, if there was one."""
    earlier = find_recurrence(
        sighting, incident.place, _closed_near(office, filing, incident), office.merging, filing.now
    )
    if earlier is None:
        return incident
    before, why = earlier
    times = before.facts.get("recurrences", "0")
    facts = {
        **incident.facts,
        "recurrence_of": before.id,
        "recurrence_why": why.tell("en"),
        "recurrences": str(int(times) + 1 if times.isdecimal() else 1),
    }
    return replace(incident, facts=facts)


def _settled(filing: Filing, sighting: Sighting) -> bool:
    """Whether a person has rejected or closed this subject while its rule still sees it."""
    query = IncidentQuery(
        camera_id=sighting.camera_id, statuses=(Status.REJECTED, Status.CLOSED), limit=_LOOKED_THROUGH
    )
    return any(
        view.subject == sighting.subject and view.first_seen == (sighting.since or view.first_seen)
        for incident in filing.writer.find(query).incidents
        if (incident.status is Status.REJECTED and MERGED_INTO not in incident.facts)
        or "closed_by" in incident.facts
        for view in incident.views
    )


def _closed_near(office: Office, filing: Filing, incident: Incident) -> tuple[Incident, ...]:
    merging = office.merging
    plane, reach = LocalPlane(origin=incident.place.point), max(merging.distance_m, merging.most_m)
    low, high = plane.to_lonlat(-reach, -reach), plane.to_lonlat(reach, reach)
    query = IncidentQuery(
        matters=office.merging.alike(incident.matter.key),
        statuses=(Status.CLOSED,),
        since=filing.now - RECURRENCE,
        box=(low.lon, low.lat, high.lon, high.lat),
        limit=_LOOKED_THROUGH,
    )
    return filing.writer.find(query).incidents
