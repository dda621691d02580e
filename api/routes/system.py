"""Health of the service itself, figures, metrics."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from alerts.store.base import Json
from api.auth import may
from api.deps import Given
from api.models.system import Figures
from api.people.within import holds_camera
from api.problems import problem
from core.people.roles import Act
from core.people.who import Who

router = APIRouter(tags=["system"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answer while the process lives."""
    return {"status": "alive"}


@router.get("/readyz", response_model=None)
def readyz(given: Given) -> JSONResponse | dict[str, object]:
    """Answer 200 when every part works, 503 with the parts that do not."""
    parts = given.ready()
    if all(parts.values()):
        return {"status": "ready", "parts": dict(parts)}
    broken = sorted(name for name, works in parts.items() if not works)
    return problem(503, f"not ready: {', '.join(broken)}", parts=dict(parts))


@router.get("/metrics", response_class=Response)
def metrics(_: Annotated[Who, may(Act.METRICS)], given: Given) -> Response:
    """Prometheus text."""
    return Response(given.metrics(), media_type="text/plain; version=0.0.4")


@router.get("/api/v1/figures")
def figures(who: Annotated[Who, may(Act.SEE)], given: Given) -> Figures:
    """Return the district at a glance."""
    cameras = [
        camera.id
        for camera in given.fleet.cameras().values()
        if camera.enabled and holds_camera(who.scope, camera)
    ]
    healths = (given.fleet.health(camera_id) for camera_id in cameras)
    states = Counter(str(health["state"]) if health else "not_looked_at" for health in healths)
    with given.store.read() as reader:
        incidents, deliveries = reader.count_by_status(who.scope), reader.count_deliveries()
        waiting = dict(reader.count_waiting(who.scope))
    report = given.on_time()
    return Figures(
        cameras=len(cameras),
        on_time_share=report.share,
        looks=report.looks,
        states=dict(states),
        incidents={status.value: count for status, count in incidents.items()},
        waiting=waiting,
        deliveries={state.value: count for state, count in deliveries.items()},
    )


@router.get("/api/v1/district")
def district(_: Annotated[Who, may(Act.SEE)], given: Given) -> Json:
    """Return name, code and grid polygons (GeoJSON, WGS-84) of the district."""
    return {**given.fleet.district(), "grid": given.fleet.grid()}
