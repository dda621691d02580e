"""What maps and search are told. Coordinates are WGS-84 in degrees, times UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from api.map.source import MapSource
from api.models.base import Told
from core.incident import Status


class MapSettingsOut(Told):
    """What lies under everything."""

    kind: Literal["none", "raster", "style"]
    """none: nothing; draw the district's own boundaries."""
    url: str
    """Of tiles or of the style."""
    datum: Literal["WGS84", "GCJ02"]
    """What the base map is in: what is drawn over it is moved there first."""
    attribution: str
    """Whose map it is."""
    max_zoom: int
    """The finest that it has."""
    tile_px: int
    """Width of a tile, pixels."""
    district: str
    """The district's name, Chinese."""
    district_en: str
    """English."""
    timezone: str
    """IANA name."""
    box: tuple[float, float, float, float] | None
    """West, south, east, north of the district, WGS-84; null when there are neither grids nor cameras."""
    streets: bool
    """Whether there is a drawing of streets at /api/v1/map/streets."""
    matters: dict[str, tuple[str, str]]
    """Matter to its Chinese and English name, as the city's table has them."""

    @classmethod
    def of(
        cls,
        source: MapSource,
        district: Mapping[str, Any],
        box: tuple[float, float, float, float] | None,
        *,
        streets: bool,
    ) -> MapSettingsOut:
        """Tell the settings."""
        base = source.base
        return cls(
            kind=base.kind,
            url=base.url,
            datum=base.datum or "WGS84",
            attribution=base.attribution,
            max_zoom=base.max_zoom,
            tile_px=base.tile_px,
            district=str(district["name"]),
            district_en=str(district.get("name_en", "") or district["name"]),
            timezone=str(district["timezone"]),
            box=box,
            streets=streets,
            matters=dict(source.matters),
        )


class MapCamerasOut(Told):
    """Cameras as columns of equal length, by id; `states` has one letter for each."""

    datum: Literal["WGS84"]
    """Of `lon` and `lat`."""
    ids: list[str]
    """Ours."""
    names: list[str]
    """What operators call them."""
    lon: list[float]
    """Degrees."""
    lat: list[float]
    """Degrees."""
    owners: list[str]
    """Every source owner once."""
    owner: list[int]
    """Number in `owners`."""
    scenes: list[str]
    """Every scene type once."""
    scene: list[int]
    """Number in `scenes`."""
    grids: list[str]
    """Every grid code once; "" for what lies in none."""
    grid: list[int]
    """Number in `grids`."""
    gridNames: dict[str, str]  # noqa: N815 - as the page reads it
    """Grid code to name."""
    heading: list[int | None]
    """Direction of view, clockwise from north; null where unknown."""
    hfov: list[int | None]
    """Horizontal field of view, degrees."""
    reach: list[int | None]
    """How far it shows anything, metres; null where nobody knows its direction."""
    ptz: list[int]
    """Numbers of those that can be turned."""
    cameras: str
    """Names this list: states that name another one belong to another list."""
    states: str
    """One letter each; see `letters`."""
    letters: dict[str, str]
    """Letter to state: ok, late, blind, offline, login_stopped, unknown, off (as configured)."""
    kinds: dict[str, list[int]]
    """What is wrong (black, frozen, timeout ...) to the numbers of the cameras it is wrong with."""


class MapStatesOut(Told):
    """Only the states."""

    cameras: str
    """Of the list they belong to; ask for the list again when yours is another."""
    states: str
    """One letter each, in the order of the list."""
    letters: dict[str, str]
    """Letter to state."""
    kinds: dict[str, list[int]]
    """What is wrong to numbers of cameras."""


class MapCountsOut(Told):
    """How many incidents there are."""

    total: int
    """All that fit."""
    outside: int
    """Of them outside of every grid."""
    grids: dict[str, int]
    """Code of any level to incidents in it; what is not named has none."""
    matters: dict[str, int]
    """By matter."""
    statuses: dict[str, int]
    """By status."""


class MapHeatOut(Told):
    """Incidents by cell and time. `bucket`, `x`, `y` and `n` are of equal length, one entry per cell not empty."""

    unit: Literal["hour", "day"]
    """Of a bucket."""
    edges: list[datetime]
    """Bucket i is from edges[i] until before edges[i + 1]."""
    size: float
    """Width and height of a cell, degrees."""
    west: float
    """Of column 0, degrees."""
    south: float
    """Of row 0, degrees."""
    bucket: list[int]
    """Number of the bucket."""
    x: list[int]
    """Column, eastwards."""
    y: list[int]
    """Row, northwards."""
    n: list[int]
    """Incidents first seen there and then."""


class MapIncidentsOut(Told):
    """What has not ended, the most urgent first, as columns of equal length."""

    total: int
    """How many fit; more than are told when the list is cut."""
    ids: list[str]
    """Of the incidents."""
    lon: list[float]
    """Degrees."""
    lat: list[float]
    """Degrees."""
    status: list[Status]
    """Where each stands."""
    matter: list[str]
    """Key."""
    owner: list[str]
    """Source owner."""
    grid: list[str]
    """Deepest code known; "" outside of the district."""
    created: list[int]
    """First seen, seconds since 1970 UTC."""
    waits: list[int]
    """2: its unit's time limit has passed; 1: waits for an operator; 0: neither."""


class NearOut(Told):
    """A camera near a place."""

    id: str
    """Ours."""
    name: str
    """What operators call it."""
    lon: float
    """Degrees."""
    lat: float
    """Degrees."""
    state: str
    """As in /api/v1/map/cameras."""
    distance_m: int
    """From the place."""
    heading: int | None
    """Direction of view; null where unknown."""
    view: list[list[float]]
    """Ring of the ground that it shows; empty where unknown."""


class AroundOut(Told):
    """What is around a place."""

    cameras: list[NearOut]
    """The nearest first."""
    total: int
    """How many there are within the radius."""
    grid: str
    """Code of the deepest grid that holds the place; "" outside."""
    path: str
    """Names of the grids that hold it, largest first."""
    ring: list[list[float]]
    """Outer ring of that grid."""


class FoundOut(Told):
    """One thing that was found."""

    kind: Literal["camera", "grid", "incident"]
    """What it is."""
    id: str
    """Camera id, grid code or incident id."""
    name: str
    """Chinese."""
    name_en: str
    """English where there is one, else the same."""
    where: str
    """Names of the grids that hold it, largest first."""
    lon: float
    """Degrees."""
    lat: float
    """Degrees."""
    state: str
    """Of a camera as in /api/v1/map/cameras; of an incident its status; of a grid its level."""


class SearchOut(Told):
    """What fits, best first, some of each kind."""

    found: list[FoundOut]
    """Incidents, then grids, then cameras."""
    left_off: int
    """How many more would fit."""
