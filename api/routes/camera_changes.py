"""Cameras added, changed and removed while the service runs; and as they are written."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException, Response
from starlette.concurrency import run_in_threadpool

from alerts.store.base import IncidentQuery
from api.auth import may
from api.camera_book import Act as Change
from api.camera_book import Changed, ChangeRefused, Mistake, Wanted
from api.deps import Given
from api.models.camera import CameraChangedOut, CameraWrittenOut, LeftOpen
from api.routes.overlays import version_of
from api.services import Services
from core.errors import NotFound
from core.incident import Status
from core.people.roles import Act
from core.people.scope import Scope
from core.people.who import Who

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"])

Record = Annotated[
    dict[str, Any],
    Body(
        description="The camera as in a YAML file of configs/cameras/: id, name, owner, scene, position, access,"
        " pose, zones ... `access.credential` names a login; no value of a login is taken."
    ),
]
IfMatch = Annotated[
    str | None,
    Header(description="The ETag of the camera that you change, or *; needed where the camera exists."),
]
_LIVE = tuple(one for one in Status if one not in {Status.CLOSED, Status.REJECTED, Status.EXPIRED})
_MOST_LEFT_OPEN = 500  # told of a removed camera


@router.post("", status_code=201)
async def add_camera(
    who: Annotated[Who, may(Act.CAMERAS)], given: Given, body: Record, answer: Response
) -> CameraChangedOut:
    """Add a camera; 409 where its id is written anywhere already."""
    camera_id = body.get("id")
    if not isinstance(camera_id, str):
        mistake = Mistake(where="id", what="is missing, or no text", cure="Give the camera an id.")
        raise ChangeRefused(422, "id: is missing, or no text", mistakes=[mistake])
    changed = await _change(given, camera_id, "add", body, None, who)
    answer.headers["Location"] = f"{router.prefix}/{camera_id}"
    return _told(camera_id, changed, answer)


@router.get("/{camera_id}/configuration")
def written(
    _: Annotated[Who, may(Act.CAMERAS)], given: Given, camera_id: str, answer: Response
) -> CameraWrittenOut:
    """Return a camera as it is written, and where; addresses included, logins by name."""
    found = given.camera_book.written(camera_id)
    if found is None:
        raise NotFound(f"no camera {camera_id}")
    answer.headers["ETag"] = f'"{found.version}"'
    return CameraWrittenOut.of(found)


@router.put("/{camera_id}")
async def put_camera(
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    body: Record,
    answer: Response,
    if_match: IfMatch = None,
) -> CameraChangedOut:
    """Add a camera, or replace it wholly: what is left out takes its default."""
    changed = await _change(given, camera_id, "put", body, if_match, who)
    answer.status_code = 201 if changed.what == "added" else 200
    return _told(camera_id, changed, answer)


@router.patch("/{camera_id}")
async def merge_camera(
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    body: Record,
    answer: Response,
    if_match: IfMatch = None,
) -> CameraChangedOut:
    """Change some fields (JSON merge patch, RFC 7396): null takes a value away, a list is replaced."""
    return _told(camera_id, await _change(given, camera_id, "merge", body, if_match, who), answer)


@router.delete("/{camera_id}")
async def remove_camera(
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    answer: Response,
    if_match: IfMatch = None,
) -> CameraChangedOut:
    """Remove a camera: it is looked at no more. Its incidents stay; the answer names the live ones."""
    changed = await _change(given, camera_id, "remove", {}, if_match, who)
    return _told(camera_id, changed, answer, await run_in_threadpool(_left_open, given, camera_id))


async def _change(
    given: Services, camera_id: str, act: Change, data: dict[str, Any], if_match: str | None, who: Who
) -> Changed:
    _check_scope(data, who, whole=act in {"add", "put"})
    wanted = Wanted(camera_id=camera_id, act=act, data=data, expects=version_of(if_match), who=who.name)
    changed = await given.camera_book.change(wanted)
    await run_in_threadpool(given.committed)
    return changed


def _check_scope(data: dict[str, Any], who: Who, *, whole: bool) -> None:
    """Refuse to put a camera where its writer does not see it any more."""
    if who.scope.everything:
        return
    moved = whole or not {"owner", "grid_code"}.isdisjoint(data)
    owner, grid = data.get("owner"), data.get("grid_code")
    if whole or ("owner" in data and "grid_code" in data):
        inside = who.sees(grid=str(grid or ""), owners=(str(owner or ""),))
    else:  # one of both changes: it has to fit by itself, the other one did before
        inside = (
            "owner" not in data or Scope(owners=who.scope.owners).holds(grid=None, owners=(str(owner),))
        ) and ("grid_code" not in data or Scope(grids=who.scope.grids).holds(grid=str(grid or ""), owners=()))
    if moved and not inside:
        raise HTTPException(
            403, "owner, grid_code: the camera would lie outside of your part of the district"
        )


def _left_open(given: Services, camera_id: str) -> list[LeftOpen]:
    query = IncidentQuery(camera_id=camera_id, statuses=_LIVE, limit=_MOST_LEFT_OPEN)
    with given.store.read() as reader:
        found = reader.find(query).incidents
    return [
        LeftOpen(
            id=one.id,
            status=one.status.value,
            others=len({view.camera_id for view in one.views} - {camera_id}),
        )
        for one in found
    ]


def _told(
    camera_id: str, changed: Changed, answer: Response, left_open: list[LeftOpen] | None = None
) -> CameraChangedOut:
    if changed.written is not None:
        answer.headers["ETag"] = f'"{changed.written.version}"'
    return CameraChangedOut.of(camera_id, changed, left_open or [])
