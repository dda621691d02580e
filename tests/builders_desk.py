"""Builders of the decision stage: sightings, places, codes, views and incidents."""

from __future__ import annotations

from typing import Any

from alerts.case.casework import Casework
from alerts.case.units import Responsibility
from core.config.unit import UnitTable
from core.geo import LocalPlane, LonLat
from core.geometry import Box
from core.incident import Incident, Status, View
from core.matter import MatterCode
from core.place import Place, PlaceOrigin
from core.reason import Reason
from core.sighting import Finding, Sighting
from tests.builders import at

TWO_UNITS = Casework(
    units=Responsibility(
        UnitTable.model_validate(
            {
                "table": "demo",
                "version": "1",
                "units": [
                    {"code": "U1", "name": "环卫所", "name_en": "Sanitation"},
                    {"code": "U2", "name": "城管中队", "name_en": "Enforcement"},
                ],
                "rows": [{"unit": "U1"}],
            }
        )
    )
)
"""The first gets every case; the other is there to be assigned."""
HERE = LonLat(lon=120.25, lat=30.45)
WASTE = MatterCode(
    key="construction_waste",
    code="06011",
    name="积存垃圾渣土",
    name_en="Accumulated waste",
    table="GB/T 47678.5-2026",
    table_version="test",
)
CROWD = MatterCode(
    key="crowding",
    code="10901",
    name="人员聚集",
    name_en="Crowding",
    table="GB/T 47678.5-2026",
    table_version="test",
)
HEAP = (0.4, 0.6, 0.6, 0.8)


def place(
    east: float = 0, north: float = 0, *, radius_m: float = 3, origin: PlaceOrigin = PlaceOrigin.POSE
) -> Place:
    """Build a place some metres from HERE."""
    return Place(
        point=LocalPlane(origin=HERE).to_lonlat(east, north), radius_m=radius_m, origin=origin, grid=()
    )


def sighting(
    finding: Finding = Finding.PRESENT,
    *,
    seconds: float = 0,
    camera_id: str = "cam-1",
    subject: str | None = None,
    matter: str = "construction_waste",
    box: tuple[float, float, float, float] | None = HEAP,
    **changes: Any,
) -> Sighting:
    """Build a sighting of a heap, `seconds` after the start."""
    values: dict[str, Any] = {
        "camera_id": camera_id,
        "look_id": f"look-{seconds:g}",
        "at": at(seconds),
        "subject": subject or f"{camera_id}/waste/1",
        "matter": matter,
        "rule": "waste",
        "zone": "picture",
        "zone_kind": "any",
        "finding": finding,
        "confidence": 0.8,
        "reason": Reason.text(finding.value),
        "box": Box.of(box) if box else None,
        "since": at(0),
    }
    return Sighting(**(values | changes))


def view(camera_id: str = "cam-1", *, seconds: float = 0, **changes: Any) -> View:
    """Build one camera's view of a heap."""
    values: dict[str, Any] = {
        "camera_id": camera_id,
        "subject": f"{camera_id}/waste/1",
        "zone": "picture",
        "rule": "waste",
        "first_seen": at(0),
        "last_seen": at(seconds),
        "last_look": at(seconds),
        "confidence": 0.8,
        "count": None,
        "box": Box.of(HEAP),
    }
    return View(**(values | changes))


def incident(
    status: Status = Status.OPEN,
    *views: View,
    incident_id: str = "inc_000001",
    where: Place | None = None,
    **changes: Any,
) -> Incident:
    """Build an incident in any status."""
    values: dict[str, Any] = {
        "id": incident_id,
        "version": 1,
        "status": status,
        "matter": WASTE,
        "place": where or place(),
        "owner": "urban-management",
        "title": "积存垃圾渣土",
        "title_en": "Accumulated waste",
        "why": Reason.text("seen"),
        "confidence": 0.8,
        "created_at": at(0),
        "opened_at": None if status is Status.CANDIDATE else at(0),
        "closed_at": at(0) if status is Status.CLOSED else None,
        "updated_at": at(0),
        "views": views or (view(),),
    }
    return Incident(**(values | changes))
