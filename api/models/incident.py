"""Incidents as the API tells them. Times are UTC, coordinates WGS-84."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.models.base import Told
from api.models.case import CaseOut
from core.case import Report, Stage
from core.incident import Incident, Picture, Status, Step, View
from core.place import Place


class MatterOut(Told):
    """What is wrong, by the city's table."""

    key: str
    """Our name."""
    code: str
    """The city's code."""
    name: str
    """Chinese name."""
    name_en: str
    """English name."""
    table: str
    """Code table."""
    severity: str
    """CAP severity."""


class GridOut(Told):
    """One level of the grid path."""

    level: str
    """district, street, community or grid."""
    code: str
    """6, 9, 12 or 15 digits."""
    name: str
    """Its name."""


class PlaceOut(Told):
    """Where it is."""

    lon: float
    """Longitude."""
    lat: float
    """Latitude."""
    datum: str
    """Always WGS84 in the API."""
    radius_m: float
    """Metres within which 95 % of true places lie."""
    origin: str
    """How it was found."""
    grid: list[GridOut]
    """District first."""

    @classmethod
    def of(cls, place: Place) -> PlaceOut:
        """Tell a place."""
        return cls(
            lon=place.point.lon,
            lat=place.point.lat,
            datum=place.point.datum.value,
            radius_m=round(place.radius_m, 1),
            origin=place.origin.value,
            grid=[GridOut(level=cell.level, code=cell.code, name=cell.name) for cell in place.grid],
        )


class ViewOut(Told):
    """One camera's view."""

    camera_id: str
    """Camera."""
    subject: str
    """What its rule calls it; names the view in a split."""
    zone: str
    """Zone of the picture."""
    rule: str
    """Rule of the profile."""
    first_seen: datetime
    """First look that showed it."""
    last_seen: datetime
    """Last look that showed it."""
    confidence: float
    """Best so far."""
    count: int | None
    """Persons or vehicles, where counted."""
    box: tuple[float, float, float, float] | None
    """Relative x0, y0, x1, y1."""
    cleared_at: datetime | None
    """When it was confirmed gone."""
    place: PlaceOut | None
    """Where this camera put it; null where it was not kept."""
    matter: str | None
    """Matter key that its rule takes it for; null where it was not kept."""
    merged: str | None
    """Why it belongs to this incident, in Chinese; null for the view that began it."""
    merged_en: str | None
    """The same in English."""

    @classmethod
    def of(cls, view: View) -> ViewOut:
        """Tell a view."""
        return cls(
            camera_id=view.camera_id,
            subject=view.subject,
            place=PlaceOut.of(view.place) if view.place else None,
            matter=view.matter.key if view.matter else None,
            merged=view.why.tell("zh") if view.why else None,
            merged_en=view.why.tell("en") if view.why else None,
            zone=view.zone,
            rule=view.rule,
            first_seen=view.first_seen,
            last_seen=view.last_seen,
            confidence=round(view.confidence, 3),
            count=view.count,
            box=view.box.row if view.box else None,
            cleared_at=view.cleared_at,
        )


class PictureOut(Told):
    """A kept picture."""

    role: str
    """before, latest, after or second_view (a PTZ camera that was turned to it)."""
    camera_id: str
    """Camera."""
    taken_at: datetime
    """When."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    sha256: str
    """Of the raw bytes."""
    raw: str
    """Address of the picture as the camera gave it (operators only)."""
    masked: str | None
    """Address of the copy with persons masked; null where masking failed."""
    box: tuple[float, float, float, float] | None
    """Relative x0, y0, x1, y1 of what was found; in an after picture, of where it was."""

    @classmethod
    def of(cls, picture: Picture) -> PictureOut:
        """Tell a picture."""
        return cls(
            role=picture.role,
            camera_id=picture.camera_id,
            taken_at=picture.taken_at,
            width=picture.width,
            height=picture.height,
            sha256=picture.sha256,
            raw=f"/api/v1/evidence/{picture.raw_key}",
            masked=f"/api/v1/evidence/{picture.masked_key}" if picture.masked_key else None,
            box=picture.box.row if picture.box else None,
        )


class ReportOut(Told):
    """What somebody outside reported about it."""

    source: str
    """hotline, patrol, public, superior, other; video is a case of ours that went into this one."""
    number: str
    """The platform's own number."""
    at: datetime
    """When it was reported."""
    text: str
    """In their words."""
    lon: float | None
    """Longitude, WGS-84; null where no point was told."""
    lat: float | None
    """Latitude."""
    radius_m: float | None
    """How sure they are, metres."""

    @classmethod
    def of(cls, report: Report) -> ReportOut:
        """Tell a report."""
        return cls(
            source=report.source.value,
            number=report.number,
            at=report.at,
            text=report.text,
            lon=report.point.lon if report.point else None,
            lat=report.point.lat if report.point else None,
            radius_m=report.radius_m,
        )


