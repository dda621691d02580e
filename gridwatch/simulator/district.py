"""The configuration of a simulated district: what an administrator would have written for it.

`write_district` writes a whole configs/ folder. `fleet` multiplies a script's cameras over the map, so that
7,396 ports can be looked at while a few dozen places are rendered.
"""

from __future__ import annotations

import json
import math
import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from core.config.camera import Access, Camera, Zone
from core.config.profile import Profile
from core.config.settings.root import Settings
from core.geometry import crosses_itself, polygon_area
from gridwatch.simulator.device import Turning
from gridwatch.simulator.profiles import PROFILES
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.scenery import Area, Scene
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.subdivision import (
    CODE,
    NAME,
    NAME_EN,
    GridArea,
    subdivide,
    write_geojson,
    write_social_geojson,
)
from gridwatch.simulator.world import SimCamera, World

_ZONE_REACH_M = 45.0  # farther ground is too small in the picture to judge
_PICTURE = (1280, 720)
_BLOCK_STYLE = 100  # cameras of one owner
_SMALLEST_ZONE = 0.004  # share of the picture

AccessOf = Callable[[str], Access]
"""How to reach a camera, by its id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What `write_district` wrote."""

    folder: Path
    cameras: int
    grids: int
    zones: int


def write_district(
    folder: Path,
    script: SceneScript,
    *,
    access: AccessOf,
    matters: Path,
    settings: Mapping[str, Any] | None = None,
    profiles: Mapping[str, Mapping[str, Any]] | None = None,
    cameras: Iterable[SimCamera] | None = None,
    seed: int = 0,
) -> Written:
    """Write gridwatch.yaml, cameras/, profiles/, matters/, calendar/, units/ and grid/ under `folder`.

    Args:
        folder: the configs folder; made if absent, files of the same names are overwritten.
        script: gives the places, and the cameras unless `cameras` does.
        access: how to reach each camera.
        matters: the folder of code tables to copy.
        settings: laid over the settings written by default, key by key.
        profiles: instead of `profiles.PROFILES`.
        cameras: instead of the script's, e.g. those of `fleet`.
        seed: of the subdivision into grids.
    """
    world = World(script)
    areas = subdivide(seed)
    grid_of = _grid_finder(areas)
    chosen = list(script.cameras.values() if cameras is None else cameras)
    zones = {
        camera.id: _dumped(zones_of(camera, script.scenes[camera.scene]))
        for camera in script.cameras.values()
    }
    by_owner: dict[str, list[dict[str, Any]]] = {}
    written = 0
    for camera in chosen:
        own = zones.get(camera.view or camera.id, [])
        written += len(own)
        record = _record(camera, world, script, own, access(camera.id), grid_of(camera.x, camera.y))
        by_owner.setdefault(camera.owner, []).append(record)
    folder.mkdir(parents=True, exist_ok=True)
    for owner, rows in sorted(by_owner.items()):
        _write_cameras(folder / "cameras" / f"{owner}.yaml", rows)
    for name, profile in (profiles or PROFILES).items():
        _write(
            folder / "profiles" / f"{name}.yaml",
            Profile.model_validate(profile).model_dump(mode="json", exclude_defaults=True),
        )
    _copied(matters, folder / "matters")
    for kind in ("calendar", "units"):  # of the same demo district, beside the code tables
        _copied(matters.parent / kind, folder / kind)
    write_geojson(folder / "grid", areas, world.plane)
    write_social_geojson(folder / "grid", areas, world.plane)
    values = {"district": {"name": NAME, "name_en": NAME_EN, "code": CODE}, **(settings or {})}
    Settings.model_validate(values)
    _write(folder / "gridwatch.yaml", values)
    return Written(
        folder=folder, cameras=len(chosen), zones=written, grids=sum(area.level == "grid" for area in areas)
    )


