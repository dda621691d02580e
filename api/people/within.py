"""What lies within a caller's scope: single things by the ids in an address, and the parts of every list.

What is outside is not found, rather than forbidden: that it exists is told to nobody who may not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from alerts.load.queue import Card, Queue
from alerts.load.silence import Matchers
from api.services import Services
from core.config.camera import Camera
from core.incident import Incident
from core.people.scope import Scope

Holds = Callable[[Services, Scope, str], bool | None]
"""Whether a scope holds the thing with an id; None where there is no such thing."""


def outside(given: Services, scope: Scope, params: Mapping[str, Any]) -> str:
    """Return the first parameter of an address that names something outside of a scope; empty for none. Blocks."""
    if scope.everything:
        return ""
    for name, value in params.items():
        if name in BY_PARAMETER and BY_PARAMETER[name](given, scope, str(value)) is False:
            return name
    return ""


def holds_incident(scope: Scope, incident: Incident) -> bool:
    """Return whether a scope holds an incident: by its place and by the owner of its first camera."""
    return scope.holds(grid=incident.place.grid_code, owners=(incident.owner,))


def holds_camera(scope: Scope, camera: Camera) -> bool:
    """Return whether a scope holds a camera: by the owner's word on its grid, and by the owner."""
    return scope.holds(grid=camera.grid_code, owners=(camera.owner,))


def narrowed(queue: Queue, scope: Scope) -> Queue:
    """Return the inbox as far as a scope goes: lines, what is held back, and so every count of them."""
    if scope.everything:
        return queue

    def inside(card: Card) -> bool:
        return scope.holds(grid=card.item.grid, owners=(card.item.owner,))

    rows = (replace(row, cards=tuple(filter(inside, row.cards))) for row in queue.rows)
    return replace(
        queue,
        cards=tuple(filter(inside, queue.cards)),
        held=tuple(filter(inside, queue.held)),
        rows=tuple(row for row in rows if row.cards),
    )


def touches(given: Services, scope: Scope, matchers: Matchers) -> bool:
    """Return whether a silence may concern something in a scope; then whoever has that scope is told of it."""
    grid = matchers.grid
    if scope.grids and grid and not any(grid.startswith(one) or one.startswith(grid) for one in scope.grids):
        return False
    if scope.owners and matchers.owners and set(scope.owners).isdisjoint(matchers.owners):
        return False
    return not matchers.cameras or any(_camera(given, scope, one) for one in matchers.cameras)


def covers(given: Services, scope: Scope, matchers: Matchers) -> bool:
    """Return whether all that a silence can match lies in a scope; then whoever has that scope may make it."""
    if scope.everything:
        return True
    if matchers.cameras and all(_camera(given, scope, one) for one in matchers.cameras):
        return True
    by_grid = not scope.grids or bool(matchers.grid and matchers.grid.startswith(scope.grids))
    by_owner = not scope.owners or bool(matchers.owners and set(matchers.owners) <= set(scope.owners))
    return by_grid and by_owner


def _incident(given: Services, scope: Scope, incident_id: str) -> bool | None:
    with given.store.read() as reader:
        found = reader.incident(incident_id)
    return None if found is None else holds_incident(scope, found)


def _camera(given: Services, scope: Scope, camera_id: str) -> bool | None:
    found = given.fleet.cameras().get(camera_id)
    return None if found is None else holds_camera(scope, found)


def _delivery(given: Services, scope: Scope, delivery_id: str) -> bool | None:
    with given.store.read() as reader:
        row = reader.delivery(delivery_id)
        found = reader.incident(row.incident_id) if row is not None else None
    return None if found is None else holds_incident(scope, found)


def _silence(given: Services, scope: Scope, silence_id: str) -> bool | None:
    with given.store.read() as reader:
        found = reader.silence(silence_id)
    return None if found is None else touches(given, scope, found.matchers)


def _outage(given: Services, scope: Scope, outage_id: str) -> bool | None:
    for one in given.outages.shown:
        if one.id == outage_id:
            return any(_camera(given, scope, camera_id) for camera_id in one.cameras)
    return None


def _picture(given: Services, scope: Scope, key: str) -> bool | None:
    """By its incident, which the key names, and by the owner of the camera that took it."""
    parts = key.split("/")
    if len(parts) != 4:
        return None
    with given.store.read() as reader:
        found = reader.incident(parts[2])
    if found is None:
        return False  # nobody can say whose it is
    if not holds_incident(scope, found):
        return False
    taken_by = next((one.camera_id for one in found.pictures if key in {one.raw_key, one.masked_key}), None)
    camera = given.fleet.cameras().get(taken_by) if taken_by is not None else None
    return camera is None or not scope.owners or camera.owner in scope.owners


BY_PARAMETER: Mapping[str, Holds] = {
    "incident_id": _incident,
    "camera_id": _camera,
    "delivery_id": _delivery,
    "silence_id": _silence,
    "outage_id": _outage,
    "key": _picture,
}
"""The names that parameters of addresses have throughout the API, and what decides on them."""


def owner_of(given: Services, params: Mapping[str, Any]) -> str:
    """Return the source owner of the camera or picture that an address names; empty where it names none. Blocks."""
    if (camera_id := params.get("camera_id")) is not None:
        camera = given.fleet.cameras().get(str(camera_id))
        return camera.owner if camera is not None else ""
    key = str(params.get("key", ""))
    incident_id = params.get("incident_id") or (key.split("/")[2] if key.count("/") == 3 else "")
    with given.store.read() as reader:
        found = reader.incident(str(incident_id)) if incident_id else None
    if found is None:
        return ""
    taken_by = next((one.camera_id for one in found.pictures if key in {one.raw_key, one.masked_key}), None)
    camera = given.fleet.cameras().get(taken_by or "")
    return camera.owner if camera is not None else found.owner