class IncidentOut(Told):
    """One incident as it stands."""

    id: str
    """Ours."""
    version: int
    """Grows by one with every change."""
    status: Status
    """Where it stands."""
    title: str
    """Chinese headline."""
    title_en: str
    """English headline."""
    why: str
    """Why it was raised, in Chinese."""
    why_en: str
    """The same in English."""
    matter: MatterOut
    """What is wrong."""
    place: PlaceOut
    """Where."""
    owner: str
    """Source owner of the first camera."""
    cameras: list[str]
    """Cameras that see it, first seen first."""
    views: list[ViewOut]
    """What each of them sees."""
    pictures: list[PictureOut]
    """Evidence."""
    reports: list[ReportOut]
    """What others reported about the same thing."""
    confidence: float
    """0..1."""
    created_at: datetime
    """First seen."""
    opened_at: datetime | None
    """Confirmed by a rule."""
    closed_at: datetime | None
    """A look showed that it is gone."""
    updated_at: datetime
    """Last change."""
    case_number: str | None
    """The platform's number."""
    case: CaseOut
    """How the city stands to it."""
    reopened: int
    """Times it was called handled and was not."""
    facts: dict[str, str]
    """Model hash, profile, rule and table versions."""

    @classmethod
    def of(cls, incident: Incident) -> IncidentOut:
        """Tell an incident."""
        matter = incident.matter
        return cls(
            id=incident.id,
            version=incident.version,
            status=incident.status,
            title=incident.title,
            title_en=incident.title_en,
            why=incident.why.tell("zh"),
            why_en=incident.why.tell("en"),
            matter=MatterOut(
                key=matter.key,
                code=matter.code,
                name=matter.name,
                name_en=matter.name_en,
                table=matter.table,
                severity=matter.severity,
            ),
            place=PlaceOut.of(incident.place),
            owner=incident.owner,
            cameras=list(incident.cameras),
            views=[ViewOut.of(view) for view in incident.views],
            pictures=[PictureOut.of(picture) for picture in incident.pictures],
            reports=[ReportOut.of(report) for report in incident.reports],
            confidence=round(incident.confidence, 3),
            created_at=incident.created_at,
            opened_at=incident.opened_at,
            closed_at=incident.closed_at,
            updated_at=incident.updated_at,
            case_number=incident.case_number,
            case=CaseOut.of(incident),
            reopened=incident.reopened,
            facts=dict(incident.facts),
        )


class IncidentPage(Told):
    """One page, newest first."""

    incidents: list[IncidentOut]
    """At most `limit`."""
    next: str | None
    """Give it back as `after` for the next page; null at the end."""


class StepOut(Told):
    """One entry of the history."""

    seq: int
    """1, 2, 3 ..."""
    at: datetime
    """When."""
    who: str
    """Rule, operator, platform or Gridwatch itself."""
    what: str
    """What was done."""
    before: Status | None
    """Status before."""
    after: Status
    """Status after."""
    stage: Stage | None
    """Stage of the city's case after it; null in what was written before there were cases."""
    why: str
    """Chinese."""
    why_en: str
    """English."""
    look_id: str | None
    """The look that brought it; null where none did."""
    facts: dict[str, str]
    """By what that look was judged: model and its hash, profile and its version."""

    @classmethod
    def of(cls, step: Step) -> StepOut:
        """Tell a step."""
        return cls(
            seq=step.seq,
            at=step.at,
            who=step.who,
            what=step.what,
            before=step.before,
            after=step.after,
            stage=step.stage,
            why=step.why.tell("zh"),
            why_en=step.why.tell("en"),
            look_id=step.look_id,
            facts=dict(step.facts),
        )


class ActIn(Told):
    """What an operator does with an incident."""

    what: Literal["acknowledge", "confirm", "reject", "look_again", "close", "send_again"]
    """reject needs a reason; close is for what no camera can see any more; send_again for what waits because it was
    called handled more than once and is still there."""
    who: str = Field(min_length=1, max_length=64)
    """Who does it."""
    why: str = Field(default="", max_length=500)
    """Reason, kept in the history."""
