"""Incidents as a GeoJSON FeatureCollection (RFC 7946), piece by piece.

Geometries are WGS-84, longitude first: RFC 7946 knows nothing else. A wish for GCJ-02 or BD-09 is
served beside them, in `properties.shifted`, with the datum's name. Times are UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from alerts.parting import MERGED_INTO
from core.geo import Datum
from core.incident import Incident

CONTENT_TYPE = "application/geo+json"
_DEGREES = 7  # digits behind the point: a centimetre


def geojson(pages: Iterable[Sequence[Incident]], *, datum: Datum = Datum.WGS84) -> Iterator[str]:
    """Yield the text of a FeatureCollection, a page in each piece."""
    yield '{"type":"FeatureCollection","features":['
    first = True
    for page in pages:
        told = ",\n".join(_text(feature(incident, datum=datum)) for incident in page)
        yield f"\n{told}" if first else f",\n{told}"
        first = False
    yield "\n]}\n"


def feature(incident: Incident, *, datum: Datum = Datum.WGS84) -> dict[str, Any]:
    """Return one incident as a Feature; `datum` is that of the coordinates beside the geometry."""
    place, matter, case = incident.place, incident.matter, incident.case
    properties: dict[str, Any] = {
        "version": incident.version,
        "status": incident.status.value,
        "matter": matter.key,
        "code": matter.code,
        "table": matter.table,
        "name": matter.name,
        "name_en": matter.name_en,
        "severity": matter.severity,
        "title": incident.title,
        "title_en": incident.title_en,
        "owner": incident.owner,
        "cameras": list(incident.cameras),
        "confidence": round(incident.confidence, 4),
        "certainty": incident.facts.get("certainty"),
        "held_for": case.held_for,
        "radius_m": round(place.radius_m, 1),
        "origin": place.origin.value,
        **{cell.level: {"code": cell.code, "name": cell.name} for cell in place.grid},
        "first_seen": _utc(incident.created_at),
        "opened": _utc(incident.opened_at),
        "closed": _utc(incident.closed_at),
        "updated": _utc(incident.updated_at),
        "case_number": incident.case_number,
        "stage": case.stage.value,
        "unit": case.unit.name if case.unit else None,
        "due": _utc(case.due_at),
        "reopened": incident.reopened,
        "merged_into": incident.facts.get(MERGED_INTO),
    }
    if datum is not Datum.WGS84:
        shifted = place.point.to(datum)
        properties["shifted"] = {
            "datum": datum.value,
            "lon": round(shifted.lon, _DEGREES),
            "lat": round(shifted.lat, _DEGREES),
        }
    point = place.point.to(Datum.WGS84)
    coordinates = [round(point.lon, _DEGREES), round(point.lat, _DEGREES)]
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": properties,
    }


def _text(feature: dict[str, Any]) -> str:
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _utc(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
