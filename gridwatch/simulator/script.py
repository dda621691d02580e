"""What happens: places, cameras, tracks and the events that a good watch should find.

`demo_script` is two minutes with two heaps and one crowd. A script is data; longer ones (a day, sixty events)
are made of the same parts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.config.camera import Pose
from gridwatch.simulator.blocks import PAVEMENT, ROAD_HALF
from gridwatch.simulator.device import Bearing, Turning
from gridwatch.simulator.everyday import life
from gridwatch.simulator.places import scene
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.tracks import Still, Visit
from gridwatch.simulator.world import SimCamera, Track

KERB = ROAD_HALF + 0.16
"""Where the pavement begins, metres from the middle of a street."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """An event of a script."""

    id: str
    matter: str  # a key of the code tables
    scene: str
    x: float  # local metres
    y: float
    start: float  # seconds
    end: float  # seconds; infinite: until it is removed by command
    actor_ids: tuple[str, ...]  # what must be seen for it to be seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Distraction:
    """Something that resembles an event and is none."""

    kind: str  # e.g. leaves, brief_stop
    scene: str
    start: float  # seconds
    end: float
    actor_ids: tuple[str, ...] = ()  # none for what is in the light or the weather


@dataclass(frozen=True, kw_only=True, slots=True)
class SceneScript:
    """A script; see `world.Script`."""

    seed: int
    seconds: float
    scenes: Mapping[str, Scene]
    cameras: Mapping[str, SimCamera]
    tracks: tuple[Track, ...]
    planned: tuple[Planned, ...]
    lights: tuple[tuple[float, str], ...] = ((0.0, "day"),)  # (from second, name), in order
    distractions: tuple[Distraction, ...] = ()

    def light(self, t: float) -> str:
        """Name of the light at `t` seconds."""
        name = self.lights[0][1]
        for since, value in self.lights:
            if t >= since:
                name = value
        return name


def camera_at(
    camera_id: str, name: str, owner: str, place: Scene, spot: tuple[float, float, float], at: tuple[float, float],
    hfov_deg: float, seed: int,
) -> SimCamera:  # fmt: skip
    """A camera at a local (x, y, height) that looks at a local ground point."""
    x, y, height = spot
    dx, dy = at[0] - x, at[1] - y
    east, north = place.world(x, y)
    pose = Pose(
        height_m=height,
        heading_deg=round((math.degrees(math.atan2(dx, dy)) + place.turn_deg) % 360, 2) % 360,
        tilt_deg=round(math.degrees(math.atan2(height, math.hypot(dx, dy))), 2),
        hfov_deg=hfov_deg,
    )
    return SimCamera(
        id=camera_id, name=name, owner=owner, scene=place.id, x=east, y=north, pose=pose, seed=seed
    )


_PLACES = (  # id, kind, east, north, turn
    ("xinghe-road", "street", -420.0, 160.0, 12.0),
    ("people-plaza", "plaza", 180.0, 520.0, -20.0),
    ("linjiang-site", "works_site", 760.0, -240.0, 75.0),
    ("east-market", "market", -960.0, -420.0, 140.0),
    ("hubin-road", "street", 1180.0, 460.0, 200.0),
    ("school-lane", "street", -180.0, -760.0, 265.0),
    ("station-plaza", "plaza", -1340.0, 620.0, 40.0),
    ("qianjin-site", "works_site", 520.0, 1060.0, -50.0),
)


def demo_script(seed: int = 0, seconds: float = 120.0) -> SceneScript:
    """Fifteen cameras, two heaps, one crowd, everyday traffic, and things that are no business of ours.

    A heap appears at t = 8 s before two cameras of Xinghe Road, where a third can turn to it, and another at 30 s on
    Hubin Road; each stays until `World.remove` takes it away (ids `HEAPS`). About 25 persons gather on People's Plaza
    from t = 15 s to t = 75 s.
    """
    scenes = {
        place_id: scene(kind, place_id, east, north, turn, seed + i)
        for i, (place_id, kind, east, north, turn) in enumerate(_PLACES)
    }
    heaps = {  # id: (scene, kind, x, y, since)
        HEAPS[0]: ("xinghe-road", "rubble", KERB + 2.3, 17.0, 8.0),
        HEAPS[1]: ("hubin-road", "mixed", -KERB - 1.8, 17.0, 30.0),
    }
    heap_of = {place_id: (x, y) for place_id, _, x, y, _ in heaps.values()}
    for place_id, radius, (x, y) in (
        ("xinghe-road", 6.5, heap_of["xinghe-road"]),
        ("xinghe-road", 3.0, (KERB + 0.7, 29.0)),
        ("xinghe-road", 3.0, (KERB + 0.7, 36.0)),
        ("xinghe-road", 4.0, (-KERB, 8.0)),
        ("hubin-road", 5.0, heap_of["hubin-road"]),
    ):
        scenes[place_id] = scenes[place_id].cleared(x, y, radius)
    cameras = _demo_cameras(scenes)
    for camera in cameras.values():
        place = scenes[camera.scene]
        scenes[camera.scene] = place.cleared(*place.local(camera.x, camera.y), _ROOM_M)
    tracks: list[Track] = []
    bustle = {"school-lane": 0.35, "station-plaza": 0.5}
    for place in scenes.values():
        tracks += life(
            place,
            seed,
            bustle=bustle.get(place.id, 1.0),
            avoid=heap_of.get(place.id),
        )
    tracks += [
        Still(id=heap_id, kind=kind, scene=place_id, x=x, y=y, seed=4 + i + seed, since=since, grow_s=2.5)
        for i, (heap_id, (place_id, kind, x, y, since)) in enumerate(heaps.items())
    ]
    tracks += gathering("people-plaza", (-1.0, 21.0), 25, 15.0, 75.0, seed)
    tracks += _distractions(seed)
    planned = (
        *(
            Planned(id=f"waste-{i}", matter="construction_waste", scene=place_id, x=x, y=y,
                    start=since, end=math.inf, actor_ids=(heap_id,))
            for i, (heap_id, (place_id, _, x, y, since)) in enumerate(heaps.items(), start=1)
        ),
        Planned(id="crowd-1", matter="crowding", scene="people-plaza", x=-1.0, y=21.0, start=16.0, end=75.0,
                actor_ids=tuple(f"people-plaza-visitor{i}" for i in range(25))),
    )  # fmt: skip
    return SceneScript(
        seed=seed, seconds=seconds, scenes=scenes, cameras=cameras, tracks=tuple(tracks), planned=planned
    )


_ROOM_M = 8.0  # nothing stands nearer to a camera
HEAPS = ("heap-1", "heap-2")
"""The actors that are the demo's heaps."""
HAWK_EYE = "cam-15"
"""The demo's camera that can be turned."""


