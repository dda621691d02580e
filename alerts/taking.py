"""A case that the platform has from elsewhere is taken in: attached to what is known, or looked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from alerts.awaiting import ASKED, asked
from alerts.filing import Filing
from alerts.inbound import CaseReport
from alerts.life import Event
from alerts.openings import Office
from alerts.reports import BEFORE, MAX_REPORTS, Match, find_reported
from alerts.store.base import IncidentQuery, Json
from alerts.titles import headline
from alerts.told_place import place_told
from core.case import Report, Source
from core.errors import GridwatchError
from core.geo import LocalPlane
from core.incident import Incident, Status
from core.matter import MatterCode
from core.place import Place, PlaceOrigin
from core.reason import Fact, Reason

Lookouts = Callable[[Place, Collection[str]], Sequence[str]]
"""(place, matter keys) -> cameras that show the place and are checked for one of the matters, best first."""

MAX_WAITING = 1000  # reports of one kin of matters that nobody has seen yet
OWNER = "platform"  # source owner of an incident that no camera has shown
_LOOKED_THROUGH = 200
BUSY_S = 600  # when to come again


class Busy(GridwatchError):
    """Too many reports wait to be seen."""

    retry = True


_NAMES = {
    Source.HOTLINE: ("hotline", "12345热线"),
    Source.PATROL: ("patrol", "监督员"),
    Source.PUBLIC: ("the public", "公众"),
    Source.SUPERIOR: ("a superior", "上级交办"),
    Source.VIDEO: ("video", "视频"),
    Source.OTHER: ("others", "其他来源"),
}


def take_case(filing: Filing, office: Office, report: CaseReport, lookouts: Lookouts) -> Json:
    """Take one case in and return the answer.

    `result`: attached (to an incident that is known), waiting (cameras are asked to look), known (this number
    was taken in before), no_place, no_camera, not_looked_for (nothing is kept of these three).

    Raises:
        Busy: too many wait already; nothing is kept, and the same message may come again.
    """
    before = filing.writer.incident_of_report(report.origin.value, report.number)
    if before is not None:
        return _answer(report, "known", before, f"{before.id} holds this number already")
    matter = _matter(office, report)
    if matter is None:
        return _answer(report, "not_looked_for", None, "the code table here knows no such matter")
    place = place_told(office.locator.grid, report)
    if place is None:
        why = "no such grid, and the address names no street or community of this district"
        return _answer(report, "no_place", None, why)
    alike = office.merging.alike(matter.key)
    live = [incident for key in alike for incident in filing.live(key)]
    ended = _closed_near(filing, office, place, alike, report)
    match = find_reported(place, matter.key, report.at, [*live, *ended], office.merging)
    if match is not None:
        return _attach(filing, office, report, place, match, lookouts)
    if sum(not one.views for one in live) >= MAX_WAITING:
        raise Busy(f"{MAX_WAITING} reports of this kind wait to be seen; send it again later")
    cameras = list(lookouts(place, alike))[: office.merging.report_asks]
    if not cameras:
        return _answer(report, "no_camera", None, "no camera that looks for this shows the place")
    incident = _begin(filing, office, report, matter, place, cameras)
    why = f"{len(cameras)} camera(s) are asked to look"
    return _answer(report, "waiting", incident, why, cameras=len(cameras))


def named(origin: Source) -> dict[str, Fact]:
    """Return what a source is called in reasons."""
    english, chinese = _NAMES[origin]
    return {"source": chinese, "source_en": english}


def _attach(
    filing: Filing, office: Office, report: CaseReport, place: Place, match: Match, lookouts: Lookouts
) -> Json:
    incident = match.incident
    if len(incident.reports) >= MAX_REPORTS:
        why = f"{incident.id} holds {MAX_REPORTS} reports already; this one is not added"
        return _answer(report, "attached", incident, why)
    incident = replace(incident, reports=(*incident.reports, _report(report)))
    if incident.status is Status.CANDIDATE:
        cameras = list(lookouts(place, office.merging.alike(incident.matter.key)))
        every = dict.fromkeys((*asked(incident), *cameras[: office.merging.report_asks]))
        incident = replace(incident, facts={**incident.facts, ASKED: ",".join(every)})
    facts = {**named(report.origin), "number": report.number, **match.why.facts}
    reason = Reason(code=match.why.code, facts=facts)
    after = filing.step(incident, Event.REPORT_ADDED, who=_who(report), why=reason)
    return _answer(report, "attached", after, reason.tell("en"))


def _begin(
    filing: Filing,
    office: Office,
    report: CaseReport,
    matter: MatterCode,
    place: Place,
    cameras: Sequence[str],
) -> Incident:
    title, title_en = headline(matter, place, report.address[:80] or "所报位置")
    facts: dict[str, Fact] = {
        **named(report.origin),
        "number": report.number,
        "text": report.text[:200] or "—",
        "cameras": len(cameras),
    }
    incident = Incident(
        id=office.ids.new("inc"),
        version=0,
        status=Status.CANDIDATE,
        matter=matter,
        place=place,
        owner=OWNER,
        title=title,
        title_en=title_en,
        why=Reason(code="report.told", facts=facts),
        confidence=0.0,
        created_at=filing.now,
        opened_at=None,
        closed_at=None,
        updated_at=filing.now,
        views=(),
        reports=(_report(report),),
        facts={
            "reported": f"{report.origin.value}:{report.number}",
            ASKED: ",".join(cameras),
            "certainty": "likely",
            "table": office.codes.name,
        },
    )
    return filing.begin(incident, who=_who(report), look_id=None)


def _matter(office: Office, report: CaseReport) -> MatterCode | None:
    if report.matter is not None:
        return office.codes.of_key(report.matter)
    return office.codes.of_code(report.code) if report.code is not None else None


def _closed_near(
    filing: Filing, office: Office, place: Place, alike: Sequence[str], report: CaseReport
) -> tuple[Incident, ...]:
    """Return what was closed around a reported point after it was reported."""
    if place.origin is not PlaceOrigin.REPORTED:
        return ()
    plane, reach = LocalPlane(origin=place.point), max(office.merging.report_m, office.merging.distance_m)
    low, high = plane.to_lonlat(-reach, -reach), plane.to_lonlat(reach, reach)
    query = IncidentQuery(
        matters=tuple(alike),
        statuses=(Status.CLOSED,),
        since=report.at - BEFORE,
        box=(low.lon, low.lat, high.lon, high.lat),
        limit=_LOOKED_THROUGH,
    )
    return filing.writer.find(query).incidents


def _report(report: CaseReport) -> Report:
    return Report(
        source=report.origin,
        number=report.number,
        at=report.at,
        text=report.text,
        point=report.point,
        radius_m=report.radius_m if report.point is not None else None,
    )


def _who(report: CaseReport) -> str:
    return f"platform:{report.origin.value}"


def _answer(
    report: CaseReport, result: str, incident: Incident | None, why: str, *, cameras: int = 0
) -> Json:
    return {
        "source": report.origin.value,
        "number": report.number,
        "result": result,
        "incident_id": incident.id if incident else None,
        "status": incident.status.value if incident else None,
        "cameras": cameras,
        "why": why,
    }
