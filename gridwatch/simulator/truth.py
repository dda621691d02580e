"""What is really there: boxes of a picture, and the events that should become incidents."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.geo import LonLat
from core.geometry import Box
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.render.renderer import Composition
from gridwatch.simulator.render.stage import CutOut, Meshes, cut_out, props_of, visible_shares
from gridwatch.simulator.render.walls import wall_depth
from gridwatch.simulator.script import Planned, SceneScript
from gridwatch.simulator.world import World

_OUTLINE_SIZE = (640, 360)  # outlines are drawn this large; boxes are exact, shares to about 1 %
_SEEN = 0.35  # a thing is seen by a camera that sees this share of it ...
_SEEN_PIXELS = 14.0  # ... this large in a picture 1280 wide
_CROWD_SEEN = 0.6  # a crowd is seen where this share of its persons is


@dataclass(frozen=True, kw_only=True, slots=True)
class TruthBox:
    """One thing that a camera sees."""

    name: str  # one of world.CLASSES
    box: Box  # relative, cut at the picture's edge
    actor_id: str
    place: LonLat  # where it stands, WGS-84
    share: float  # of its outline in the picture that is behind nothing, 0..1
    inside: float  # of its whole box that is in the picture, 0..1
    distance_m: float  # along the line of sight


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that a good watch finds."""

    id: str
    matter: str
    place: LonLat
    start: float  # seconds of the script
    end: float  # infinite while it lasts
    camera_ids: tuple[str, ...]  # that see it


def boxes(
    world: World, seen: Composition, *, min_share: float = 0.05, min_pixels: float = 4.0
) -> list[TruthBox]:
    """Boxes of all labelled things of a picture, nearest first.

    Left out is what shows less than `min_share` of itself, or less than `min_pixels` in width or height.
    """
    return _boxes(world, seen.cuts, seen.wall, min_share, min_pixels)


class Truth:
    """Asks a world what its cameras see, without making pictures. Thread-safe."""

    def __init__(self, world: World, script: SceneScript) -> None:
        self._world = world
        self._script = script
        self._meshes = Meshes()
        self._sets: dict[str, tuple[Pinhole, NDArray[np.float32], tuple[CutOut, ...]]] = {}
        self._lock = threading.Lock()

    def visible(
        self, camera_id: str, t: float, *, min_share: float = 0.05, min_pixels: float = 2.0
    ) -> list[TruthBox]:
        """Boxes of what a camera sees at `t` seconds, nearest first; `min_pixels` of a picture 640 wide."""
        with self._lock:
            camera, wall, standing = self._set(camera_id)
            actors = self._world.actors(t, self._world.cameras[camera_id].scene)
            cuts = [
                cut for actor in actors if (cut := cut_out(actor, camera, self._meshes, None)) is not None
            ]
        return _boxes(self._world, (*standing, *cuts), wall, min_share, min_pixels)

    def events(self) -> list[Event]:
        """The script's events as they came about, removals included."""
        return [self._event(planned) for planned in self._script.planned]

    def _event(self, planned: Planned) -> Event:
        place = self._script.scenes[planned.scene]
        ends = [
            planned.end,
            *(at for i in planned.actor_ids if (at := self._world.removed_at(i)) is not None),
        ]
        end = min(ends)
        return Event(
            id=planned.id, matter=planned.matter, place=self._world.lonlat(*place.world(planned.x, planned.y)),
            start=planned.start, end=end, camera_ids=self._watchers(planned, end),
        )  # fmt: skip

    def _watchers(self, planned: Planned, end: float) -> tuple[str, ...]:
        """Cameras that see enough of an event, soon after its start or in its middle."""
        soon = min(end, planned.start + 30.0)
        moments = np.linspace(planned.start + 3.0, max(planned.start + 3.0, soon - 1.0), 5).tolist()
        if math.isfinite(end):
            moments.append((planned.start + end) / 2)
        return self.watchers(planned, moments)

    def watchers(
        self,
        planned: Planned,
        moments: Sequence[float],
        *,
        min_share: float = _SEEN,
        min_pixels: float = _SEEN_PIXELS,
    ) -> tuple[str, ...]:
        """Cameras that see enough of an event at one of the moments; passing traffic hides it at some.

        Args:
            planned: the event.
            moments: seconds at which is looked.
            min_share: of each of its things that must be visible.
            min_pixels: its smallest side, in a picture 1280 wide.
        """
        wanted = set(planned.actor_ids)
        share = _CROWD_SEEN if len(wanted) > 1 else 1.0
        found = []
        for camera in self._world.cameras.values():
            if camera.scene != planned.scene or camera.view:
                continue
            for t in moments:
                seen = self.visible(camera.id, t, min_share=min_share, min_pixels=min_pixels / 2)
                if sum(box.actor_id in wanted and box.inside > 0.5 for box in seen) >= share * len(wanted):
                    found.append(camera.id)
                    break
        return tuple(found)

    def _set(self, camera_id: str) -> tuple[Pinhole, NDArray[np.float32], tuple[CutOut, ...]]:
        kept = self._sets.get(camera_id)
        if kept is None:
            camera = self._world.cameras[camera_id]
            scene = self._world.script.scenes[camera.scene]
            view = Pinhole(
                east_m=camera.x,
                north_m=camera.y,
                pose=camera.pose,
                width=_OUTLINE_SIZE[0],
                height=_OUTLINE_SIZE[1],
            )
            props = (cut_out(actor, view, self._meshes, None) for actor in props_of(scene))
            kept = (view, wall_depth(view, scene), tuple(cut for cut in props if cut is not None))
            self._sets[camera_id] = kept
        return kept


def _boxes(
    world: World, cuts: Iterable[CutOut], wall: NDArray[np.float32], min_share: float, min_pixels: float
) -> list[TruthBox]:
    kept = sorted(cuts, key=lambda c: c.depth)
    shares = visible_shares(kept, wall)
    height, width = wall.shape
    found = []
    for cut in kept:
        name = cut.actor.label
        share, inside = shares[cut.actor.id]
        if name is None or share < min_share:
            continue
        x0, y0, x1, y1 = np.clip(cut.sprite.extent, 0, [width, height, width, height])
        if min(x1 - x0, y1 - y0) < min_pixels:
            continue
        found.append(
            TruthBox(
                name=name, box=Box.of([x0 / width, y0 / height, x1 / width, y1 / height]), actor_id=cut.actor.id,
                place=world.lonlat(cut.actor.x, cut.actor.y), share=share, inside=inside, distance_m=cut.depth,
            )
        )  # fmt: skip
    return found
