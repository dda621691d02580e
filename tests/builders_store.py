"""Builders of incidents, steps and deliveries: plain values in, a valid object out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from alerts.store.base import Attempt, Delivery
from core.geo import LonLat
from core.geometry import Box
from core.incident import Incident, Picture, Status, Step, View
from core.matter import MatterCode
from core.place import GridCell, Place, PlaceOrigin
from core.reason import Reason
from tests.builders import START, at

WASTE = MatterCode(
    key="construction_waste",
    code="06011",
    name="积存垃圾渣土",
    name_en="Accumulated waste",
    table="GB/T 47678.5-2026",
    table_version="2026-1",
)
CROWD = replace(WASTE, key="crowd", code="99001", name="人员聚集", name_en="Crowding", local_extension=True)
GRID = (
    GridCell(level="district", code="330109", name="示范区"),
    GridCell(level="street", code="330109001", name="河畔街道"),
    GridCell(level="community", code="330109001002", name="新桥社区"),
    GridCell(level="grid", code="330109001002003", name="第三网格"),
)


def place(*, lon: float = 120.25, lat: float = 30.45, grid: str = "330109001002003") -> Place:
    """Build a place; its grid path is every level of `grid`."""
    names = {cell.code: cell.name for cell in GRID}
    levels = zip(("district", "street", "community", "grid"), (6, 9, 12, 15), strict=True)
    cells = tuple(
        GridCell(level=level, code=grid[:length], name=names.get(grid[:length], f"网格{grid[:length]}"))
        for level, length in levels
        if length <= len(grid)
    )
    return Place(point=LonLat(lon=lon, lat=lat), radius_m=4.5, origin=PlaceOrigin.POSE, grid=cells)


def view(
    camera_id: str = "cam-1", subject: str | None = None, *, when: datetime = START, **changes: Any
) -> View:
    """Build one camera's view."""
    made = View(
        camera_id=camera_id,
        subject=subject or f"{camera_id}/waste/1",
        zone="kerb",
        rule="waste",
        first_seen=when,
        last_seen=when,
        last_look=when,
        confidence=0.875,
        count=None,
        box=Box(x0=0.25, y0=0.5, x1=0.5, y1=0.75),
    )
    return replace(made, **changes)


def picture(role: str = "before", *, when: datetime = START, **changes: Any) -> Picture:
    """Build a kept picture with a masked copy."""
    made = Picture(
        role=role,
        camera_id="cam-1",
        look_id="look-0",
        taken_at=when,
        raw_key=f"raw/{role}.jpg",
        masked_key=f"masked/{role}.jpg",
        width=1280,
        height=720,
        sha256="ab" * 32,
        box=Box(x0=0.25, y0=0.5, x1=0.5, y1=0.75),
    )
    return replace(made, **changes)


def incident(incident_id: str = "inc_1", *, seconds: float = 0, **changes: Any) -> Incident:
    """Build an open incident, version 1, as it stands `seconds` after the start."""
    when = at(seconds)
    made = Incident(
        id=incident_id,
        version=1,
        status=Status.OPEN,
        matter=WASTE,
        place=place(),
        owner="urban-management",
        title="河畔街道:积存垃圾渣土",
        title_en="Riverside street: accumulated waste",
        why=Reason(code="dwell.present", facts={"label": "waste", "zone": "kerb"}),
        confidence=0.875,
        created_at=when,
        opened_at=when,
        closed_at=None,
        updated_at=when,
        views=(view(subject=f"{incident_id}/waste/1", when=when),),
        facts={"model": "cd" * 32, "profile": "street@1", "table": "2026-1"},
    )
    return replace(made, **changes)


def changed(before: Incident, *, seconds: float, **changes: Any) -> Incident:
    """Return the next version of an incident."""
    return replace(before, version=before.version + 1, updated_at=at(seconds), **changes)


def step(
    seq: int = 1,
    what: str = "opened",
    *,
    before: Status | None = None,
    after: Status = Status.OPEN,
    seconds: float = 0,
    **changes: Any,
) -> Step:
    """Build one entry of a history."""
    made = Step(
        seq=seq,
        at=at(seconds),
        who="rule:street/waste",
        what=what,
        before=before,
        after=after,
        why=Reason(code="dwell.present", facts={"label": "waste", "zone": "kerb"}),
        look_id="look-0",
    )
    return replace(made, **changes)


def delivery(
    delivery_id: str = "msg_1", *, incident_id: str = "inc_1", seconds: float = 0, **changes: Any
) -> Delivery:
    """Build a pending outbox row that is due at once."""
    made = Delivery(
        id=delivery_id,
        seq=0,
        incident_id=incident_id,
        incident_version=1,
        receiver="platform",
        type="gridwatch.incident.opened.v1",
        body=b'{"hello":"world"}',
        created_at=at(seconds),
        next_at=at(seconds),
    )
    return replace(made, **changes)


def attempt(delivery_id: str = "msg_1", number: int = 1, *, seconds: float = 0, **changes: Any) -> Attempt:
    """Build an accepted try that took a quarter of a second."""
    made = Attempt(
        delivery_id=delivery_id,
        number=number,
        at=at(seconds),
        took_s=0.25,
        status=200,
        outcome="accepted",
        detail="ok",
    )
    return replace(made, **changes)
