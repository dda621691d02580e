"""How a camera's places are measured: checked, saved, doubted, accepted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import cv2
import numpy as np
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from alerts.calibration import Checked, check
from alerts.footprint import footprint
from api.auth import may
from api.camera_book import ChangeRefused
from api.deps import Given, camera_of
from api.models.calibration import CalibrationOut, CheckedOut, CheckIn
from api.overlays import TuneWish
from api.routes.overlays import IfMatch, version_of
from api.services import Services
from core.config.camera import Camera
from core.errors import IllegalStep
from core.frame import Frame
from core.geo import LocalPlane
from core.people.roles import Act
from core.people.who import Who
from ingest.drift import reference_of

router = APIRouter(prefix="/api/v1/cameras", tags=["cameras"])


@router.get("/{camera_id}/calibration")
def calibration(_: Annotated[Who, may(Act.SEE)], given: Given, camera_id: str) -> CalibrationOut:
    """Return how the camera's places are measured, and why they are not told as points where they are not."""
    return CalibrationOut.of(camera_of(given, camera_id), given.calibrations.doubt(camera_id))


@router.post("/{camera_id}/calibration/check")
async def check_points(
    request: Request,
    who: Annotated[Who, may(Act.CAMERAS)],
    given: Given,
    camera_id: str,
    body: CheckIn,
    if_match: IfMatch = None,
) -> CheckedOut:
    """Check point pairs: the error of each when the others place it, what is wrong, how sure places will be.

    With `save` they are set over the camera's file (PATCH .../overlay), together with what the camera shows now: click
    them on a fresh picture. 422 where they cannot be used, 412 where somebody has changed the camera meanwhile.
    """
    camera = camera_of(given, camera_id)
    checked = await run_in_threadpool(check, body.pairs(), camera)
    if body.save:
        request.state.detail = await _save(given, camera, body, checked, who, version_of(if_match) or "*")
    else:
        request.state.asked = (
            None  # figures about what was sent: nothing is done, and a page asks at every click
        )
    view = await run_in_threadpool(_view, camera, body) if checked.usable else []
    return CheckedOut.of(checked, view=view, saved=body.save)


@router.post("/{camera_id}/calibration/accept", status_code=204)
async def accept(_: Annotated[Who, may(Act.CAMERAS)], given: Given, camera_id: str) -> None:
    """Say that the calibration holds for what the camera shows now: a false alarm, or it was turned back."""
    camera_of(given, camera_id)
    frame = await given.look_now(camera_id)
    if not isinstance(frame, Frame):
        detail = frame.detail if frame is not None else "the budgets are full"
        raise IllegalStep(f"{camera_id} shows nothing to accept now: {detail}")
    given.calibrations.accept(camera_id, frame)


async def _save(
    given: Services, camera: Camera, body: CheckIn, checked: Checked, who: Who, expects: str
) -> str:
    if not checked.usable:
        told = "; ".join(f"{fault.what}: {fault.cure}" for fault in checked.faults if fault.fatal)
        raise ChangeRefused(HTTPStatus.UNPROCESSABLE_ENTITY, told)
    points = [pair.model_dump(mode="json") for pair in body.pairs()]
    made = {
        "at": given.clock.now().isoformat(),
        "error_m": checked.median_m,
        "reference": _reference(given.fleet.latest(camera.id)),
    }
    data = {"ground_points": points, "calibration": made}
    tuned = await given.overlays.tune(TuneWish(camera_id=camera.id, data=data, expects=expects, who=who.name))
    await run_in_threadpool(given.committed)
    return tuned.told


def _view(camera: Camera, body: CheckIn) -> list[tuple[float, float]]:
    """Return the ground that the picture shows by these points."""
    shown = footprint(camera.model_copy(update={"ground_points": body.pairs()})).polygon
    if shown.is_empty:
        return []
    plane = LocalPlane(origin=camera.position.lonlat())
    places = (plane.to_lonlat(x, y) for x, y in shown.exterior.coords)
    return [(round(one.lon, 7), round(one.lat, 7)) for one in places]


def _reference(jpeg: bytes | None) -> str:
    """Return the reference of the camera's last picture; empty without one, then the next bright look gives it."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    return reference_of(np.asarray(image, np.uint8)) if image is not None else ""
