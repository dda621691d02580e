"""Actors as cut-outs of one camera: meshes are built once, sprites of still things are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.figures.cycle import cycle
from gridwatch.simulator.render.figures.furniture import KINDS as FURNITURE
from gridwatch.simulator.render.figures.furniture import furniture
from gridwatch.simulator.render.figures.heap import heap
from gridwatch.simulator.render.figures.person import person
from gridwatch.simulator.render.figures.tree import tree
from gridwatch.simulator.render.figures.vehicle import vehicle
from gridwatch.simulator.render.light import Light
from gridwatch.simulator.render.mesh import Mesh, Placed
from gridwatch.simulator.render.pinhole import Pinhole
from gridwatch.simulator.render.raster import Bytes, Sprite, draw
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.world import Actor

_CYCLES = frozenset({"bicycle", "scooter", "tricycle"})
_VEHICLES = frozenset({"car", "suv", "van", "truck", "bus"})
_HEAPS = frozenset({"rubble", "bags", "mixed", "leaves", "net"})
_ROUGH = {
    "person": 0.055,
    "tree": 0.05,
    "hedge": 0.05,
    "rubble": 0.09,
    "mixed": 0.08,
    "bags": 0.07,
    "leaves": 0.09,
    "car": 0.008,
    "suv": 0.008,
    "van": 0.008,
    "bus": 0.008,
    "truck": 0.012,
}
_SOFT = frozenset({"person", "tree", "hedge"}) | _HEAPS


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CutOut:
    """An actor as one camera sees it."""

    actor: Actor
    sprite: Sprite
    depth: float  # metres along the line of sight to where it stands
    placed: Placed = field(repr=False)


class Meshes:
    """Shapes by looks, the ones used last kept. Thread-safe."""

    def __init__(self, keep: int = 3000) -> None:
        self._keep = keep
        self._meshes: OrderedDict[tuple[object, ...], Mesh] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, actor: Actor, *, coarse: bool = False) -> Mesh:
        """The shape of an actor in its own axes; `coarse` for what is seen small."""
        coarse = coarse and actor.kind == "person"
        key = (coarse, actor.kind, actor.seed, actor.posture, actor.phase, round(actor.growth, 3), actor.role)
        with self._lock:
            if key in self._meshes:
                self._meshes.move_to_end(key)
                return self._meshes[key]
        mesh = _build(actor, coarse=coarse)
        with self._lock:
            self._meshes[key] = mesh
            if len(self._meshes) > self._keep:
                self._meshes.popitem(last=False)
        return mesh

    def placed(self, actor: Actor, *, coarse: bool = False) -> Placed:
        """The shape in world metres."""
        return self.of(actor, coarse=coarse).placed(actor.x, actor.y, 0.0, actor.heading_deg)


def _build(actor: Actor, *, coarse: bool) -> Mesh:
    kind = actor.kind
    if kind == "person":
        return person(actor.seed, posture=actor.posture, phase=actor.phase, role=actor.role, coarse=coarse)
    if kind in _CYCLES:
        return cycle(kind, actor.seed)
    if kind in _VEHICLES:
        return vehicle(kind, actor.seed)
    if kind in _HEAPS:
        return heap(kind, actor.seed, actor.growth)
    if kind in {"tree", "hedge"}:
        return tree(kind, actor.seed)
    if kind == "bin" or kind in FURNITURE:
        return furniture(kind, actor.seed, actor.growth)
    raise ValueError(f"nobody knows what a {kind!r} looks like; add it to render.figures")


def props_of(scene: Scene) -> tuple[Actor, ...]:
    """The things of a scene's template as actors."""
    result = []
    for i, prop in enumerate(scene.props):
        x, y = scene.world(prop.x, prop.y)
        result.append(
            Actor(
                id=f"{scene.id}-prop-{i}", kind=prop.kind, scene=scene.id, x=x, y=y, seed=prop.seed,
                heading_deg=(prop.heading_deg + scene.turn_deg) % 360, still=True,
            )
        )  # fmt: skip
    return tuple(result)


def cut_out(actor: Actor, camera: Pinhole, meshes: Meshes, light: Light | None) -> CutOut | None:
    """Draw an actor; None when it is out of the picture. Without a light only its outline."""
    foot = camera.to_camera(np.array([[actor.x, actor.y, 0.0]], np.float32))[0]
    reach = 8.0  # nothing is larger
    if foot[2] < -reach or abs(foot[0]) > (foot[2] + reach) * camera.width / camera.focal / 2 + reach * 1.5:
        return None
    placed = meshes.placed(actor, coarse=_small(camera, float(foot[2])))
    sprite = draw(
        placed, camera, light, texture=_ROUGH.get(actor.kind, 0.02), soft=actor.kind in _SOFT, seed=actor.seed
    )
    if sprite is None:
        return None
    return CutOut(actor=actor, sprite=sprite, depth=max(float(foot[2]), 0.3), placed=placed)


def _small(camera: Pinhole, depth: float) -> bool:
    """Whether a person at that depth is less than about a hundred pixels high."""
    return camera.focal * 1.7 / max(depth, 0.3) < 100


def visible_shares(cuts: Iterable[CutOut], wall: NDArray[np.float32]) -> dict[str, tuple[float, float]]:
    """For each actor: the share 0..1 of what is in the picture that is behind nothing, and the share inside.

    `wall` (h, w) is the depth of buildings. Things are taken from near to far; each hides what comes after.
    """
    taken = np.zeros(wall.shape, np.uint8)
    shares: dict[str, tuple[float, float]] = {}
    for cut in sorted(cuts, key=lambda c: c.depth):
        window = cut.sprite.window
        alpha = cut.sprite.alpha
        free = cv2.subtract(alpha, taken[window])
        free = np.where(wall[window] < cut.depth - 0.4, 0, free)
        inside = float(alpha.sum())
        x0, y0, x1, y1 = cut.sprite.extent
        whole = max((x1 - x0) * (y1 - y0), 1e-6)
        h, w = wall.shape
        cut_x = max(0.0, min(x1, w) - max(x0, 0.0))
        cut_y = max(0.0, min(y1, h) - max(y0, 0.0))
        shares[cut.actor.id] = (
            float(free.sum()) / inside if inside > 0 else 0.0,
            min(1.0, cut_x * cut_y / whole),
        )
        taken[window] = cv2.max(taken[window], alpha)
    return shares


def hidden_by(cut: CutOut, nearer: Iterable[CutOut], wall: NDArray[np.float32]) -> Bytes | None:
    """What stands in front of a cut-out, (h, w) uint8 over its own window; None when nothing does."""
    sprite = cut.sprite
    rows, columns = sprite.window
    result: Bytes | None = None
    behind = wall[rows, columns] < cut.depth - 0.4
    if bool(behind.any()):
        result = np.where(behind, 255, 0).astype(np.uint8)
    for other in nearer:
        if other.depth >= cut.depth:
            continue
        r, c = other.sprite.window
        top, bottom = max(rows.start, r.start), min(rows.stop, r.stop)
        left, right = max(columns.start, c.start), min(columns.stop, c.stop)
        if top >= bottom or left >= right:
            continue
        if result is None:
            result = np.zeros(sprite.alpha.shape, np.uint8)
        mine = result[top - rows.start : bottom - rows.start, left - columns.start : right - columns.start]
        theirs = other.sprite.alpha[top - r.start : bottom - r.start, left - c.start : right - c.start]
        mine[:] = cv2.max(mine, theirs)
    return result
