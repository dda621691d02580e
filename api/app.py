"""The application: routes, errors, headers, and the outgoing webhook in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import FastAPI, Request, Response

from alerts.figures.book import FigureBook
from alerts.figures.labels import Labels
from api import problems
from api.auth import Sessions
from api.bounds import BoundedBodies
from api.inbox_told import InboxBoard
from api.live_tail import Tail
from api.map.atlas import Atlas
from api.paced import Paced
from api.people.asking import record_act
from api.people.desk import open_desk
from api.public.limits import Buckets
from api.routes import (
    audit,
    calibration,
    camera_changes,
    camera_desk,
    cameras,
    cap,
    case_view,
    cases,
    console,
    deliveries,
    engineer,
    evidence,
    exports,
    figures,
    first_run,
    holds,
    inbox,
    incidents,
    jobs,
    joining,
    ledger,
    live,
    live_socket,
    maps,
    me,
    outages,
    overlays,
    platform,
    public,
    receivers,
    search,
    session,
    shift,
    silences,
    system,
    trail,
    trials,
    users,
    views,
    watch,
)
from api.services import Services
from api.small_pictures import SmallPictures
from api.streams import Turns
from api.webhook import document_webhook

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


def create_app(given: Services, bell: live.Bell) -> FastAPI:
    """Build the application over the given services."""
    app = bare_app()
    app.state.services = given
    app.state.sessions = Sessions(given.token, given.clock, given.admin_token)
    app.state.bell = bell
    app.state.people = open_desk(
        given.store, clock=given.clock, policy=given.people, secret=given.people_key or given.token
    )
    app.state.tail = Tail(read=partial(live.told_since, given))
    app.state.inboxes = InboxBoard(given)
    app.state.small = SmallPictures()
    app.state.glances = Paced[bytes]()
    app.state.exports = Turns()
    app.state.figures = FigureBook(given.store, rule=given.load.inbox.rule, zone=given.load.inbox.zone)
    app.state.atlas = Atlas(given, app.state.figures)
    app.state.labels = Labels(given.store, app.state.figures)
    app.state.public_buckets = Buckets(given.clock)
    return app


def bare_app() -> FastAPI:
    """Build all routes with nothing behind them: enough for the OpenAPI document."""
    app = FastAPI(
        title="Gridwatch",
        version="1",
        summary="Cameras of a district, incidents, and proof that they were cleared.",
        description=(
            "Times are UTC, coordinates WGS-84 (also for CGCS2000). Errors are `application/problem+json`. "
            "Send the token as `Authorization: Bearer <token>`."
        ),
        docs_url=None,  # its page loads scripts from outside
        redoc_url=None,
        redirect_slashes=False,  # it would redirect to whatever Host the request named
    )
    problems.install(app)
    for module in (
        exports,  # before the incidents, one of which could else be called export.csv
        cap,
        cases,
        figures,
        engineer,
        inbox,
        shift,
        case_view,
        silences,
        incidents,
        views,
        joining,
        jobs,  # before the cameras, one of which could else be called import
        cameras,
        camera_desk,
        watch,
        camera_changes,
        overlays,
        calibration,
        holds,
        outages,
        evidence,
        deliveries,
        receivers,
        trials,
        ledger,
        platform,
        maps,
        search,
        live,
        live_socket,
        me,
        session,
        first_run,
        users,
        audit,
        system,
        trail,
        public,
        console,  # last: it takes every address that nobody else has
    ):
        # as they are: `include_router` would make each of them anew, for a quarter of a second of the first request
        app.router.routes.extend(module.router.routes)
    document_webhook(app)
    app.add_middleware(BoundedBodies)

    @app.middleware("http")
    async def headers(request: Request, following: Callable[[Request], Awaitable[Response]]) -> Response:
        answer = await following(request)
        await record_act(request, answer.status_code)
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", "no-referrer")
        if request.url.path.startswith("/api/"):
            # what one person was told, the next at this desk may not read
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return app
