"""How a camera's places are measured: checked, saved, doubted, accepted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import cv2
import numpy as np
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from alerts.calibration import Checked, check
from api.auth import may
from api.camera_book import ChangeRefused, Wanted
from api.deps import Given, camera_of
from api.models.calibration import CalibrationOut, CheckedOut, CheckIn
from api.services import Services
from core.config.camera import Camera
from core.errors import IllegalStep
from core.frame import Frame
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
    who: Annotated[Who, may(Act.CAMERAS)], given: Given, camera_id: str, body: CheckIn
) -> CheckedOut:
    """Check point pairs: the error of each when the others place it, what is wrong, how sure places will be.

    With `save` they are put into the camera's file, together with what the camera shows now: click them on a fresh
    picture. 422 where they cannot be used, 409 where the camera's file is not the API's.
    """
    camera = camera_of(given, camera_id)
    checked = await run_in_threadpool(check, body.pairs(), camera)
    if body.save:
        await _save(given, camera, body, checked, who)
    return CheckedOut.of(checked, saved=body.save)


@router.post("/{camera_id}/calibration/accept", status_code=204)
async def accept(_: Annotated[Who, may(Act.CAMERAS)], given: Given, camera_id: str) -> None:
    """Say that the calibration holds for what the camera shows now: a false alarm, or it was turned back."""
    camera_of(given, camera_id)
    frame = await given.look_now(camera_id)
    if not isinstance(frame, Frame):
        detail = frame.detail if frame is not None else "the budgets are full"
        raise IllegalStep(f"{camera_id} shows nothing to accept now: {detail}")
    given.calibrations.accept(camera_id, frame)


async def _save(given: Services, camera: Camera, body: CheckIn, checked: Checked, who: Who) -> None:
    if not checked.usable:
        told = "; ".join(f"{fault.what}: {fault.cure}" for fault in checked.faults if fault.fatal)
        raise ChangeRefused(HTTPStatus.UNPROCESSABLE_ENTITY, told)
    written = given.camera_book.written(camera.id)
    points = [pair.model_dump(mode="json") for pair in body.pairs()]
    made = {
        "at": given.clock.now().isoformat(),
        "error_m": checked.median_m,
        "reference": _reference(given.fleet.latest(camera.id)),
    }
    wanted = Wanted(
        camera_id=camera.id,
        act="merge",
        data={"ground_points": points, "calibration": made},
        expects=written.version if written is not None else None,
        who=who.name,
    )
    await given.camera_book.change(wanted)
    await run_in_threadpool(given.committed)


def _reference(jpeg: bytes | None) -> str:
    """Return the reference of the camera's last picture; empty without one, then the next bright look gives it."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    return reference_of(np.asarray(image, np.uint8)) if image is not None else ""
