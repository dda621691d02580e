"""Where everything is at a time: the world is a pure function of seconds, except for what was removed.

Places are metres east and north of the district's origin (`core.geo.LocalPlane`); a scene's own metres are
turned and moved by `Scene.world`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.config.camera import Pose
from core.geo import LocalPlane, LonLat
from gridwatch.simulator.device import Turning
from gridwatch.simulator.scenery import Scene

ORIGIN = LonLat(lon=120.25, lat=30.45)
"""Where the district's plane touches the earth, WGS-84."""

CLASSES = ("person", "bicycle", "car", "motorcycle", "bus", "truck", "waste", "bin", "overflow")
"""Names of the detector's classes, in the order of its labels."""

_LABELS = {
    "person": "person", "bicycle": "bicycle", "scooter": "motorcycle", "tricycle": "motorcycle", "car": "car",
    "suv": "car", "van": "car", "truck": "truck", "bus": "bus", "rubble": "waste", "bags": "waste",
    "mixed": "waste", "bin": "bin",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """One thing at one time."""

    id: str
    kind: str  # person, bicycle, scooter, tricycle, car, suv, van, truck, bus, rubble, bags, mixed, bin, ...
    scene: str
    x: float  # metres east of the district's origin
    y: float  # metres north
    heading_deg: float = 0.0  # clockwise from north
    seed: int = 0  # decides its looks
    posture: str = "stand"  # persons: walk, stand, ride, scoot
    phase: int = 0  # persons: position in the walking cycle
    growth: float = 1.0  # heaps: share of the full volume; bins: above 1 they overflow
    role: str = ""  # persons: "", worker, rider, umbrella
    still: bool = False  # does not move while it is there

    @property
    def label(self) -> str | None:
        """The detector's class, or None for what is none of its business."""
        if self.kind == "bin" and self.growth > 1:
            return "overflow"
        return _LABELS.get(self.kind)


@dataclass(frozen=True, kw_only=True, slots=True)
class SimCamera:
    """A camera of the simulated district."""

    id: str
    name: str
    owner: str
    scene: str
    x: float  # metres east of the district's origin
    y: float
    pose: Pose
    seed: int = 0  # decides tint, sharpness and noise of its pictures
    turning: Turning | None = None  # how it turns; `pose` is then that of its home view
    view: str = ""  # shows what this other camera sees: how 7,396 cameras share a few dozen places


class Track(Protocol):
    """One entry of a script: what it puts into the world at a time."""

    @property
    def scene(self) -> str:
        """The scene it belongs to."""
        ...

    def actors(self, t: float, place: Scene) -> Iterator[Actor]:
        """Yield what is there at `t` seconds."""
        ...


class Script(Protocol):
    """What a world is made from; see `gridwatch.simulator.script`."""

    @property
    def scenes(self) -> Mapping[str, Scene]:
        """Scenes by id."""
        ...

    @property
    def cameras(self) -> Mapping[str, SimCamera]:
        """Cameras by id."""
        ...

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Everything that moves, appears or goes."""
        ...

    def light(self, t: float) -> str:
        """Name of the light at `t` seconds, a key of `render.light.LIGHTS`."""
        ...


class World:
    """A script with what has been taken away by hand."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.plane = LocalPlane(origin=ORIGIN)
        self._removed: dict[str, float] = {}
        self._by_scene: dict[str, list[Track]] = {}
        for track in script.tracks:
            self._by_scene.setdefault(track.scene, []).append(track)

    @property
    def cameras(self) -> Mapping[str, SimCamera]:
        """Cameras by id."""
        return self.script.cameras

    def actors(self, t: float, scene: str | None = None) -> tuple[Actor, ...]:
        """Everything that is there at `t` seconds, in all scenes or in one."""
        ids = self.script.scenes if scene is None else (scene,)
        return tuple(
            actor
            for scene_id in ids
            for track in self._by_scene.get(scene_id, ())
            for actor in track.actors(t, self.script.scenes[scene_id])
            if t < self._removed.get(actor.id, math.inf)
        )

    def remove(self, actor_id: str, at: float) -> None:
        """Take a thing away from `at` seconds on; a later command does not bring it back."""
        self._removed[actor_id] = min(at, self._removed.get(actor_id, math.inf))

    def removed_at(self, actor_id: str) -> float | None:
        """When a thing was taken away by command, or None."""
        return self._removed.get(actor_id)

    def lonlat(self, x: float, y: float) -> LonLat:
        """District metres to a coordinate."""
        return self.plane.to_lonlat(x, y)
