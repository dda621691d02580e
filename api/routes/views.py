"""The cameras around an incident: who shows its place, who could turn to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api.auth import may
from api.deps import Given
from api.models.sight import SightOut, ViewsOut
from api.people.within import holds_camera
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


@router.get("/{incident_id}/views")
def views(who: Annotated[Who, may(Act.SEE)], given: Given, incident_id: str) -> ViewsOut:
    """Return every camera that can show the incident's place, nearest and highest first."""
    with given.store.read() as reader:
        incident = reader.incident(incident_id)
    if incident is None:
        raise NotFound(f"no incident {incident_id}")
    cameras = given.fleet.cameras()
    found = []
    for sight in given.covering(incident.place, incident.cameras):
        camera = cameras.get(sight.camera_id)
        if camera is not None and holds_camera(who.scope, camera):  # None: removed between two lines
            found.append(SightOut.of(sight, name=camera.name, owner=camera.owner))
    return ViewsOut.of(found)
