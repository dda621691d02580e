"""Every incident that a filter lets through, as one file for a map or a table."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import chain
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from alerts.export import geojson, table
from alerts.export.columns import Telling
from alerts.export.pages import every
from alerts.store.base import IncidentQuery, Store
from api.auth import may
from api.deps import Given
from api.incident_filters import Filters
from api.services import Services
from api.streams import BoundedStream, Turns
from core.geo import Datum
from core.incident import Incident
from core.people.roles import Act
from core.people.who import Who
from core.reason import Language

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])

_GEOJSON: dict[int | str, dict[str, Any]] = {200: {"content": {geojson.CONTENT_TYPE: {}}}}
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}
Pages = Iterator[Sequence[Incident]]
DatumWish = Annotated[
    Datum, Query(description="Coordinates in this datum are told as well, named; the geometry stays WGS-84.")
]


@router.get("/export.geojson", response_class=StreamingResponse, responses=_GEOJSON)
def export_geojson(
    request: Request,
    _: Annotated[Who, may(Act.EXPORT)],
    given: Given,
    wanted: Filters,
    datum: DatumWish = Datum.WGS84,
) -> BoundedStream:
    """Return a FeatureCollection (RFC 7946) of every incident that the filters of the list let through."""
    return _stream(
        request,
        given,
        wanted,
        lambda pages: geojson.geojson(pages, datum=datum),
        media_type=geojson.CONTENT_TYPE,
        ending="geojson",
    )


@router.get("/export.csv", response_class=StreamingResponse, responses=_CSV)
def export_csv(
    request: Request,
    _: Annotated[Who, may(Act.EXPORT)],
    given: Given,
    wanted: Filters,
    datum: DatumWish = Datum.WGS84,
    language: Annotated[Language, Query(description="Of headers and words.")] = "zh",
) -> BoundedStream:
    """Return the same as CSV for spreadsheets, times in the district's zone."""
    telling = Telling(language=language, zone=ZoneInfo(given.fleet.district()["timezone"]), datum=datum)
    return _stream(
        request,
        given,
        wanted,
        lambda pages: table.table(pages, telling),
        media_type=table.CONTENT_TYPE,
        ending="csv",
    )


def _stream(
    request: Request,
    given: Services,
    wanted: IncidentQuery,
    tell: Callable[[Pages], Iterator[str]],
    *,
    media_type: str,
    ending: str,
) -> BoundedStream:
    turns: Turns = request.app.state.exports
    give_back = turns.take()
    try:
        pages = _pages(given.store, wanted)
        first = next(pages, ())  # before the answer begins: what the store refuses is then still an error
    except BaseException:
        give_back()
        raise

    def after() -> None:
        pages.close()  # the view of the store, of a reader who went away
        give_back()

    return BoundedStream(
        tell(chain([first], pages) if first else iter(())),
        media_type=media_type,
        file_name=f"incidents-{given.clock.now():%Y%m%dT%H%M%SZ}.{ending}",
        after=after,
    )


def _pages(store: Store, wanted: IncidentQuery) -> Generator[Sequence[Incident]]:
    with store.read() as reader:
        yield from every(reader, wanted)
