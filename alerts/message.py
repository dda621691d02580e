"""The shape of a webhook's body, as models: what is sent, published as JSON Schema, shown in OpenAPI.

A CloudEvents 1.0 envelope (structured JSON) around a GeoJSON Feature. Every field's sentence goes
into the schemas that `alerts/schemas/` publishes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from alerts.message_case import CaseInfo
from alerts.message_part import Part, Utc
from core.geo import Datum

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SCHEMA_FOLDER = Path(__file__).parent / "schemas"
DATA_SCHEMA = "urn:gridwatch:schema:incident:1"
EVENT_SCHEMA = "urn:gridwatch:schema:incident-event:1"
MAX_CAMERAS = 20
MAX_PICTURES = 4


class Text(Part):
    """The same words in two languages."""

    zh: str
    """Chinese."""
    en: str
    """English."""


class Matter(Part):
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


class PlaceInfo(Part):
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


class Cell(Part):
    """One polygon of the grid."""

    level: str
    """district, street, community or grid."""
    code: str
    """6, 9, 12 or 15 digits."""
    name: str
    """Its name."""


class Times(Part):
    """When, in UTC."""

    first_seen: Utc
    """First look that showed it."""
    opened: Utc | None
    """When it was confirmed."""
    closed: Utc | None
    """When a look showed that it is gone; null while it is not closed."""
    updated: Utc
    """When this version was made."""


class PictureLink(Part):
    """A masked picture, by link."""

    role: str
    """before, latest, after or second_view (a PTZ camera that was turned to it)."""
    camera: str
    """Camera that took it."""
    url: str
    """Fetch and keep it on receipt: the link expires."""
    taken_at: Utc
    """When it was taken, UTC."""
    sha256: str
    """Of the unmasked original that Gridwatch keeps; names the evidence, not the linked bytes."""


class Change(Part):
    """The step that made Gridwatch send this."""

    what: str
    """Name of the step."""
    at: Utc
    """When, UTC."""
    why: Text
    """Why."""


class Properties(Part):
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
    cameras: list[str] = Field(max_length=MAX_CAMERAS)
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
    case: CaseInfo
    """The city's case: stage, responsible unit, both grids, time limit, check."""
    reopened: int
    """How often it was called handled and was not."""
    pictures: list[PictureLink] = Field(max_length=MAX_PICTURES)
    """At most 4; empty when links are off or masking failed."""
    facts: dict[str, str]
    """What produced it: model, profile, rule and table versions."""


class PointGeometry(Part):
    """RFC 7946: longitude, latitude, WGS-84."""

    type: Literal["Point"] = "Point"
    """Always Point."""
    coordinates: tuple[float, float]
    """Longitude and latitude, WGS-84, seven decimals."""


class IncidentFeature(Part):
    """One version of one incident as a GeoJSON Feature."""

    type: Literal["Feature"] = "Feature"
    """Always Feature."""
    id: str
    """The incident's id."""
    geometry: PointGeometry
    """Where it is."""
    properties: Properties
    """What it is."""


class IncidentEvent(Part):
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
