"""What a receiver gets: a CloudEvents 1.0 envelope around a GeoJSON Feature.

The geometry is always longitude and latitude in WGS-84, as RFC 7946 section 4 demands, so that a
standard reader is never wrong. A receiver that wants GCJ-02 or BD-09 finds its coordinates in
`properties.place`, with the datum beside them; they never go into a geometry, where nothing could
say that they are shifted. Pictures go by expiring link, masked, or not at all.

Everything that could grow is cut at a stated length, so that no body reaches 20 kB (the size that
Standard Webhooks advises) whatever an operator types.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from alerts.links import EvidenceLinks
from core.errors import GridwatchError
from core.geo import Datum
from core.incident import Incident, Step
from core.reason import Reason

MAX_BYTES = 20_000
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SCHEMA_FOLDER = Path(__file__).parent / "schemas"
DATA_SCHEMA = "urn:gridwatch:schema:incident:1"
EVENT_SCHEMA = "urn:gridwatch:schema:incident-event:1"

_CAMERAS = 20
_PICTURES = 4
_FACTS = 12
_KEY = 40  # characters
_NAME = 80  # characters
_TEXT = 200  # characters
_ROLES = ("before", "after", "latest")  # which pictures go first when there are too many

Utc = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]


class _Part(BaseModel):
    # No extra="forbid": the published schema must let a receiver pass over fields added later.
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Text(_Part):
    """The same words in two languages."""

    zh: str
    """Chinese."""
    en: str
    """English."""


class Matter(_Part):
    """What it is, in the city's own code table."""

    key: str
    """Gridwatch's name, e.g. construction_waste; the same in every city."""
    code: str
    """The city's code. Text: leading zeros count."""
    name: str
    """Chinese name in the table."""
    name_en: str
    """English name."""
    table: str
    """The code table, e.g. GB/T 47678.5-2026."""
    table_version: str
    """Version of the table's file."""
    severity: str
    """extreme, severe, moderate or minor (CAP)."""
    local_extension: bool
    """True for a code agreed with this city that is not in the standard."""
    confirmed: bool
    """Whether the city has confirmed this row of the table."""


class PlaceInfo(_Part):
    """Where it is, in the datum the receiver asked for."""

    lon: float
    """Longitude in degrees, in `datum`."""
    lat: float
    """Latitude in degrees, in `datum`."""
    datum: Datum
    """WGS84 (CGCS2000 differs by decimetres), GCJ02 or BD09."""
    radius_m: float
    """95 % of true places lie within this many metres."""
    origin: str
    """How it was found: homography, pose, zone, or camera (then it is the camera's own place)."""


class Cell(_Part):
    """One polygon of the grid."""

    level: str
    """district, street, community or grid."""
    code: str
    """6, 9, 12 or 15 digits."""
    name: str
    """Its name."""


class Times(_Part):
    """When, in UTC."""

    first_seen: Utc
    """First look that showed it."""
    opened: Utc | None
    """When it was confirmed."""
    closed: Utc | None
    """When a look showed that it is gone; null while it is not closed."""
    updated: Utc
    """When this version was made."""


class PictureLink(_Part):
    """A masked picture, by link."""

    role: str
    """before, latest or after."""
    camera: str
    """Camera that took it."""
    url: str
    """Fetch and keep it on receipt: the link expires."""
    taken_at: Utc
    """When it was taken, UTC."""
    sha256: str
    """Of the unmasked original that Gridwatch keeps; names the evidence, not the linked bytes."""


class Change(_Part):
    """The step that made Gridwatch send this."""

    what: str
    """Name of the step."""
    at: Utc
    """When, UTC."""
    why: Text
    """Why."""


class Properties(_Part):
    """Everything about the incident but its geometry."""

    incident_id: str
    """Stable over the incident's whole life."""
    version: int
    """Grows with every change; ignore a version that is not newer than the one you have."""
    status: str
    """open, acknowledged, reported, handling, verifying, closed, reopened or rejected."""
    matter: Matter
    """What it is."""
    place: PlaceInfo
    """Where it is."""
    grid: list[Cell]
    """Path through the grid, district first; empty outside of the district."""
    cameras: list[str] = Field(max_length=_CAMERAS)
    """Cameras that see it, first seen first; at most 20."""
    camera_count: int
    """How many see it."""
    owner: str
    """Source owner of the first camera."""
    title: Text
    """Headline."""
    why: Text
    """Why it was raised."""
    change: Change
    """What changed."""
    confidence: float
    """0..1, the best so far."""
    times: Times
    """When."""
    case_number: str | None
    """The platform's own number, once it has told one."""
    reopened: int
    """How often it was called handled and was not."""
    pictures: list[PictureLink] = Field(max_length=_PICTURES)
    """At most 4; empty when links are off or masking failed."""
    facts: dict[str, str]
    """What produced it: model, profile, rule and table versions."""


