"""A picture of a camera at a time, and what can be seen in it."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import cv2
import numpy as np
from numpy.typing import NDArray

from core.config.camera import Pose
from core.frame import Image
from gridwatch.simulator.render.backdrop import Backdrop, backdrop
from gridwatch.simulator.render.lens import Lens, print_on
from gridwatch.simulator.render.light import LIGHTS, Light
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.render.raster import blend
from gridwatch.simulator.render.shadow import Shade, lay, shade_of
from gridwatch.simulator.render.stage import CutOut, Meshes, cut_out, hidden_by, props_of
from gridwatch.simulator.world import Actor, World

START = datetime(2026, 11, 2, 8, 0, tzinfo=timezone(timedelta(hours=8)))
"""What the captions show at t = 0."""

DEFAULT_SIZE = (1280, 720)
_LATELY = 128  # drawings of moving things kept for one camera


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Composition:
    """A picture with the cut-outs it is made of and the depth of the buildings behind them."""

    picture: Image
    cuts: tuple[CutOut, ...]
    wall: NDArray[np.float32]


@dataclass(kw_only=True, slots=True, eq=False)
class _Set:
    """What is kept for one camera, size and light: the empty picture, and one with its still things."""

    camera: Pinhole
    light: Light
    lens: Lens
    empty: Backdrop
    props: tuple[Actor, ...]
    sprites: dict[Actor, CutOut | None]
    lately: OrderedDict[Actor, CutOut | None]
    shades: OrderedDict[Actor, Shade | None]
    dressed_for: tuple[Actor, ...] | None = None
    dressed: Image | None = None
    standing: tuple[CutOut, ...] = ()
    cover: Image | None = None


class Renderer:
    """Makes pictures of a world. Thread-safe: one picture of a camera is made at a time.

    `sets` is how many empty pictures are kept (about 20 MB each at 1280x720).
    """

    def __init__(
        self, world: World, *, caption: bool = True, start: datetime = START, sets: int = 24
    ) -> None:
        self._world = world
        self._caption = caption
        self._start = start
        self._keep = sets
        self._sets: OrderedDict[tuple[str, int, int, str, Pose], _Set] = OrderedDict()
        self._meshes = Meshes()
        self._lock = threading.Lock()  # of what is kept for all cameras
        self._locks: dict[str, threading.Lock] = {}  # one for each place that is drawn

    def prepare(self, t: float = 0.0, size: tuple[int, int] = DEFAULT_SIZE) -> None:
        """Paint the empty pictures of all cameras (one to two seconds each), so that no look waits for one."""
        own = [camera.id for camera in self._world.cameras.values() if not camera.view]
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda camera_id: self.picture(camera_id, t, size), own))

    def picture(
        self, camera_id: str, t: float, size: tuple[int, int] = DEFAULT_SIZE, *, pose: Pose | None = None
    ) -> Image:
        """What the camera sees at `t` seconds: (height, width, 3) uint8 BGR.

        Args:
            camera_id: one of the world's cameras.
            t: seconds of the script.
            size: (width, height) in pixels.
            pose: where it looks, if it has been turned.
        """
        return self.compose(camera_id, t, size, pose=pose).picture

    def compose(
        self, camera_id: str, t: float, size: tuple[int, int] = DEFAULT_SIZE, *, pose: Pose | None = None
    ) -> Composition:
        """The picture together with its cut-outs, for truth and labels."""
        view = self._world.cameras[camera_id].view or camera_id
        with self._lock:
            mine = self._locks.setdefault(view, threading.Lock())
        with mine:
            return self._compose(camera_id, t, size, pose)

    def _compose(self, camera_id: str, t: float, size: tuple[int, int], pose: Pose | None) -> Composition:
        view = self._world.cameras[camera_id].view or camera_id
        stage = self._set(view, size, self._world.script.light(t), pose)
        actors = self._world.actors(t, self._world.cameras[view].scene)
        self._dress(stage, [a for a in actors if a.still])
        if stage.dressed is None:
            raise RuntimeError("the still things were not drawn")
        picture = stage.dressed.copy()
        moving = [cut for actor in actors if not actor.still and (cut := self._cut(stage, actor)) is not None]
        moving.sort(key=lambda cut: -cut.depth)
        for cut in moving:
            if (shade := self._shade(stage, cut)) is not None:
                lay(picture, shade, stage.cover)
        for cut in moving:
            self._put(picture, cut, stage, hidden_by(cut, stage.standing, stage.empty.wall))
        picture = stage.lens.expose(picture, int(t * 1000) & 0xFFFFF)
        if self._caption:
            print_on(picture, camera_id, self._start + timedelta(seconds=t))
        return Composition(picture=picture, cuts=(*stage.standing, *moving), wall=stage.empty.wall)

    def _cut(self, stage: _Set, actor: Actor) -> CutOut | None:
        """Draw somebody, or take the drawing of before when not a finger was moved since."""
        if actor in stage.lately:
            stage.lately.move_to_end(actor)
            return stage.lately[actor]
        cut = cut_out(actor, stage.camera, self._meshes, stage.light)
        stage.lately[actor] = cut
        if len(stage.lately) > _LATELY:
            stage.lately.popitem(last=False)
        return cut

    @staticmethod
    def _shade(stage: _Set, cut: CutOut) -> Shade | None:
        """The shadow of somebody, or that of before."""
        if cut.actor not in stage.shades:
            stage.shades[cut.actor] = shade_of(cut.placed, stage.camera, stage.light)
            if len(stage.shades) > _LATELY:
                stage.shades.popitem(last=False)
        return stage.shades[cut.actor]

    @staticmethod
    def _put(picture: Image, cut: CutOut, stage: _Set, hidden: Image | None) -> None:
        haze = 1 - math.exp(-cut.depth / stage.light.haze_m)
        blend(picture, cut.sprite, hidden=hidden, haze=haze, haze_colour=stage.light.horizon)

    def _set(self, camera_id: str, size: tuple[int, int], light_name: str, turned: Pose | None) -> _Set:
        camera = self._world.cameras[camera_id]
        pose = turned or camera.pose
        key = (camera_id, *size, light_name, pose)
        with self._lock:
            kept = self._sets.get(key)
            if kept is not None:
                self._sets.move_to_end(key)
                return kept
        scene = self._world.script.scenes[camera.scene]
        light = LIGHTS[light_name]
        view = Pinhole(east_m=camera.x, north_m=camera.y, pose=pose, width=size[0], height=size[1])
        made = _Set(
            camera=view, light=light, lens=Lens(camera.seed, *size, light),
            empty=backdrop(view, scene, light, camera.seed), props=props_of(scene), sprites={}, lately=OrderedDict(),
            shades=OrderedDict(),
        )  # fmt: skip
        with self._lock:
            self._sets[key] = made
            if len(self._sets) > self._keep:
                self._sets.popitem(last=False)
        return made

    def _dress(self, stage: _Set, still: list[Actor]) -> None:
        """Draw the things that stand still, unless the same ones stand there already."""
        key = tuple(still)
        if key == stage.dressed_for:
            return
        here = (*stage.props, *still)
        stage.sprites = {
            actor: stage.sprites[actor]
            if actor in stage.sprites
            else cut_out(actor, stage.camera, self._meshes, stage.light)
            for actor in here
        }
        cuts = [cut for cut in stage.sprites.values() if cut is not None]
        cuts.sort(key=lambda cut: -cut.depth)
        picture = stage.lens.develop(stage.empty.picture)
        built = np.where(np.isfinite(stage.empty.wall), 255, 0).astype(np.uint8)
        for cut in cuts:
            if (shade := shade_of(cut.placed, stage.camera, stage.light)) is not None:
                lay(picture, shade, built)
        cover = built.copy()
        for cut in cuts:
            self._put(picture, cut, stage, hidden_by(cut, (), stage.empty.wall))
            window = cut.sprite.window
            cover[window] = cv2.max(cover[window], cut.sprite.alpha)
        stage.dressed, stage.dressed_for = picture, key
        stage.standing, stage.cover = tuple(cuts), cover
