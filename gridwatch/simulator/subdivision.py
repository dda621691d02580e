"""A synthetic district on the map: four nested levels of grid cells with crooked borders that fit exactly.

A lattice of crooked nodes is cut into rectangles of its cells, first into streets, these into communities,
these into grids. Neighbours share the very nodes of their border, so that nothing overlaps or gapes.
Codes: district 6 digits, street +3, community +3, grid +3; numbers run west to east, north to south.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.geo import Datum, LocalPlane

CODE = "990101"
"""No real division: 99 is not a province."""
NAME = "示范区"
NAME_EN = "Demo District"
LEVELS = ("district", "street", "community", "grid")
_STREETS = ("星河街道", "临江街道", "东湖街道", "和风街道", "北苑街道", "云栖街道", "南塘街道")
_FIRST = ("春晓", "望江", "柳岸", "晨光", "桃源", "金桥", "永乐", "清泉", "文昌", "长虹", "百合", "平安")
_SECOND = ("社区", "东社区", "西社区", "南社区", "北社区", "新村社区")

Node = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A rectangle of lattice cells, its corners at nodes (west, south) and (east, north)."""

    west: int
    south: int
    east: int
    north: int

    @property
    def cells(self) -> int:
        """How many lattice cells it holds."""
        return (self.east - self.west) * (self.north - self.south)

    def border(self) -> Iterator[Node]:
        """Nodes around it, counter-clockwise, not closed."""
        for x in range(self.west, self.east):
            yield x, self.south
        for y in range(self.south, self.north):
            yield self.east, y
        for x in range(self.east, self.west, -1):
            yield x, self.north
        for y in range(self.north, self.south, -1):
            yield self.west, y


@dataclass(frozen=True, kw_only=True, slots=True)
class GridArea:
    """One cell of one level, in district metres."""

    level: str
    code: str
    name: str
    outline: tuple[tuple[float, float], ...]
    block: Block


