"""Everything that a page about one case shows, in one answer. Times are UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alerts.film import Shot
from alerts.previous import Earlier
from alerts.shift.act import Kind
from api.models.base import Told
from api.models.delivery import AttemptOut, DeliveryOut
from api.models.inbox import CardOut, ThumbOut
from api.models.incident import IncidentOut, StepOut
from api.models.joining import LastActOut, NearOut
from api.models.shift import ClaimOut, PendingOut
from api.models.sight import ViewsOut
from api.models.silence import ShelfOut
from core.config.camera import Camera
from core.incident import Incident, Status


class FilmOut(Told):
    """One picture of the strip."""

    kind: str
    """evidence (kept with the case) or film (one of the last looks, while the case is live)."""
    camera_id: str
    """Camera."""
    taken_at: datetime
    """When."""
    url: str
    """With persons masked."""
    role: str
    """Of evidence: before, latest, after, second_view; empty of film."""
    box: tuple[float, float, float, float] | None
    """Relative x0, y0, x1, y1 of what was found, in an after picture of where it was; null of film."""


class StandOut(Told):
    """A camera around the case, for a map."""

    camera_id: str
    """Camera."""
    name: str
    """What operators call it."""
    lon: float
    """Longitude, WGS-84."""
    lat: float
    """Latitude."""
    heading_deg: float | None
    """Where it looks, clockwise from north; null where nobody has written it down."""

    @classmethod
    def of(cls, camera: Camera) -> StandOut:
        """Tell where a camera stands."""
        point = camera.position.lonlat()
        return cls(
            camera_id=camera.id,
            name=camera.name,
            lon=point.lon,
            lat=point.lat,
            heading_deg=camera.pose.heading_deg if camera.pose else None,
        )


class EarlierOut(Told):
    """A case that was here before."""

    id: str
    """Its id."""
    status: Status
    """How it ended."""
    title: str
    """Chinese headline."""
    title_en: str
    """English headline."""
    created_at: datetime
    """First seen."""
    closed_at: datetime | None
    """Proven gone; null for a rejected one."""
    distance_m: float
    """Metres between the two places."""
    thumb: ThumbOut | None
    """Its newest picture that may be shown."""

    @classmethod
    def of(cls, earlier: Earlier) -> EarlierOut:
        """Tell one."""
        incident = earlier.incident
        return cls(
            id=incident.id,
            status=incident.status,
            title=incident.title,
            title_en=incident.title_en,
            created_at=incident.created_at,
            closed_at=incident.closed_at,
            distance_m=earlier.distance_m,
            thumb=ThumbOut.of(incident),
        )


class CaseViewOut(Told):
    """One case as an operator sees it."""

    at: datetime
    """Now, by the server."""
    incident: IncidentOut
    """As it stands."""
    card: CardOut | None
    """Its rank and why, or what holds it back; null when it is not in the inbox."""
    steps: list[StepOut]
    """Its whole history."""
    claim: ClaimOut | None
    """Who works on it; null: nobody."""
    pending: list[PendingOut]
    """What waits to be carried out, the next first."""
    refused: list[PendingOut]
    """What was not possible any more, the newest first."""
    possible: list[Kind]
    """What can be done from where it stands."""
    joined: LastActOut | None
    """The last merge or split that it had part in; null without one, or where the other lies outside of the scope."""
    shelf: ShelfOut | None
    """Until when it is put aside."""
    film: list[FilmOut]
    """Kept pictures and the last looks of its cameras, oldest first."""
    previous: list[EarlierOut]
    """Ended cases at the place, newest first."""
    near: list[NearOut]
    """What is live near by, and could be the same."""
    views: ViewsOut
    """Cameras that can show the place."""
    stands: list[StandOut]
    """Where the cameras around it stand."""
    undo_s: float
    """Seconds for which an act waits."""
    claim_s: float
    """Seconds for which it is claimed when it is opened."""


class DeliveredOut(Told):
    """One delivery with its ledger."""

    delivery: DeliveryOut
    """As it stands."""
    attempts: list[AttemptOut]
    """Every try, first to last."""


def film(incident: Incident, shots: Sequence[Shot]) -> list[FilmOut]:
    """Return the strip of a case: its kept pictures and the last looks, each look once, oldest first."""
    kept = [
        FilmOut(
            kind="evidence",
            camera_id=picture.camera_id,
            taken_at=picture.taken_at,
            url=f"/api/v1/evidence/{picture.masked_key}",
            role=picture.role,
            box=picture.box.row if picture.box else None,
        )
        for picture in incident.pictures
        if picture.masked_key is not None
    ]
    known = {picture.look_id for picture in incident.pictures if picture.masked_key is not None}
    lately = [
        FilmOut(
            kind="film",
            camera_id=shot.camera_id,
            taken_at=shot.taken_at,
            url=f"/api/v1/film/{shot.camera_id}/{shot.look_id}.jpg",
            role="",
            box=None,
        )
        for shot in shots
        if shot.look_id not in known
    ]
    return sorted([*kept, *lately], key=lambda one: (one.taken_at, one.camera_id))
