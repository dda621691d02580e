"""A marked incident that never was: for a preview before there is one, and for a test of a receiver."""

from __future__ import annotations

from datetime import datetime

import cv2
import numpy as np

from alerts.codes import CodeTable
from alerts.grid import GridIndex
from core.config.receiver import Receiver
from core.geo import LonLat
from core.incident import Incident, Picture, Status, Step, View
from core.place import Place, PlaceOrigin
from core.reason import Reason
from gridwatch.configuration.loader import Configuration

MARK, MARK_EN = "【测试】", "[TEST]"
_NOWHERE = LonLat(lon=120.25, lat=30.45)
_WORDS = "this is a test; file no case / 测试,请勿立案"
_PICTURE_KEY = "out/test/test.jpg"


def sample_incident(
    configuration: Configuration, receiver: Receiver, *, incident_id: str, now: datetime
) -> tuple[Incident, Step]:
    """Return an incident at a configured camera, of a matter that the receiver wants, and its opening."""
    table = configuration.matter_table
    row = next((row for row in table.rows if _wanted(row.matter, row.severity, receiver)), table.rows[0])
    kind = row.zone_kinds[0] if row.zone_kinds else "road"
    camera = next(iter(configuration.cameras.values()), None)
    point = camera.position.lonlat() if camera is not None else _NOWHERE
    why = Reason.text(_WORDS)
    camera_id = camera.id if camera is not None else "test-camera"
    incident = Incident(
        id=incident_id,
        version=1,
        status=Status.OPEN,
        matter=CodeTable(table).code(row.matter, kind),
        place=_place(configuration.grid, point),
        owner=camera.owner if camera is not None else "test",
        title=f"{MARK}{row.name}",
        title_en=f"{MARK_EN} {row.name_en}",
        why=why,
        confidence=1.0,
        created_at=now,
        opened_at=now,
        closed_at=None,
        updated_at=now,
        views=(_view(camera_id, now),),
        pictures=(_picture(camera_id, now),),
        facts={"test": "true"},
    )
    step = Step(
        seq=1, at=now, who="gridwatch", what="opened", before=None, after=Status.OPEN, why=why, look_id=None
    )
    return incident, step


def sample_picture(_: str) -> bytes:
    """Return a grey picture that says what it is."""
    picture = np.full((360, 640, 3), 96, np.uint8)
    cv2.putText(picture, "GRIDWATCH TEST", (90, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (255, 255, 255), 3)
    return bytes(cv2.imencode(".jpg", picture)[1].tobytes())


def _wanted(matter: str, severity: str, receiver: Receiver) -> bool:
    return (not receiver.matters or matter in receiver.matters) and (
        not receiver.severities or severity in receiver.severities
    )


def _place(grid: GridIndex, point: LonLat) -> Place:
    return Place(point=point, radius_m=10.0, origin=PlaceOrigin.CAMERA, grid=grid.resolve(point))


def _view(camera_id: str, now: datetime) -> View:
    return View(
        camera_id=camera_id,
        subject=f"{camera_id}/test/1",
        zone="test",
        rule="test",
        first_seen=now,
        last_seen=now,
        last_look=now,
        confidence=1.0,
        count=None,
        box=None,
    )


def _picture(camera_id: str, now: datetime) -> Picture:
    return Picture(
        role="before",
        camera_id=camera_id,
        look_id="test",
        taken_at=now,
        raw_key=_PICTURE_KEY,
        masked_key=_PICTURE_KEY,
        width=640,
        height=360,
        sha256="0" * 64,
    )