def subdivide(
    seed: int = 0, *, streets: int = 7, communities: int = 69, grids: int = 376, width_m: float = 8200.0,
    height_m: float = 6400.0,
) -> list[GridArea]:  # fmt: skip
    """Cut a district of about width x height metres around the origin; all four levels, coarse first."""
    rng = random.Random(f"subdivision {seed}")
    across, up = 64, 50
    place = _lattice(rng, across, up, width_m, height_m)
    whole = Block(west=0, south=0, east=across, north=up)
    areas = [_area("district", CODE, NAME, whole, place)]
    share = _shares(rng, communities, streets)
    per_street = cut(whole, share)
    grids_left, communities_left = grids, communities
    for i, (block, count) in enumerate(zip(per_street, share, strict=True)):
        street = f"{CODE}{i + 1:03d}"
        areas.append(_area("street", street, _STREETS[i % len(_STREETS)], block, place))
        in_street = round(grids_left * count / communities_left)
        grids_left, communities_left = grids_left - in_street, communities_left - count
        counts = _shares(rng, in_street, count)
        for j, (part, number) in enumerate(zip(cut(block, counts), counts, strict=True)):
            code = f"{street}{j + 1:03d}"
            name = _FIRST[(i * 5 + j) % len(_FIRST)] + _SECOND[j // len(_FIRST) % len(_SECOND)]
            areas.append(_area("community", code, name, part, place))
            for k, cell in enumerate(cut(part, [1] * number)):
                areas.append(_area("grid", f"{code}{k + 1:03d}", f"{name}第{k + 1}网格", cell, place))
    return areas


def _shares(rng: random.Random, total: int, parts: int) -> list[int]:
    """Split a number into `parts` numbers of at least one that differ by up to about a third."""
    weights = [rng.uniform(0.8, 1.25) for _ in range(parts)]
    edges = [round(total * sum(weights[: i + 1]) / sum(weights)) for i in range(parts)]
    counts = [max(1, b - a) for a, b in zip([0, *edges], edges, strict=False)]
    counts[counts.index(max(counts))] += total - sum(counts)
    return counts


def cut(block: Block, weights: Sequence[int]) -> list[Block]:
    """Cut a block into one part for each weight, in proportion, always across its longer side.

    The parts come north to south or west to east. A block of too few cells raises ValueError.
    """
    if len(weights) == 1:
        return [block]
    middle = len(weights) // 2
    first, second = weights[:middle], weights[middle:]
    share = sum(first) / sum(weights)
    wide, high = block.east - block.west, block.north - block.south
    if block.cells < len(weights):
        raise ValueError(f"{block.cells} lattice cells cannot hold {len(weights)} parts; ask for fewer")
    if wide >= high:
        x = _cut_at(wide, high, share, len(first), len(second))
        a = Block(west=block.west, south=block.south, east=block.west + x, north=block.north)
        b = Block(west=block.west + x, south=block.south, east=block.east, north=block.north)
    else:
        y = _cut_at(high, wide, share, len(first), len(second))
        a = Block(west=block.west, south=block.north - y, east=block.east, north=block.north)
        b = Block(west=block.west, south=block.south, east=block.east, north=block.north - y)
    return cut(a, first) + cut(b, second)


def _cut_at(long: int, short: int, share: float, first: int, second: int) -> int:
    """Where to cut so that each side has cells enough."""
    low, high = math.ceil(first / short), long - math.ceil(second / short)
    return max(low, min(high, round(long * share)))


def _lattice(
    rng: random.Random, across: int, up: int, width: float, height: float
) -> dict[Node, tuple[float, float]]:
    """Nodes in metres: a grid that is bent as a whole and jittered in detail."""
    waves = [
        (rng.uniform(0.5, 2.2), rng.uniform(0.5, 2.2), rng.uniform(0, 6.28), rng.uniform(40, 150))
        for _ in range(8)
    ]
    place = {}
    for i in range(across + 1):
        for j in range(up + 1):
            u, v = i / across, j / up
            x, y = (u - 0.5) * width, (v - 0.5) * height
            for k, (a, b, start, size) in enumerate(waves):
                bend = size * math.sin(2 * math.pi * (a * u + b * v) + start)
                x, y = (x + bend, y) if k % 2 else (x, y + bend)
            step = width / across
            place[i, j] = (x + rng.uniform(-0.2, 0.2) * step, y + rng.uniform(-0.2, 0.2) * step)
    return place


def _area(level: str, code: str, name: str, block: Block, place: dict[Node, tuple[float, float]]) -> GridArea:
    return GridArea(
        level=level, code=code, name=name, block=block, outline=tuple(place[node] for node in block.border())
    )


def write_geojson(folder: Path, areas: Sequence[GridArea], plane: LocalPlane) -> None:
    """Write one `<level>.geojson` for each level, WGS-84, RFC 7946 with a `datum` member."""
    folder.mkdir(parents=True, exist_ok=True)
    for level in LEVELS:
        features = [_feature(area, plane) for area in areas if area.level == level]
        text = {"type": "FeatureCollection", "name": level, "datum": Datum.WGS84.value, "features": features}
        path = folder / f"{level}.geojson"
        path.write_text(json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def write_social_geojson(folder: Path, areas: Sequence[GridArea], plane: LocalPlane) -> None:
    """Write `social.geojson`, the second layer: here, one grid of social governance for each community."""
    features = [
        _feature(replace(area, code=f"{area.code}901", name=f"{area.name}综治网格", level="grid"), plane)
        for area in areas
        if area.level == "community"
    ]
    text = {"type": "FeatureCollection", "name": "social", "datum": Datum.WGS84.value, "features": features}
    path = folder / "social.geojson"
    path.write_text(json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _feature(area: GridArea, plane: LocalPlane) -> dict[str, Any]:
    ring = []
    for x, y in (*area.outline, area.outline[0]):
        point = plane.to_lonlat(x, y)
        ring.append([round(point.lon, 7), round(point.lat, 7)])
    return {
        "type": "Feature",
        "properties": {"code": area.code, "name": area.name, "level": area.level},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