def _demo_cameras(scenes: Mapping[str, Scene]) -> dict[str, SimCamera]:
    out = KERB + PAVEMENT - 0.6
    rows = (  # id, name, owner, scene, (x, y, height), looks at, field of view
        ("cam-01", "星河路 1 号", "urban-management", "xinghe-road", (-out, 1.0, 5.2), (4.0, 17.0), 72),
        ("cam-02", "星河路 2 号", "police", "xinghe-road", (KERB + 0.9, 39.0, 6.0), (5.0, 18.0), 60),
        ("cam-03", "人民广场 南", "police", "people-plaza", (-9.0, 6.0, 8.0), (-0.8, 21.0), 58),
        ("cam-04", "人民广场 东", "urban-management", "people-plaza", (13.5, 13.0, 7.5), (-1.8, 21.3), 58),
        ("cam-05", "临江工地 大门", "building-site", "linjiang-site", (-KERB - 1.0, 8.0, 6.0), (9.0, 25.0), 78),
        ("cam-06", "临江工地 围挡", "urban-management", "linjiang-site", (KERB + 1.6, 46.0, 5.5), (3.0, 24.0), 70),
        ("cam-07", "东市场 入口", "market", "east-market", (0.5, 2.0, 5.0), (0.0, 20.0), 80),
        ("cam-08", "东市场 中段", "market", "east-market", (-4.2, 52.0, 4.6), (1.0, 32.0), 74),
        ("cam-09", "湖滨路 1 号", "police", "hubin-road", (out, 0.0, 6.5), (-1.5, 21.0), 76),
        ("cam-10", "湖滨路 小区门口", "property", "hubin-road", (-out + 1.8, 44.0, 4.8), (-4.0, 24.0), 82),
        ("cam-11", "学校巷", "education", "school-lane", (-out, 2.0, 4.5), (0.0, 20.0), 74),
        ("cam-12", "站前广场 西", "police", "station-plaza", (-19.0, 0.0, 8.5), (2.0, 22.0), 72),
        ("cam-13", "站前广场 东", "property", "station-plaza", (21.0, 30.0, 5.5), (0.0, 20.0), 80),
        ("cam-14", "前进工地", "building-site", "qianjin-site", (-KERB - 1.2, 10.0, 7.0), (9.5, 30.0), 80),
        (HAWK_EYE, "星河路 鹰眼", "police", "xinghe-road", (-out + 0.7, 60.0, 11.0), (2.0, 95.0), 58),
    )  # fmt: skip
    cameras = {
        row[0]: camera_at(row[0], row[1], row[2], scenes[row[3]], row[4], row[5], row[6], seed=i)
        for i, row in enumerate(rows)
    }
    cameras[HAWK_EYE] = turnable(cameras[HAWK_EYE])
    return cameras


