"""Who uses a camera that can be turned: asked for, taken, given back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import may
from api.deps import Given, camera_of
from api.models.hold import HeadOut, HoldIn
from core.errors import IllegalStep
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"])


@router.get("/{camera_id}/hold")
def head(_: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str) -> HeadOut:
    """Return where the camera's head is, and who uses it."""
    camera_of(given, camera_id)
    return HeadOut.of(camera_id, given.heads.head(camera_id))


@router.post("/{camera_id}/hold")
async def hold(who: Annotated[Who, may(Act.TURN)], given: Given, camera_id: str, body: HoldIn) -> HeadOut:
    """Use a camera: until you give it back it is not turned for incidents, and its looks are not judged.

    409 where somebody else uses it, or it cannot be turned. Ask again under the same name to use it longer.
    """
    camera_of(given, camera_id)
    return HeadOut.of(camera_id, await given.heads.hold(camera_id, who.called(body.who), body.minutes))


@router.delete("/{camera_id}/hold")
async def release(
    who: Annotated[Who, may(Act.TURN)],
    given: Given,
    camera_id: str,
    name: Annotated[
        str, Query(alias="who", max_length=64, description="Who gives it back, for the log.")
    ] = "",
) -> HeadOut:
    """Give a camera back: it goes home, and is looked at again. What somebody else holds only a supervisor does."""
    camera_of(given, camera_id)
    held_by = given.heads.head(camera_id).held_by
    if who.person and held_by not in {None, who.name} and not who.may(Act.TAKE_OVER):
        raise IllegalStep(f"{camera_id} is held by {held_by}: they give it back, or a supervisor does")
    return HeadOut.of(camera_id, await given.heads.release(camera_id, who.called(name)))
