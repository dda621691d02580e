"""The cameras of the reference district, spread over the example grid: 7,396 ports of six owners. Seeded."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from alerts.grid import GridIndex
from core.geo import LonLat
from core.place import GridCell
from gridwatch.load.world import OWNERS

CAMERAS = 7396
_DEEPEST = 15  # digits of the finest grid code
_COLUMNS = ("id", "name", "owner", "scene", "lon", "lat", "datum", "host")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One camera and what is around it."""

    camera: str
    name: str
    owner: str
    point: LonLat  # WGS-84
    path: tuple[GridCell, ...]  # four levels


def spots(grid: GridIndex, *, cameras: int = CAMERAS, seed: int = 0) -> tuple[Spot, ...]:
    """Return so many cameras inside the grid's finest cells, as many in each as its area says."""
    rng = random.Random(f"district {seed}")  # noqa: S311 - the same each time
    cells = [cell for cell in grid.cells if len(cell.code) == _DEEPEST]
    chosen = rng.choices(cells, [cell.shape.area for cell in cells], k=cameras)
    owners = rng.choices(list(OWNERS), list(OWNERS.values()), k=cameras)
    made = []
    for number, (cell, owner) in enumerate(zip(chosen, owners, strict=True), start=1):
        west, south, east, north = cell.shape.bounds
        while True:
            lon, lat = rng.uniform(west, east), rng.uniform(south, north)
            if cell.shape.covers(shapely.Point(lon, lat)):
                break
        made.append(
            Spot(
                camera=f"port-{number:05d}",
                name=f"{cell.name}点位{number}",
                owner=owner,
                point=LonLat(lon=round(lon, 6), lat=round(lat, 6)),
                path=grid.path_of(cell.code),
            )
        )
    return tuple(made)


def write_cameras(path: Path, cameras: Sequence[Spot]) -> None:
    """Write them as a ledger of `configs/cameras/`; nobody answers at their addresses."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for spot in cameras:
            at = (spot.point.lon, spot.point.lat, "WGS84")
            writer.writerow((spot.camera, spot.name, spot.owner, "street", *at, "127.0.0.1"))
