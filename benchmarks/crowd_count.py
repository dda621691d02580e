"""How many persons are counted, with the whole picture alone and with tiles: error of the count, and its price.

On frames of TownCentre (a labelled street) and on rendered crowds on a plaza, of which it is known who can be
seen. Every way sees the same pictures with the same model and thresholds. Of rendered crowds the density is told too,
over the ground of the zone as the service measures it: by points clicked a little beside, and by a pose as a person may
have written it down, with the camera held for lower and steeper than it is. `bias` is the mean of counted minus
true, `mae` the mean of its size, both in persons; a box is right at IoU 0.4. CPU ms of a look, its tiles
included, are what a busy machine does not blur; ms are by the clock on the wall.

    python benchmarks/crowd_count.py [--model models/default] [--frames 8] [--across 2 3] [--json out.json]
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.clock import SystemClock
from core.config.profile import Tiles
from detectors.tiles import Plan, covering

if TYPE_CHECKING:
    from core.config.camera import Pose
    from core.frame import Image
    from detectors.yolo import Detector
    from gridwatch.simulator.scenery import Scene as Place
    from gridwatch.simulator.script import SceneScript
    from gridwatch.simulator.world import SimCamera

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
PLAZA, CENTRE = "people-plaza", (-1.0, 21.0)  # where the rendered crowd is
STANDING_S = 20.0  # when all have come
ZONE_M = 13.0  # radius of the zone around it
EYES = {  # (x, y, height), field of view: what a camera 8 m high sees 17 m away, and one 6 m high 40 m away
    "near": ((-9.0, 6.0, 8.0), 58.0),
    "far": ((-13.0, -17.0, 6.0), 60.0),
}
POINTS, BESIDE_PX = 8, 3.0  # clicked around the crowd, and how far beside (standard deviation)
LOWER, STEEPER_DEG = 0.95, 1.0  # a pose that was paced out and read off the picture
SEEN = 0.3  # share of a person that must be behind nothing to be counted as seen


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A picture and who is in it."""

    group: str
    image: Image
    persons: NDArray[np.float32]  # (n, 4) relative
    zone: tuple[tuple[float, float], ...] = ()  # relative; where the crowd is, if that is known
    # m2 of what is seen of the zone: true, by clicked points, by a pose that is a little wrong
    m2: tuple[float, ...] = ()


@dataclass(kw_only=True)
class Tally:
    """What one way has made of one group of pictures."""

    true: list[int] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    matched: list[Any] = field(default_factory=list)
    m2: list[tuple[float, ...]] = field(default_factory=list)
    tiles: int = 0

    def figures(self) -> dict[str, float]:
        """Return the row of the table."""
        from gridwatch.workbench.model import keeping

        off = np.array(self.counted) - np.array(self.true)
        found = keeping.count(self.matched)
        return {
            "pictures": len(off),
            "tiles": self.tiles,
            "true": float(np.mean(self.true)),
            "counted": float(np.mean(self.counted)),
            "bias": float(off.mean()),
            "mae": float(np.abs(off).mean()),
            "recall": found.recall,
            "precision": found.precision,
            "ms": float(np.median(self.ms)),
            "cpu_ms": float(np.median(self.cpu_ms)),
            **self._densities(),
        }

    def _densities(self) -> dict[str, float]:
        """Return persons on 100 m2 of the zone: true, and told by each area that may be known."""
        if not all(self.m2):
            return {}
        areas = np.array(self.m2)
        counts = np.column_stack([self.true, *[self.counted] * (areas.shape[1] - 1)])
        means = (100 * counts / areas).mean(axis=0)
        return {
            name: float(mean) for name, mean in zip(("density", "by_points", "by_pose"), means, strict=True)
        }


def town_centre(data: Path, frames: int) -> Iterable[Scene]:
    """Yield labelled frames of the street clip, evenly spread over those that have labels."""
    from gridwatch.workbench.model import keeping
    from gridwatch.workbench.model.card import TOWN_CENTRE, TOWN_CENTRE_TRUTH
    from gridwatch.workbench.model.media import clip_frames

    truth = keeping.read_town_centre(data / TOWN_CENTRE_TRUTH)
    last = int(max(truth) / keeping.TOWN_CENTRE_RATE)
    wanted = [int(n) for n in np.linspace(0, last, frames) if keeping.truth_frame(int(n)) in truth]
    for number, image in clip_frames(data / TOWN_CENTRE, wanted):
        yield Scene(group="TownCentre", image=image, persons=truth[keeping.truth_frame(number)])