def turnable(camera: SimCamera, *, speed_dps: float = 60.0) -> SimCamera:
    """Return the camera on a head that turns; its present view is its home, and pan 0 looks north."""
    pose = camera.pose
    pan = (pose.heading_deg + 180) % 360 - 180
    turning = Turning(
        hfov_deg=(pose.hfov_deg, 4.0), speed_dps=speed_dps, home=Bearing(pan=pan, tilt=-pose.tilt_deg)
    )
    return replace(camera, turning=turning)


def gathering(
    place_id: str,
    centre: tuple[float, float],
    count: int,
    start: float,
    end: float,
    seed: int,
    name: str = "",
) -> list[Track]:
    """Persons who come together around a local point from `start` on, and go again about `end`.

    Their ids are `<name or place>-visitor0` and on.
    """
    rng = random.Random(f"gathering {place_id} {seed}")
    spots: list[tuple[float, float]] = []
    reach = 1.0
    while len(spots) < count:
        angle, away = rng.uniform(0, 2 * math.pi), reach * math.sqrt(rng.random())
        spot = (centre[0] + 1.35 * away * math.cos(angle), centre[1] + away * math.sin(angle))
        if all(math.dist(spot, other) > 1.05 for other in spots):
            spots.append(spot)
        reach += 0.05
    tracks: list[Track] = []
    for i, spot in enumerate(spots):
        angle = rng.uniform(0, 2 * math.pi)
        door = (centre[0] + 17 * math.cos(angle), centre[1] + 17 * math.sin(angle))
        away_angle = angle + rng.uniform(-1.2, 1.2)
        exit_ = (centre[0] + 26 * math.cos(away_angle), max(-5.0, centre[1] + 26 * math.sin(away_angle)))
        tracks.append(
            Visit(
                id=f"{name or place_id}-visitor{i}", scene=place_id, come=(door, spot), leave=(spot, exit_),
                arrive=start + 4.0 + 9.0 * (i + 1) / count, depart=end + rng.uniform(-2, 4), faces=centre,
                speed=rng.uniform(1.4, 2.0), seed=rng.randrange(10**6),
            )
        )  # fmt: skip
    return tracks


def _distractions(seed: int) -> list[Track]:
    """What a poor watch would report: parked cars that may stand there, leaves, bins, covered sand, material."""
    out = KERB + 2.2
    rows = (  # id, kind, scene, x, y, heading
        ("parked-1", "suv", "hubin-road", 3.45, 20.0, 0.0),
        ("parked-2", "car", "hubin-road", 3.45, 27.0, 0.0),
        ("parked-3", "car", "school-lane", -3.45, 24.0, 180.0),
        ("parked-4", "tricycle", "east-market", 3.4, 27.0, 10.0),
        ("leaves-1", "leaves", "school-lane", out, 19.0, 0.0),
        ("leaves-2", "leaves", "hubin-road", -out, 27.0, 0.0),
        ("sand-1", "net", "linjiang-site", 15.0, 36.0, 0.0),
        ("sand-2", "net", "qianjin-site", 14.0, 33.0, 0.0),
        ("bin-1", "bin", "xinghe-road", -out, 21.0, -90.0),
        ("bin-2", "bin", "xinghe-road", -out, 22.0, -85.0),
        ("bin-3", "bin", "east-market", -4.6, 24.0, 80.0),
        ("bin-4", "bin", "hubin-road", -out - 1.4, 31.0, 90.0),
        ("bin-5", "bin", "station-plaza", -12.0, 26.0, 30.0),
        ("bikes-1", "bicycle", "station-plaza", 14.0, 33.0, 60.0),
        ("bikes-2", "bicycle", "station-plaza", 14.7, 33.3, 63.0),
        ("bikes-3", "scooter", "station-plaza", 15.5, 33.7, 58.0),
    )  # fmt: skip
    return [
        Still(
            id=row[0], kind=row[1], scene=row[2], x=row[3], y=row[4], heading_deg=row[5], seed=seed * 100 + i
        )
        for i, row in enumerate(rows)
    ]