class PointGeometry(_Part):
    """RFC 7946: longitude, latitude, WGS-84."""

    type: Literal["Point"] = "Point"
    """Always Point."""
    coordinates: tuple[float, float]
    """Longitude and latitude, WGS-84, seven decimals."""


class IncidentFeature(_Part):
    """One version of one incident as a GeoJSON Feature."""

    type: Literal["Feature"] = "Feature"
    """Always Feature."""
    id: str
    """The incident's id."""
    geometry: PointGeometry
    """Where it is."""
    properties: Properties
    """What it is."""


class IncidentEvent(_Part):
    """CloudEvents 1.0, structured JSON."""

    specversion: Literal["1.0"] = "1.0"
    """Always 1.0."""
    id: str
    """Equal to webhook-id; the same for every repeat of this message."""
    source: str
    """Which Gridwatch; together with `id` unique."""
    type: str = Field(pattern=r"^gridwatch\.incident\.[a-z_]+\.v1$")
    """gridwatch.incident.<opened|updated|reopened|closed|rejected>.v1."""
    subject: str
    """The incident's id."""
    time: Utc
    """When it happened, UTC."""
    datacontenttype: Literal["application/geo+json"] = "application/geo+json"
    """Always application/geo+json."""
    dataschema: Literal["urn:gridwatch:schema:incident:1"] = "urn:gridwatch:schema:incident:1"
    """Name of the published JSON Schema of `data`."""
    data: IncidentFeature
    """The incident."""


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


def schemas() -> dict[str, str]:
    """Return the published JSON Schemas, by file name; `alerts/schemas/` holds the same text."""
    kinds: dict[str, tuple[type[BaseModel], str]] = {
        "incident-v1.json": (IncidentFeature, DATA_SCHEMA),
        "incident-event-v1.json": (IncidentEvent, EVENT_SCHEMA),
    }
    made = {}
    for name, (kind, urn) in kinds.items():
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": urn}
        schema = head | kind.model_json_schema(mode="serialization")
        made[name] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return made


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
            name=_cut(matter.name, _NAME),
            name_en=_cut(matter.name_en, _NAME),
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
            Cell(level=cell.level, code=cell.code, name=_cut(cell.name, _NAME))
            for cell in incident.place.grid[:4]
        ],
        cameras=list(incident.cameras[:_CAMERAS]),
        camera_count=len(incident.cameras),
        owner=incident.owner,
        title=Text(zh=_cut(incident.title, _TEXT), en=_cut(incident.title_en, _TEXT)),
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
        reopened=incident.reopened,
        pictures=_pictures(incident, links, now) if links else [],
        facts={_cut(k, _KEY): _cut(v, _NAME) for k, v in list(incident.facts.items())[:_FACTS]},
    )


def _pictures(incident: Incident, links: EvidenceLinks, now: datetime) -> list[PictureLink]:
    """Return links to masked copies, the before and after pair first, newest of each role."""
    masked = [(p, p.masked_key) for p in incident.pictures if p.masked_key is not None]
    masked.sort(key=lambda pair: -pair[0].taken_at.timestamp())
    masked.sort(key=lambda pair: _ROLES.index(pair[0].role) if pair[0].role in _ROLES else len(_ROLES))
    return [
        PictureLink(
            role=picture.role,
            camera=picture.camera_id,
            url=links.link(key, now),
            taken_at=picture.taken_at,
            sha256=picture.sha256,
        )
        for picture, key in masked[:_PICTURES]
    ]


def _told(reason: Reason) -> Text:
    return Text(zh=_cut(reason.tell("zh"), _TEXT), en=_cut(reason.tell("en"), _TEXT))


def _cut(text: str, longest: int) -> str:
    """Return printable text of at most `longest` characters; a control character would be six bytes."""
    clean = "".join(c if c.isprintable() else " " for c in text[: longest + 1])
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
