"""Shapes made of four-cornered faces, in their own axes and placed in the world.

Local axes of a thing: x to its right, y forward, z up, metres; the origin stands on the ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Mesh:
    """Faces that look outwards: corners run counter-clockwise as seen from outside.

    vertices: (n, 3) float32, metres.
    faces: (m, 4) int32, vertex numbers; a triangle repeats its last corner.
    colours: (m, 3) float32, BGR 0..255 under white light.
    gloss: (m,) float32, 0 matte .. 1 mirror; above 1 it glows by itself (lamps).
    bias: (m,) float32, metres by which a face is drawn as if it were nearer (decals).
    thin: (m,) bool, seen from both sides.
    anchors: (m,) int32, number of the face group whose middle decides what is drawn over what.
    body: how many of the vertices, from the first, count for its box (an umbrella does not).
    parts: where each solid's vertices begin; solids are about convex, so that hulls make good shadows.
    """

    vertices: Floats
    faces: Ints
    colours: Floats
    gloss: Floats
    bias: Floats
    thin: NDArray[np.bool_]
    anchors: Ints
    body: int
    parts: tuple[int, ...]

    @cached_property
    def normals(self) -> Floats:
        """Unit normals of the faces, (m, 3)."""
        a, b, c, d = (self.vertices[self.faces[:, i]] for i in range(4))
        normals = cross(c - a, d - b)
        length = np.sqrt(np.einsum("ij,ij->i", normals, normals))
        result: Floats = normals / np.maximum(length, 1e-9)[:, None]
        return result

    @cached_property
    def middles(self) -> Floats:
        """Middles of the faces, (m, 3)."""
        result: Floats = self.vertices[self.faces].mean(1)
        return result

    def placed(self, x: float, y: float, z: float, heading_deg: float) -> Placed:
        """Turn it clockwise from north by the heading, then move it to world metres."""
        angle = np.radians(heading_deg)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], np.float32)
        move = np.array([x, y, z], np.float32)
        return Placed(
            mesh=self,
            vertices=self.vertices @ turn + move,
            normals=self.normals @ turn,
            middles=self.middles @ turn + move,
        )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Placed:
    """A shape in world metres: vertices (n, 3), unit normals and middles of faces (m, 3)."""

    mesh: Mesh
    vertices: Floats
    normals: Floats
    middles: Floats


def cross(a: Floats, b: Floats) -> Floats:
    """Row-wise cross product of (n, 3) and (n, 3); several times faster than `np.cross` on short arrays."""
    result = np.empty_like(a)
    result[:, 0] = a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1]
    result[:, 1] = a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2]
    result[:, 2] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return result
