"""How a route gets at the services."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from api.camera_desk import CameraDesk
from api.services import Services
from core.config.camera import Camera
from core.errors import NotFound


def services(request: Request) -> Services:
    """Return what the wiring gave."""
    given: Services = request.app.state.services
    return given


Given = Annotated[Services, Depends(services)]


def camera_desk(given: Given) -> CameraDesk:
    """Return who knows single cameras closely.

    Raises:
        HTTPException: 503 where this service has no such desk.
    """
    if given.camera_desk is None:
        raise HTTPException(503, "this service has no desk for single cameras")
    return given.camera_desk


Desk = Annotated[CameraDesk, Depends(camera_desk)]


def camera_of(given: Services, camera_id: str) -> Camera:
    """Return a configured camera.

    Raises:
        NotFound: there is none of that id.
    """
    camera = given.fleet.cameras().get(camera_id)
    if camera is None:
        raise NotFound(f"no camera {camera_id}")
    return camera
