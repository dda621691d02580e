"""What the console sets over a camera's own file: told, changed, taken back, whatever file the camera stands in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auth import may
from api.deps import Given
from api.models.overlay import OverlayOut, TuneActOut, TunedOut, TuneIn
from api.overlays import OverlayNow, TuneWish
from api.people.within import holds_camera
from api.services import Services
from core.config.overlay import Part, values_of
from core.errors import NotFound
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1", tags=["cameras"])

IfMatch = Annotated[
    str | None, Header(description="The version of the overlay that you change, as GET told it, or *.")
]


@router.get("/overlays")
def overlays(who: Annotated[Who, may(Act.CAMERAS)], given: Given) -> list[OverlayOut]:
    """Return everything that is set over cameras' files; also what was set for cameras that are in no file any more."""
    found = given.overlays.overlays()
    return [OverlayOut.of(one) for one in found if _sees(who, one)]


@router.get("/cameras/{camera_id}/overlay")
def overlay(_: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str, answer: Response) -> OverlayOut:
    """Return which parts of a camera come from its file, and which are set over it; its ETag is for a change."""
    found = given.overlays.overlay(camera_id)
    if found is None or found.written is None:
        raise NotFound(f"no camera {camera_id}")
    answer.headers["ETag"] = f'"{found.version}"'
    return OverlayOut.of(found)


@router.get("/cameras/{camera_id}/overlay/acts")
def acts(_: Annotated[Who, may(Act.CAMERAS)], given: Given, camera_id: str) -> list[TuneActOut]:
    """Return the last changes of a camera, newest first: who, when, what was before and after. At most 30."""
    return [TuneActOut.of(one) for one in given.overlays.tune_acts(camera_id)]


@router.patch("/cameras/{camera_id}/overlay")
async def tune(
    request: Request,
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    body: TuneIn,
    answer: Response,
    if_match: IfMatch = None,
) -> TunedOut:
    """Set zones, overrides or ground points of a camera, whatever file it stands in. What is set again holds over
    what the file says now.
    """  # noqa: D205 - one paragraph: OpenAPI shows it
    wish = TuneWish(camera_id=camera_id, data=body.data(), expects=version_of(if_match), who=who.name)
    return await _tuned(request, given, wish, answer)


@router.post("/cameras/{camera_id}/overlay/keep")
async def keep(
    request: Request,
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    part: Part,
    answer: Response,
    if_match: IfMatch = None,
) -> TunedOut:
    """Say that what was set holds over what the camera's own file says now, too: the doubt about this part is over."""
    found = given.overlays.overlay(camera_id)
    overlay = found.overlay if found is not None else None
    if overlay is None or part not in overlay.parts:
        raise NotFound(f"no {part} lie over the file of {camera_id}")
    data = values_of(overlay, part) or {part: []}
    wish = TuneWish(camera_id=camera_id, data=data, expects=version_of(if_match), who=who.name)
    return await _tuned(request, given, wish, answer)


@router.delete("/cameras/{camera_id}/overlay")
async def revert(
    request: Request,
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    answer: Response,
    if_match: IfMatch = None,
) -> TunedOut:
    """Go back to the file: nothing lies over the camera any more. Also for one that no file has any more."""
    found = given.overlays.overlay(camera_id)
    if found is None or not _sees(who, found):
        raise NotFound(f"no camera {camera_id}")
    wish = TuneWish(camera_id=camera_id, data=None, expects=version_of(if_match), who=who.name)
    return await _tuned(request, given, wish, answer)


async def _tuned(request: Request, given: Services, wish: TuneWish, answer: Response) -> TunedOut:
    tuned = await given.overlays.tune(wish)
    request.state.detail = tuned.told
    await run_in_threadpool(given.committed)
    if tuned.now is not None:
        answer.headers["ETag"] = f'"{tuned.now.version}"'
    return TunedOut.of(tuned)


def _sees(who: Who, one: OverlayNow) -> bool:
    """Return whether a caller may know of an overlay; of one without a camera, whoever sees the whole district."""
    return holds_camera(who.scope, one.written) if one.written is not None else who.scope.everything


def version_of(if_match: str | None) -> str | None:
    """Return the version that an If-Match header names."""
    return None if if_match is None else if_match.strip().removeprefix("W/").strip('"')
