"""One camera closely: its history, what it is checked for, what it would see, who sees the same place, turning it."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool

from alerts.footprint import footprint
from alerts.store.base import IncidentQuery
from api.auth import may
from api.camera_book import ChangeRefused
from api.camera_desk import TurnWish
from api.deps import Desk, Given, camera_of
from api.models.camera_history import CameraHistoryOut
from api.models.camera_pictures import CameraPicturesOut
from api.models.hold import HeadOut, TurnedOut, TurnIn
from api.models.overlay import OverlayOut
from api.models.rules import CheckedForOut, ProfileOut
from api.models.sight import SightOut, ViewsOut
from api.models.trying import TriedOut, TryIn
from api.people.within import holds_camera
from core.config.camera import Camera
from core.errors import NotFound
from core.geo import LocalPlane
from core.incident import Status
from core.people.roles import Act
from core.people.who import Who
from core.place import Place, PlaceOrigin
from ingest.history import HOURS_KEPT

router = APIRouter(prefix="/api/v1", tags=["cameras"])

_CASES = 40  # newest cases of a camera whose pictures are told
_AROUND_M = 15.0  # of the middle of what a camera shows: who sees that sees the same place


@router.get("/cameras/{camera_id}/history")
def history(
    _: Annotated[Who, may(Act.SEE)],
    given: Given,
    desk: Desk,
    camera_id: str,
    hours: Annotated[int, Query(ge=1, le=HOURS_KEPT, description="How many hours back.")] = 48,
) -> CameraHistoryOut:
    """Return why the camera was not looked at: every period by the hour, changes of its state, its last looks."""
    camera = camera_of(given, camera_id)
    return CameraHistoryOut.of(camera, desk.history.told(camera_id, hours), given.fleet.shown_look(camera_id))


@router.get("/cameras/{camera_id}/pictures")
def pictures(who: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str) -> CameraPicturesOut:
    """Return which of its looks have a picture still: the latest, the film of live cases, the evidence of cases."""
    camera_of(given, camera_id)
    wanted = IncidentQuery(camera_id=camera_id, statuses=tuple(Status), scope=who.scope, limit=_CASES)
    with given.store.read() as reader:
        incidents = reader.find(wanted).incidents
    return CameraPicturesOut.of(
        camera_id,
        shown=given.fleet.shown_look(camera_id),
        shots=given.film.shots([camera_id]),
        incidents=incidents,
    )


@router.get("/cameras/{camera_id}/rules")
def rules(_: Annotated[Who, may(Act.SEE)], given: Given, desk: Desk, camera_id: str) -> CheckedForOut:
    """Return its zones, its profile with every rule explained, and what it has otherwise.

    Change `zones` and `overrides` by PATCH /api/v1/cameras/{id}/overlay with this version as If-Match.
    """
    camera = camera_of(given, camera_id)
    over = given.overlays.overlay(camera_id)
    if over is None:  # removed at this moment
        raise NotFound(f"no camera {camera_id}")
    profiles = desk.profiles.profiles()
    kinds = {kind for one in profiles.values() for rule in one.rules for kind in rule.zone_kinds}
    kinds |= {zone.kind for one in given.fleet.cameras().values() for zone in one.zones}
    return CheckedForOut.of(
        camera,
        desk.profiles.chosen(camera_id),
        overlay=OverlayOut.of(over),
        zone_kinds=sorted(kinds | {"any"}),
        matters=given.maps.matters,
    )


@router.get("/profiles")
def profiles(_: Annotated[Who, may(Act.SEE)], given: Given, desk: Desk) -> list[ProfileOut]:
    """Return every profile with its rules, explained."""
    return [ProfileOut.of(one, given.maps.matters) for _, one in sorted(desk.profiles.profiles().items())]


@router.post("/cameras/{camera_id}/what-if")
async def what_if(
    _: Annotated[Who, may(Act.EVIDENCE)], given: Given, desk: Desk, camera_id: str, body: TryIn
) -> TriedOut:
    """Say what detector and rules make of the camera's last picture, or of one that is sent. Nothing is kept.

    One at a time (429), within ten seconds (504).
    """
    camera_of(given, camera_id)
    jpeg = _decoded(body.jpeg) if body.jpeg is not None else None
    tried = await desk.trying.what_if(camera_id, jpeg=jpeg, zones=body.zones, overrides=body.overrides)
    return TriedOut.of(tried, given.maps.matters)


@router.get("/cameras/{camera_id}/covering")
async def covering(who: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str) -> ViewsOut:
    """Return the cameras that see the same place: the middle of what this one shows, or where it stands."""
    camera = camera_of(given, camera_id)
    cameras = given.fleet.cameras()

    def found() -> list[SightOut]:
        sights = given.covering(_middle(camera), ())
        return [
            SightOut.of(sight, name=cameras[sight.camera_id].name, owner=cameras[sight.camera_id].owner)
            for sight in sights
            if sight.camera_id != camera_id
            and sight.camera_id in cameras
            and holds_camera(who.scope, cameras[sight.camera_id])
        ]

    return ViewsOut.of(await run_in_threadpool(found))


@router.post("/cameras/{camera_id}/turn")
async def turn(
    who: Annotated[Who, may(Act.TURN)], given: Given, desk: Desk, camera_id: str, body: TurnIn
) -> TurnedOut:
    """Turn a camera that you hold: to a preset, home, or by a step. 409 for whoever does not hold it."""
    camera_of(given, camera_id)
    wish = TurnWish(
        preset=body.preset, home=body.home, pan_deg=body.pan_deg, tilt_deg=body.tilt_deg, zoom=body.zoom
    )
    done = await desk.turning.turn(camera_id, who.called(body.who), wish)
    return TurnedOut(
        arrived=done.arrived,
        why=done.why.tell("zh"),
        why_en=done.why.tell("en"),
        head=HeadOut.of(camera_id, done.head),
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ChangeRefused(422, "jpeg: is no base64; send the file's bytes in base64") from None


def _middle(camera: Camera) -> Place:
    """Return the middle of the ground that a camera shows at home; without a pose, where it stands."""
    at = camera.position.lonlat()
    shown = footprint(camera)
    origin = PlaceOrigin.CAMERA
    if (camera.pose is not None or camera.ground_points) and not shown.polygon.is_empty:
        middle = shown.polygon.centroid
        at = LocalPlane(origin=at).to_lonlat(middle.x, middle.y)
        origin = PlaceOrigin.POSE
    return Place(point=at, radius_m=_AROUND_M, origin=origin)
