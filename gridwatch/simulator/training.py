"""Rendered training pictures with exact labels: YOLO folders `images/`, `labels/` and a `data.yaml`.

`things.jsonl` tells of each picture its light and every kind of thing in it, those without a label included, so that
false alarms can be told by what they were taken from.

Each picture is a world of its own: a place, a camera 3-10 m high, light and weather, people, vehicles,
heaps and bins at many distances. A quarter holds no heap but what resembles one (leaves, stalls, building
material, a covered load): the detector must learn to leave those alone.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import yaml

from core.config.camera import Pose
from core.frame import Image
from gridwatch.simulator.blocks import PAVEMENT, ROAD_HALF
from gridwatch.simulator.places import scene
from gridwatch.simulator.render.renderer import Composition, Renderer
from gridwatch.simulator.scatter import scatter
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.truth import boxes
from gridwatch.simulator.world import CLASSES, Actor, SimCamera, Track, World

THINGS = "things.jsonl"

MIN_PIXELS, MIN_SHARE = (
    8.0,
    0.4,
)  # of a box in a picture, and of a thing that is visible, from which it is labelled
_PER_SCENE = 4  # pictures that share a place and a camera, with other people and things
_ROOM_M = 9.0  # no tree or pole stands nearer to the camera
_MIN_INSIDE = 0.2  # what is cut off more than that by the picture's edge is not labelled
_LIGHTS = (
    "day",
    "day",
    "day",
    "overcast",
    "overcast",
    "morning",
    "rain",
    "dusk",
    "dusk",
    "night",
    "night",
    "night",
)
"""Dark is as frequent as in a day of 24 hours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Moment:
    """A script of one instant."""

    scenes: Mapping[str, Scene]
    cameras: Mapping[str, SimCamera]
    tracks: tuple[Track, ...] = ()
    light_name: str = "day"

    def light(self, t: float) -> str:  # noqa: ARG002 - one instant has one light
        return self.light_name


class _Scattered(World):
    """A world whose things are given, not scripted."""

    def __init__(self, moment: _Moment) -> None:
        super().__init__(moment)
        self.things: tuple[Actor, ...] = ()

    def actors(self, t: float, scene: str | None = None) -> tuple[Actor, ...]:  # noqa: ARG002 - one instant, one scene
        return self.things


def render_training_set(
    out_dir: Path,
    count: int,
    seed: int = 0,
    *,
    size: tuple[int, int] = (960, 544),
    min_pixels: float = MIN_PIXELS,
    min_share: float = MIN_SHARE,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Render `count` pictures and their labels; return the path of `data.yaml`.

    Args:
        out_dir: gets `images/train`, `labels/train` and `data.yaml`; existing files are overwritten.
        count: pictures to make.
        seed: the same seed makes the same pictures.
        size: width and height in pixels.
        min_pixels: smaller boxes are not labelled.
        min_share: things of which less is visible are not labelled.
        progress: called with (done, count) after each picture.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    told: list[str] = []
    world: _Scattered | None = None
    renderer: Renderer | None = None
    for i in range(count):
        rng = random.Random(f"training {seed} {i}")
        if world is None or renderer is None or i % _PER_SCENE == 0:
            world = _Scattered(_moment(random.Random(f"place {seed} {i // _PER_SCENE}")))
            renderer = Renderer(world, caption=rng.random() < 0.5, sets=1)
        world.things = scatter(
            world.script.scenes["here"], world.cameras["eye"], rng, rain=world.script.light(0) == "rain"
        )
        seen = renderer.compose("eye", i * 0.37, size)
        rows = label_rows(world, seen, min_share=min_share, min_pixels=min_pixels)
        name = f"sim_{seed:03d}_{i:06d}"
        put_labelled(out_dir, name, seen.picture, rows, quality=rng.choice((60, 75, 85, 92)))
        kinds = sorted({cut.actor.kind for cut in seen.cuts})
        told.append(json.dumps({"file": f"{name}.jpg", "light": world.script.light(0), "kinds": kinds}))
        if progress is not None:
            progress(i + 1, count)
    (out_dir / THINGS).write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    data = out_dir / "data.yaml"
    text = {"path": str(out_dir.resolve()), "train": "images/train", "val": "images/train"}
    data.write_text(
        yaml.safe_dump({**text, "names": dict(enumerate(CLASSES))}, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    return data


def label_rows(
    world: World, seen: Composition, *, min_share: float = MIN_SHARE, min_pixels: float = MIN_PIXELS
) -> list[str]:
    """Return the lines of a YOLO label file for a picture of `world`; for the limits see `render_training_set`."""
    rows = []
    for found in boxes(world, seen, min_share=min_share, min_pixels=min_pixels):
        if found.inside < _MIN_INSIDE:
            continue
        x, y = found.box.centre
        wide, high = found.box.x1 - found.box.x0, found.box.y1 - found.box.y0
        rows.append(f"{CLASSES.index(found.name)} {x:.6f} {y:.6f} {wide:.6f} {high:.6f}")
    return rows


def put_labelled(out_dir: Path, name: str, picture: Image, rows: Sequence[str], *, quality: int) -> None:
    """Write a picture and its labels where YOLO looks for them."""
    images, labels = out_dir / "images" / "train", out_dir / "labels" / "train"
    images.mkdir(parents=True, exist_ok=True)
    labels.mkdir(parents=True, exist_ok=True)
    path = images / f"{name}.jpg"
    if not cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, quality]):
        raise OSError(f"{path} cannot be written; is the disk full?")
    (labels / f"{name}.txt").write_text("\n".join(rows) + ("\n" if rows else ""), encoding="ascii")


def _moment(rng: random.Random) -> _Moment:
    """A place, a camera looking along or across it, and a light."""
    kind = rng.choice(("street", "street", "plaza", "works_site", "market"))
    place = scene(kind, "here", 0.0, 0.0, rng.uniform(0, 360), rng.randrange(10**6))
    edge = ROAD_HALF + PAVEMENT
    x = rng.uniform(-7, 7) if kind == "market" else rng.uniform(-edge + 0.6, edge - 0.6)
    if kind == "plaza":
        x = rng.uniform(-18, 18)
    y = rng.uniform(-4, 6)
    turn = math.degrees(math.atan2(-x, rng.uniform(14, 40))) + rng.gauss(0, 9)
    height = rng.choice((rng.uniform(3, 5.5), rng.uniform(4, 7), rng.uniform(6, 10)))
    place = place.cleared(x, y, _ROOM_M)
    east, north = place.world(x, y)
    pose = Pose(
        height_m=height, heading_deg=(turn + place.turn_deg) % 360, tilt_deg=rng.uniform(8, 26) + height,
        hfov_deg=rng.uniform(48, 96), roll_deg=rng.gauss(0, 1.2) if rng.random() < 0.6 else 0.0,
    )  # fmt: skip
    camera = SimCamera(
        id="eye",
        name="eye",
        owner="training",
        scene="here",
        x=east,
        y=north,
        pose=pose,
        seed=rng.randrange(10**6),
    )
    return _Moment(scenes={"here": place}, cameras={"eye": camera}, light_name=rng.choice(_LIGHTS))
