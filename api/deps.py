"""How a route gets at the services."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.services import Services


def services(request: Request) -> Services:
    """Return what the wiring gave."""
    given: Services = request.app.state.services
    return given


Given = Annotated[Services, Depends(services)]
