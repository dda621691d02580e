"""Health of the service itself, figures, metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from alerts.figures.book import FigureBook
from alerts.figures.cases import Where
from alerts.figures.flows import ON_TIME
from alerts.figures.places import count
from alerts.store.base import DeliveryState, Json, Reader
from api.auth import may
from api.deps import Given
from api.models.system import Figures
from api.paced import Paced
from api.people.within import holds_camera, narrowed
from api.problems import problem
from api.services import Services
from core.people.roles import Act
from core.people.scope import Scope
from core.people.who import Who
from ingest.schedule import OnTime

router = APIRouter(tags=["system"])
PACE_S = 1.0  # between two counts for the same scope, when many consoles ask


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


@router.get("/api/v1/figures", response_model=Figures)
async def figures(request: Request, who: Annotated[Who, may(Act.SEE)], given: Given) -> Response:
    """Return the district at a glance; cases that went into another are counted with it."""
    book: FigureBook = request.app.state.figures
    shared: Paced[bytes] = request.app.state.glances
    pace_s = PACE_S if request.app.state.bell.listening > 1 else 0.0
    body = await shared.get(
        who.scope, lambda: _glance(given, book, who, pace_s).model_dump_json().encode(), pace_s=pace_s
    )
    return Response(body, media_type="application/json")


def _glance(given: Services, book: FigureBook, who: Who, pace_s: float) -> Figures:
    cameras = [
        camera.id
        for camera in given.fleet.cameras().values()
        if camera.enabled and holds_camera(who.scope, camera)
    ]
    healths = (given.fleet.health(camera_id) for camera_id in cameras)
    states = Counter(str(health["state"]) if health else "not_looked_at" for health in healths)
    seen = Where(seen_owners=who.scope.owners, seen_grids=who.scope.grids)
    incidents = book.cases(lambda table: count(table, seen)).statuses
    with given.store.read() as reader:
        deliveries = _deliveries(reader, who.scope)
        waiting = dict(reader.count_waiting(who.scope))
    share, looks = _on_time(given.on_time(), who.scope)
    return Figures(
        cameras=len(cameras),
        on_time_share=share,
        on_time_target=ON_TIME,
        looks=looks,
        states=dict(states),
        incidents=incidents,
        waiting=waiting,
        in_inbox=narrowed(given.load.inbox.lately(pace_s).queue, who.scope).waiting,
        deliveries={state.value: many for state, many in deliveries.items()},
    )


def _deliveries(reader: Reader, scope: Scope) -> Mapping[DeliveryState, int]:
    """Of a part of the district, only what was not accepted: the rest would be counted through every case."""
    if scope.everything:
        return reader.count_deliveries()
    found: Counter[DeliveryState] = Counter()
    for (_, state), many in reader.count_undelivered(scope).items():
        found[state] += many
    return found


def _on_time(report: OnTime, scope: Scope) -> tuple[float | None, int]:
    """Return the share looked at on time and the looks, of the owners of a scope; looks are not counted by grid."""
    if scope.grids:
        return None, 0
    if not scope.owners:
        return report.share, report.looks
    theirs = [tally for owner, tally in report.owners.items() if owner in scope.owners]
    due = sum(one.due for one in theirs)
    share = sum(one.on_time for one in theirs) / due if due else 1.0
    return share, due - sum(sum(one.missed.values()) for one in theirs)


@router.get("/api/v1/district")
def district(who: Annotated[Who, may(Act.SEE)], given: Given) -> Json:
    """Return name, code and those grid polygons (GeoJSON, WGS-84) of the district that the caller's scope shows."""
    grid = given.fleet.grid()
    shown = [one for one in grid["features"] if who.scope.shows_cell(str(one["properties"]["code"]))]
    return {**given.fleet.district(), "grid": {**grid, "features": shown}}
