"""What a receiver gets: a CloudEvents 1.0 envelope around a GeoJSON Feature.

The geometry is always longitude and latitude in WGS-84, as RFC 7946 section 4 demands, so that a
standard reader is never wrong. A receiver that wants GCJ-02 or BD-09 finds its coordinates in
`properties.place`, with the datum beside them; they never go into a geometry, where nothing could
say that they are shifted. Pictures go by expiring link, masked, or not at all.

Everything that could grow is cut at a stated length, so that no body reaches 20 kB (the size that
Standard Webhooks advises) whatever an operator types.
"""

from __future__ import annotations

from datetime import datetime

from alerts.links import EvidenceLinks
from alerts.message import (
    MAX_CAMERAS,
    MAX_PICTURES,
    Cell,
    Change,
    IncidentEvent,
    IncidentFeature,
    Matter,
    PictureLink,
    PlaceInfo,
    PointGeometry,
    Properties,
    Text,
    Times,
)
from alerts.message_case import case_info
from alerts.message_part import cut
from core.errors import GridwatchError
from core.geo import Datum
from core.incident import Incident, Picture, Step
from core.reason import Reason

__all__ = ["MAX_BYTES", "IncidentEvent", "incident_event", "masked_pictures", "to_bytes"]

MAX_BYTES = 20_000

_FACTS = 18
_KEY = 28  # characters
_NAME = 80  # characters
_TEXT = 200  # characters
_ROLES = ("before", "after", "latest")  # which pictures go first when there are too many


def incident_event(
    incident: Incident,
    step: Step,
    *,
    event: str,
    event_id: str,
    source: str,
    datum: Datum,
    links: EvidenceLinks | None,
    now: datetime,
) -> IncidentEvent:
    """Return the message that tells one version of an incident, made `now`."""
    wgs = incident.place.point.to(Datum.WGS84)
    return IncidentEvent(
        id=event_id,
        source=source,
        type=f"gridwatch.incident.{event}.v1",
        subject=incident.id,
        time=step.at,
        data=IncidentFeature(
            id=incident.id,
            geometry=PointGeometry(coordinates=(round(wgs.lon, 7), round(wgs.lat, 7))),
            properties=_properties(incident, step, datum=datum, links=links, now=now),
        ),
    )


def to_bytes(event: IncidentEvent) -> bytes:
    """Return the exact bytes to sign and send: UTF-8, no white space, times in UTC with Z."""
    body = event.model_dump_json().encode()
    if len(body) >= MAX_BYTES:
        raise GridwatchError(f"{event.subject}: a body of {len(body)} bytes; receivers take {MAX_BYTES}")
    return body


def _properties(
    incident: Incident, step: Step, *, datum: Datum, links: EvidenceLinks | None, now: datetime
) -> Properties:
    point = incident.place.point.to(datum)
    matter = incident.matter
    return Properties(
        incident_id=incident.id,
        version=incident.version,
        status=incident.status.value,
        matter=Matter(
            key=matter.key,
            code=matter.code,
            name=cut(matter.name, _NAME),
            name_en=cut(matter.name_en, _NAME),
            table=matter.table,
            table_version=matter.table_version,
            severity=matter.severity,
            local_extension=matter.local_extension,
            confirmed=matter.confirmed,
        ),
        place=PlaceInfo(
            lon=round(point.lon, 7),
            lat=round(point.lat, 7),
            datum=datum,
            radius_m=round(incident.place.radius_m, 1),
            origin=incident.place.origin.value,
        ),
        grid=[
            Cell(level=cell.level, code=cell.code, name=cut(cell.name, _NAME))
            for cell in incident.place.grid[:4]
        ],
        cameras=list(incident.cameras[:MAX_CAMERAS]),
        camera_count=len(incident.cameras),
        owner=incident.owner,
        title=Text(zh=cut(incident.title, _TEXT), en=cut(incident.title_en, _TEXT)),
        why=_told(incident.why),
        change=Change(what=step.what, at=step.at, why=_told(step.why)),
        confidence=round(incident.confidence, 4),
        times=Times(
            first_seen=incident.created_at,
            opened=incident.opened_at,
            closed=incident.closed_at,
            updated=incident.updated_at,
        ),
        case_number=incident.case_number,
        case=case_info(incident),
        reopened=incident.reopened,
        pictures=_pictures(incident, links, now) if links else [],
        facts={cut(k, _KEY): cut(v, _NAME) for k, v in list(incident.facts.items())[:_FACTS]},
    )


def masked_pictures(incident: Incident) -> list[tuple[Picture, str]]:
    """Return pictures with their masked keys, the before and after pair first, newest of each role."""
    masked = [(p, p.masked_key) for p in incident.pictures if p.masked_key is not None]
    masked.sort(key=lambda pair: -pair[0].taken_at.timestamp())
    masked.sort(key=lambda pair: _ROLES.index(pair[0].role) if pair[0].role in _ROLES else len(_ROLES))
    return masked[:MAX_PICTURES]


def _pictures(incident: Incident, links: EvidenceLinks, now: datetime) -> list[PictureLink]:
    return [
        PictureLink(
            role=picture.role,
            camera=picture.camera_id,
            url=links.link(key, now),
            taken_at=picture.taken_at,
            sha256=picture.sha256,
        )
        for picture, key in masked_pictures(incident)
    ]


def _told(reason: Reason) -> Text:
    return Text(zh=cut(reason.tell("zh"), _TEXT), en=cut(reason.tell("en"), _TEXT))
