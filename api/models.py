"""What the API answers: flat, documented, stable names. Times are UTC, coordinates WGS-84."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alerts.store.base import Attempt, Delivery
from core.config.camera import Camera
from core.incident import Incident, Picture, Status, Step, View
from core.place import Place
from core.reason import Reason

Name = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class MatterOut(_Out):
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


class GridOut(_Out):
    """One level of the grid path."""

    level: str
    """district, street, community or grid."""
    code: str
    """6, 9, 12 or 15 digits."""
    name: str
    """Its name."""


class PlaceOut(_Out):
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


class ViewOut(_Out):
    """One camera's view."""

    camera_id: str
    """Camera."""
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

    @classmethod
    def of(cls, view: View) -> ViewOut:
        """Tell a view."""
        return cls(
            camera_id=view.camera_id,
            zone=view.zone,
            rule=view.rule,
            first_seen=view.first_seen,
            last_seen=view.last_seen,
            confidence=round(view.confidence, 3),
            count=view.count,
            box=view.box.row if view.box else None,
            cleared_at=view.cleared_at,
        )


class PictureOut(_Out):
    """A kept picture."""

    role: str
    """before, latest or after."""
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
    """Relative x0, y0, x1, y1 of what was found."""

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


class IncidentOut(_Out):
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
            confidence=round(incident.confidence, 3),
            created_at=incident.created_at,
            opened_at=incident.opened_at,
            closed_at=incident.closed_at,
            updated_at=incident.updated_at,
            case_number=incident.case_number,
            reopened=incident.reopened,
            facts=dict(incident.facts),
        )


class IncidentPage(_Out):
    """One page, newest first."""

    incidents: list[IncidentOut]
    """At most `limit`."""
    next: str | None
    """Give it back as `after` for the next page; null at the end."""


class StepOut(_Out):
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
    why: str
    """Chinese."""
    why_en: str
    """English."""

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
            why=step.why.tell("zh"),
            why_en=step.why.tell("en"),
        )


class DeliveryOut(_Out):
    """One webhook delivery."""

    id: str
    """webhook-id, the same in every attempt."""
    incident_id: str
    """Whose."""
    incident_version: int
    """Which version it tells."""
    receiver: str
    """Who gets it."""
    type: str
    """CloudEvents type."""
    state: str
    """pending, accepted, dead or held."""
    attempts: int
    """So far."""
    created_at: datetime
    """When the change was made."""
    next_at: datetime
    """Not tried before."""
    accepted_at: datetime | None
    """When the receiver took it."""
    last_error: str | None
    """Of the last failed attempt."""

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        """Tell a delivery."""
        return cls(
            id=delivery.id,
            incident_id=delivery.incident_id,
            incident_version=delivery.incident_version,
            receiver=delivery.receiver,
            type=delivery.type,
            state=delivery.state.value,
            attempts=delivery.attempts,
            created_at=delivery.created_at,
            next_at=delivery.next_at,
            accepted_at=delivery.accepted_at,
            last_error=delivery.last_error,
        )


class AttemptOut(_Out):
    """One line of the ledger."""

    number: int
    """1, 2, 3 ..."""
    at: datetime
    """When."""
    took_s: float
    """Seconds."""
    status: int | None
    """HTTP status; null without an answer."""
    outcome: str
    """accepted, retry, gave_up, gone or refused."""
    detail: str
    """The answer's beginning, or the error."""

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptOut:
        """Tell an attempt."""
        return cls(
            number=attempt.number,
            at=attempt.at,
            took_s=round(attempt.took_s, 3),
            status=attempt.status,
            outcome=attempt.outcome,
            detail=attempt.detail,
        )


class CameraOut(_Out):
    """One camera and how it is."""

    id: str
    """Ours."""
    name: str
    """What operators call it."""
    owner: str
    """Source owner."""
    scene: str
    """Scene type."""
    lon: float
    """Longitude, WGS-84."""
    lat: float
    """Latitude, WGS-84."""
    heading_deg: float | None
    """Direction of view, clockwise from north."""
    hfov_deg: float | None
    """Horizontal field of view."""
    grid_code: str | None
    """Owner's word on the grid."""
    enabled: bool
    """Whether it is looked at."""
    profile: str | None
    """What it is checked for."""
    health: dict[str, Any] | None
    """Last look, state, failures by kind; null before the first look."""
    why_nothing: list[str]
    """Why the rules raised nothing at the last look, in Chinese; empty when they saw something."""
    why_nothing_en: list[str]
    """The same in English."""

    @classmethod
    def of(
        cls,
        camera: Camera,
        profile: str | None,
        health: dict[str, Any] | None,
        why_nothing: tuple[Reason, ...] = (),
    ) -> CameraOut:
        """Tell a camera; addresses and credentials stay inside."""
        point = camera.position.lonlat()
        return cls(
            id=camera.id,
            name=camera.name,
            owner=camera.owner,
            scene=camera.scene,
            lon=point.lon,
            lat=point.lat,
            heading_deg=camera.pose.heading_deg if camera.pose else None,
            hfov_deg=camera.pose.hfov_deg if camera.pose else None,
            grid_code=camera.grid_code,
            enabled=camera.enabled,
            profile=profile,
            health=health,
            why_nothing=[reason.tell("zh") for reason in why_nothing],
            why_nothing_en=[reason.tell("en") for reason in why_nothing],
        )


class CameraPage(_Out):
    """One page, by id."""

    cameras: list[CameraOut]
    """At most `limit`."""
    next: str | None
    """Give it back as `after`; null at the end."""
    total: int
    """How many match."""


class LookOut(_Out):
    """What an operator's look brought."""

    outcome: Literal["picture", "failed", "waiting"]
    """waiting: the budgets were full, the look will come."""
    kind: str | None = None
    """Of the failure."""
    detail: str | None = None
    """Of the failure, for a person."""
    look_id: str | None = None
    """Of the look."""
    taken_at: datetime | None = None
    """Of the picture."""


class ActIn(_Out):
    """What an operator does with an incident."""

    what: Literal["acknowledge", "confirm", "reject", "look_again", "close"]
    """reject needs a reason; close is for what no camera can see any more."""
    who: str = Field(min_length=1, max_length=64)
    """Who does it."""
    why: str = Field(default="", max_length=500)
    """Reason, kept in the history."""


class SessionIn(_Out):
    """Opens the console."""

    token: str = Field(min_length=1, max_length=512)
    """The API token."""


class ReplayIn(_Out):
    """Which deliveries to send again."""

    ids: list[Name] = Field(default_factory=list, max_length=1000)
    """These ..."""
    receiver: Name | None = None
    """... or every dead or held one of this receiver ..."""
    since: datetime | None = None
    """... created since then."""


class Figures(_Out):
    """The district at a glance."""

    cameras: int
    """Enabled."""
    on_time_share: float
    """Looks started on time, of those due in the last ten minutes."""
    looks: int
    """In the same time."""
    states: dict[str, int]
    """Cameras by state of health."""
    incidents: dict[str, int]
    """By status."""
    deliveries: dict[str, int]
    """By state."""
