"""How a route gets at the services."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.services import Services
from core.config.camera import Camera
from core.errors import NotFound


def services(request: Request) -> Services:
    """Return what the wiring gave."""
    given: Services = request.app.state.services
    return given


Given = Annotated[Services, Depends(services)]


def camera_of(given: Services, camera_id: str) -> Camera:
    """Return a configured camera.

    Raises:
        NotFound: there is none of that id.
    """
    camera = given.fleet.cameras().get(camera_id)
    if camera is None:
        raise NotFound(f"no camera {camera_id}")
    return camera