def rendered(sizes: Sequence[int], picture: tuple[int, int], seed: int) -> Iterable[Scene]:
    """Yield rendered crowds of these sizes, from near and from far; nobody else is about."""
    from gridwatch.simulator.render.renderer import Renderer
    from gridwatch.simulator.truth import boxes
    from gridwatch.simulator.world import World

    for size in sizes:
        world = World(crowd_script(size, seed))
        renderer = Renderer(world, sets=1)
        for camera in world.cameras:
            seen = renderer.compose(camera, STANDING_S, picture)
            persons = [
                one.box.row
                for one in boxes(world, seen, min_share=SEEN)
                if one.name == "person" and one.inside > 0.5
            ]
            truth = np.array(persons, np.float32).reshape(-1, 4)
            zone = ground_zone(world.cameras[camera], world.script.scenes[PLAZA], picture)
            yield Scene(
                group=f"rendered {size}, {camera}",
                image=seen.picture,
                persons=truth,
                zone=zone,
                m2=areas(zone, world.cameras[camera].pose, picture, seed),
            )


def areas(
    zone: Sequence[tuple[float, float]], pose: Pose, picture: tuple[int, int], seed: int
) -> tuple[float, ...]:
    """Return the m2 of what is seen of the zone: true, by clicked points, by a pose that is a little wrong."""
    from alerts.homography import fit
    from core.config.base import Position
    from core.config.camera import PointPair
    from core.geo import Datum, LocalPlane, LonLat
    from core.ground import Ground
    from core.ground import measure as on_ground

    aspect = picture[0] / picture[1]
    plane = LocalPlane(origin=LonLat(lon=116.4, lat=39.9, datum=Datum.WGS84))
    exact = Ground.of_pose(pose, aspect)
    rng = np.random.default_rng(seed)
    pairs = []
    for x, y in zone[:: max(1, len(zone) // POINTS)]:
        east, north, depth = np.array(exact.rows) @ (x, y, 1.0)
        at = plane.to_lonlat(float(east / depth), float(north / depth))
        clicked = np.clip((x, y) + rng.normal(0, BESIDE_PX, 2) / picture, 0, 1)
        where = Position(lon=at.lon, lat=at.lat, datum=Datum.WGS84)
        pairs.append(PointPair(picture=(float(clicked[0]), float(clicked[1])), ground=where))
    wrong = pose.model_copy(
        update={"height_m": LOWER * pose.height_m, "tilt_deg": pose.tilt_deg + STEEPER_DEG}
    )
    grounds = (exact, Ground.of(fit(pairs, plane).matrix), Ground.of_pose(wrong, aspect))
    told = [on_ground(zone, ground) for ground in grounds]
    return tuple(one.m2 if one is not None else float("nan") for one in told)


def ground_zone(camera: SimCamera, place: Place, picture: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    """Return the part of the picture that an administrator would draw: the ground around the crowd."""
    from gridwatch.simulator.render.pinhole import Pinhole

    view = Pinhole(east_m=camera.x, north_m=camera.y, pose=camera.pose, width=picture[0], height=picture[1])
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = [
        place.world(CENTRE[0] + ZONE_M * float(np.cos(t)), CENTRE[1] + ZONE_M * float(np.sin(t)))
        for t in turns
    ]
    return tuple(view.outline(np.array(ring)))


def crowd_script(size: int, seed: int) -> SceneScript:
    """Return a plaza with a crowd that stands there at STANDING_S and nobody else, and the two cameras."""
    from gridwatch.simulator.places import scene
    from gridwatch.simulator.script import SceneScript, camera_at, gathering

    place = scene("plaza", PLAZA, 180.0, 520.0, -20.0, seed)
    for spot, _ in EYES.values():  # no tree and no pole between
        for step in np.linspace(0, 1, 6):
            x, y = (a + step * (b - a) for a, b in zip(spot, CENTRE, strict=False))
            place = place.cleared(x, y, 8.0)
    return SceneScript(
        seed=seed,
        seconds=60.0,
        scenes={PLAZA: place},
        cameras={
            name: camera_at(name, name, "benchmark", place, spot, CENTRE, hfov, seed)
            for name, (spot, hfov) in EYES.items()
        },
        tracks=tuple(gathering(PLAZA, CENTRE, size, 0.0, 60.0, seed)),
        planned=(),
    )


def ways(scene: Scene, across: Sequence[int], overlap: float) -> dict[str, Plan | None]:
    """Return what is compared: the whole picture alone, and with tiles of the zone (of all of it without one)."""
    found: dict[str, Plan | None] = {"whole": None}
    for number in across:
        tiles = covering([scene.zone or WHOLE], Tiles(across=number, overlap=overlap, most=64))
        found[f"{number}x{number}"] = Plan(tiles=tuple(tiles), classes=frozenset({"person"}))
    return found


def measure(
    detector: Detector, scenes: Iterable[Scene], across: Sequence[int], overlap: float
) -> dict[str, Any]:
    """Return {group: {way: figures}}."""
    from gridwatch.workbench.model import keeping

    clock = SystemClock()
    tallies: dict[str, dict[str, Tally]] = {}
    warm: set[str] = set()
    for scene in scenes:
        for way, plan in ways(scene, across, overlap).items():
            if way not in warm:
                detector.detect([scene.image], [plan])
                warm.add(way)
            start, cpu = clock.monotonic(), time.process_time()
            found = detector.detect([scene.image], [plan])[0].of(["person"])
            tally = tallies.setdefault(scene.group, {}).setdefault(way, Tally())
            tally.ms.append(1000 * (clock.monotonic() - start))
            tally.cpu_ms.append(1000 * (time.process_time() - cpu))
            tally.tiles = len(plan.tiles) if plan else 0
            tally.m2.append(scene.m2)
            tally.true.append(len(scene.persons))
            tally.counted.append(len(found))
            tally.matched.append(keeping.persons_in_frame(found, scene.persons))
    return {
        group: {way: tally.figures() for way, tally in by_way.items()} for group, by_way in tallies.items()
    }


def overall(figures: dict[str, Any], eye: str) -> dict[str, dict[str, float]]:
    """Return the mean of one camera's rendered groups by way: every crowd size counts the same."""
    groups = [by_way for group, by_way in figures.items() if group.endswith(f", {eye}")]
    return {
        way: {
            key: float((np.sum if key == "pictures" else np.mean)([group[way][key] for group in groups]))
            for key in groups[0][way]
        }
        for way in groups[0]
    }


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| pictures | way | tiles | true | counted | bias | MAE | recall | precision | CPU ms | ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for group, by_way in figures.items():
        for way, row in by_way.items():
            lines.append(
                f"| {group} ({row['pictures']:.0f}) | {way} | {row['tiles']:.0f} | {row['true']:.1f} "
                f"| {row['counted']:.1f} | {row['bias']:+.1f} | {row['mae']:.1f} | {row['recall']:.2f} "
                f"| {row['precision']:.2f} | {row['cpu_ms']:.0f} | {row['ms']:.0f} |"
            )
    return "\n".join(lines)


def density_table(figures: dict[str, Any]) -> str:
    """Return the densities as a Markdown table, of groups that have them."""
    lines = [
        "| pictures | way | persons on 100 m2 | told by clicked points | by a pose that is a little wrong |",
        "|---|---|---|---|---|",
    ]
    for group, by_way in figures.items():
        for way, row in by_way.items():
            if "density" in row:
                lines.append(
                    f"| {group} | {way} | {row['density']:.1f} | {row['by_points']:.1f} | {row['by_pose']:.1f} |"
                )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    from detectors.model import read_model
    from gridwatch.workbench.model.val import open_detector

    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--model", type=Path, default=ROOT / "models" / "default")
    options.add_argument(
        "--data", type=Path, default=os.environ.get("GRIDWATCH_DATA"), help="shared data folder"
    )
    options.add_argument("--frames", type=int, default=8, help="of TownCentre; 0 leaves it out")
    options.add_argument("--crowds", type=int, nargs="*", default=[5, 20, 40, 80, 120])
    options.add_argument(
        "--picture", type=int, nargs=2, default=[1280, 720], help="rendered width and height"
    )
    options.add_argument("--across", type=int, nargs="+", default=[2, 3], help="tiles side by side")
    options.add_argument("--overlap", type=float, default=0.2)
    options.add_argument("--confidence", type=float, help="instead of the model's own thresholds")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    data = Path(given.data) if given.data else ROOT.parent / "shared" / "data"
    detector = open_detector(read_model(given.model), confidence=given.confidence, batch=4)
    scenes = [
        *(town_centre(data, given.frames) if given.frames else ()),
        *rendered(given.crowds, (given.picture[0], given.picture[1]), given.seed),
    ]
    figures = measure(detector, scenes, given.across, given.overlap)
    detector.close()
    if given.crowds:
        figures |= {f"all {eye}": overall(figures, eye) for eye in EYES}
    print(table(figures))
    if given.crowds:
        print(density_table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
