"""Cameras: list, one, look now, latest picture.

Adding, changing and removing them is in `camera_changes`.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.auth import may
from api.deps import Given, camera_of
from api.models.camera import CameraOut, CameraPage, FacetsOut, LookOut
from api.models.rules import rule_names
from api.people.within import holds_camera
from core.config.camera import Camera
from core.errors import NotFound
from core.look import LookFailure
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"])


@router.get("")
def list_cameras(
    who: Annotated[Who, may(Act.SEE)],
    given: Given,
    owner: Annotated[str | None, Query(description="Source owner.")] = None,
    scene: Annotated[str | None, Query(description="Scene type.")] = None,
    grid: Annotated[str | None, Query(description="Grid code prefix, by the owner's word.")] = None,
    state: Annotated[str | None, Query(description="State of health, e.g. ok, blind, offline.")] = None,
    outage: Annotated[str | None, Query(description="Id of an outage: the cameras that it explains.")] = None,
    profile: Annotated[str | None, Query(description="Name of the profile it is checked by.")] = None,
    q: Annotated[str | None, Query(max_length=100, description="Part of the id or name.")] = None,
    ids: Annotated[
        list[str] | None,
        Query(
            alias="id", max_length=100, description="Only these; their pictures are kept at hand from now on."
        ),
    ] = None,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=10000)] = 200,
) -> CameraPage:
    """Return one page, by id."""
    for one in ids or ():
        given.fleet.want_picture(one)
    dark = next((one.cameras for one in given.outages.shown if one.id == outage), frozenset[str]())
    wanted = [
        camera
        for camera in sorted(given.fleet.cameras().values(), key=lambda camera: camera.id)
        if (ids is None or camera.id in ids)
        and holds_camera(who.scope, camera)
        and (owner is None or camera.owner == owner)
        and (scene is None or camera.scene == scene)
        and (grid is None or (camera.grid_code or "").startswith(grid))
        and (q is None or q.lower() in camera.id.lower() or q.lower() in camera.name.lower())
        and (outage is None or camera.id in dark)
        and (profile is None or given.fleet.profile_name(camera.id) == profile)
        and (state is None or _state(given, camera.id) == state)
    ]
    page = [camera for camera in wanted if after is None or camera.id > after]
    following = page[limit - 1].id if len(page) > limit else None
    return CameraPage(cameras=[_told(given, one) for one in page[:limit]], next=following, total=len(wanted))


@router.get("/facets")
def facets(who: Annotated[Who, may(Act.SEE)], given: Given) -> FacetsOut:
    """Return what cameras can be filtered by, with how many there are of each."""
    cameras = [one for one in given.fleet.cameras().values() if holds_camera(who.scope, one)]
    return FacetsOut(
        owners=Counter(one.owner for one in cameras),
        scenes=Counter(one.scene for one in cameras),
        profiles=Counter(given.fleet.profile_name(one.id) or "" for one in cameras),
        states=Counter(_state(given, one.id) for one in cameras),
    )


@router.get("/{camera_id}")
def one_camera(_: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str, answer: Response) -> CameraOut:
    """Return one camera; its ETag is the version of its configuration."""
    camera = camera_of(given, camera_id)
    written = given.camera_book.written(camera_id)
    if written is not None:
        answer.headers["ETag"] = f'"{written.version}"'
    given.fleet.want_picture(camera_id)
    return _told(given, camera)


@router.post("/{camera_id}/look")
async def look_now(_: Annotated[Who, may(Act.LOOK)], given: Given, camera_id: str) -> LookOut:
    """Look now, through the same budgets as every look; answers within about ten seconds."""
    camera_of(given, camera_id)
    outcome = await given.look_now(camera_id)
    if outcome is None:
        return LookOut(outcome="waiting", detail="The budgets are full; the look will come.")
    if isinstance(outcome, LookFailure):
        return LookOut(
            outcome="failed", kind=outcome.kind.value, detail=outcome.detail, look_id=outcome.look_id
        )
    return LookOut(outcome="picture", look_id=outcome.look_id, taken_at=outcome.taken_at)


@router.post("/{camera_id}/view", status_code=204)
async def accept_view(_: Annotated[Who, may(Act.LOOK)], given: Given, camera_id: str) -> None:
    """Say that the camera was turned on purpose: what it shows from now on is its view, and looking goes on."""
    camera_of(given, camera_id)
    await given.accept_view(camera_id)


@router.get("/{camera_id}/latest.jpg", response_class=Response)
def latest(_: Annotated[Who, may(Act.EVIDENCE)], given: Given, camera_id: str) -> Response:
    """Return the last good picture, reduced; 404 before the first."""
    camera_of(given, camera_id)
    jpeg = given.fleet.latest(camera_id)
    if jpeg is None:
        raise NotFound(f"no picture of {camera_id} yet")
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _told(given: Given, camera: Camera) -> CameraOut:
    fleet, why_nothing = given.fleet, given.fleet.why_nothing(camera.id)
    desk = given.camera_desk if why_nothing else None
    profile = desk.profiles.chosen(camera.id) if desk is not None else None
    return CameraOut.of(
        camera,
        fleet.profile_name(camera.id),
        fleet.health(camera.id),
        why_nothing,
        given.outages.explains(camera.id),
        fleet.shown_look(camera.id),
        rule_names(profile, given.maps.matters) if profile is not None else {},
    )


def _state(given: Given, camera_id: str) -> str:
    health = given.fleet.health(camera_id)
    return str(health.get("state", "unknown")) if health else "unknown"