def _copied(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for file in sorted(source.glob("*.y*ml")):
        shutil.copyfile(file, target / file.name)


def camera_config(camera: SimCamera, script: SceneScript, access: Access) -> Camera:
    """One camera as configuration, with its true position, pose and zones."""
    own = _dumped(zones_of(camera, script.scenes[camera.scene]))
    return Camera.model_validate(_record(camera, World(script), script, own, access, None))


def zones_of(camera: SimCamera, scene: Scene) -> tuple[Zone, ...]:
    """The areas of a scene as a camera sees them, within 45 m; what is too small is left out."""
    view = Pinhole(east_m=camera.x, north_m=camera.y, pose=camera.pose, width=_PICTURE[0], height=_PICTURE[1])
    zones = []
    for area in scene.areas:
        near = _within(area, scene, camera)
        if len(near) < 3:
            continue
        polygon = tuple((round(x, 4), round(y, 4)) for x, y in _distinct(view.outline(near)))
        if len(polygon) < 3 or polygon_area(polygon) < _SMALLEST_ZONE or crosses_itself(polygon):
            continue
        ground = [spot for x, y in polygon if (spot := view.ground(x, y)) is not None]
        size = polygon_area(ground) if len(ground) == len(polygon) else None
        zones.append(
            Zone(
                id=area.id,
                kind=area.kind,
                polygon=polygon,
                name=area.name,
                area_m2=round(size, 1) if size else None,
            )
        )
    return tuple(zones)


def _distinct(polygon: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out corners that fall on the one before."""
    return [p for i, p in enumerate(polygon) if math.dist(p, polygon[i - 1]) > 2e-3]


def _within(area: Area, scene: Scene, camera: SimCamera) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """An area in district metres, cut to what lies within reach along the scene's y axis."""
    _, y = scene.local(camera.x, camera.y)
    low, high = y - _ZONE_REACH_M, y + _ZONE_REACH_M
    corners = [(x, min(high, max(low, v))) for x, v in area.corners]
    return np.array([scene.world(*corner) for corner in corners])


def _record(
    camera: SimCamera,
    world: World,
    script: SceneScript,
    zones: list[dict[str, Any]],
    access: Access,
    grid: str | None,
) -> dict[str, Any]:
    at = world.lonlat(camera.x, camera.y)
    record: dict[str, Any] = {
        "id": camera.id,
        "name": camera.name,
        "owner": camera.owner,
        "scene": script.scenes[camera.scene].kind,
        "position": {"lon": round(at.lon, 7), "lat": round(at.lat, 7), "datum": at.datum.value},
        "access": access.model_dump(mode="json", exclude_defaults=True),
        "pose": camera.pose.model_dump(mode="json", exclude_defaults=True),
        "zones": zones,
    }
    if camera.turning is not None:
        record["ptz"] = _ptz(camera.turning)
    if grid is not None:
        record["grid_code"] = grid
    return record


def _ptz(turning: Turning) -> dict[str, Any]:
    return {
        "home_position": {"pan_deg": turning.home.pan, "tilt_deg": turning.home.tilt},
        "zero_heading_deg": turning.zero_heading_deg,
        "wide_hfov_deg": turning.hfov_deg[0],
    }


def _dumped(zones: tuple[Zone, ...]) -> list[dict[str, Any]]:
    return [zone.model_dump(mode="json", exclude_defaults=True) for zone in zones]


def _write_cameras(path: Path, rows: list[dict[str, Any]]) -> None:
    """A few cameras in block style; thousands one to a line, which is written and read in seconds."""
    if len(rows) <= _BLOCK_STYLE:
        _write(path, {"cameras": rows})
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"- {json.dumps(row, ensure_ascii=False)}" for row in rows]  # JSON is YAML
    path.write_text("cameras:\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _write(path: Path, values: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # forty times as fast where libyaml is there
    text = yaml.dump(
        values, Dumper=dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )
    path.write_text(text, encoding="utf-8")


def _grid_finder(areas: Iterable[GridArea]) -> Callable[[float, float], str | None]:
    """Look up the 15-digit code of a place in district metres."""
    from shapely import STRtree
    from shapely.geometry import Point, Polygon

    cells = [area for area in areas if area.level == "grid"]
    shapes = [Polygon(area.outline) for area in cells]
    tree = STRtree(shapes)

    def find(x: float, y: float) -> str | None:
        hits = tree.query(Point(x, y), predicate="intersects")
        return min((cells[int(i)].code for i in hits), default=None)

    return find


def fleet(script: SceneScript, count: int, seed: int = 0) -> list[SimCamera]:
    """Spread `count` cameras over the district's grids; each shows what one of the script's cameras sees.

    The first ones are the script's own cameras. Places and headings are moved with the scene, so that a thing
    at a pixel lies as far from its camera, in the same direction of view, as in the original.
    """
    rng = random.Random(f"fleet {seed}")
    own = list(script.cameras.values())[:count]
    cells = [area for area in subdivide(seed) if area.level == "grid"]
    result = list(own)
    for i in range(len(own), count):
        model = own[i % len(own)]
        cell = cells[(i * 7919) % len(cells)]
        a, b = rng.choice(cell.outline), rng.choice(cell.outline)
        xs, ys = zip(*cell.outline, strict=True)
        middle = (sum(xs) / len(xs), sum(ys) / len(ys))
        pull = rng.uniform(0.15, 0.8)
        x = middle[0] + ((a[0] + b[0]) / 2 - middle[0]) * pull
        y = middle[1] + ((a[1] + b[1]) / 2 - middle[1]) * pull
        turned = model.pose.model_copy(update={"heading_deg": round(rng.uniform(0, 359.99), 2)})
        result.append(
            replace(
                model,
                id=f"port-{i + 1:04d}",
                name=f"{cell.name} {i + 1:04d} 号",
                x=x,
                y=y,
                pose=turned,
                view=model.id,
            )
        )
    return result
