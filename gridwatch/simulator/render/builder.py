"""Puts a shape together from solids: boxes, tapered bars, balls, lofts, discs, flat polygons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridwatch.simulator.render.mesh import Floats, Ints, Mesh, cross

Colour = Sequence[float]
"""BGR, 0..255."""


class Builder:
    """Collects solids and hands out one `Mesh`."""

    def __init__(self) -> None:
        self._vertices: list[Floats] = []
        self._faces: list[Ints] = []
        self._colours: list[Floats] = []
        self._gloss: list[Floats] = []
        self._bias: list[Floats] = []
        self._thin: list[NDArray[np.bool_]] = []
        self._anchors: list[Ints] = []
        self._groups = 0
        self._count = 0
        self._body: int | None = None
        self._parts: list[int] = []

    def mesh(self) -> Mesh:
        """Everything added so far."""
        return Mesh(
            vertices=np.concatenate(self._vertices).astype(np.float32),
            faces=np.concatenate(self._faces).astype(np.int32),
            colours=np.concatenate(self._colours).astype(np.float32),
            gloss=np.concatenate(self._gloss).astype(np.float32),
            bias=np.concatenate(self._bias).astype(np.float32),
            thin=np.concatenate(self._thin).astype(np.bool_),
            anchors=np.concatenate(self._anchors).astype(np.int32),
            body=self._count if self._body is None else self._body,
            parts=tuple(self._parts),
        )

    def end_of_body(self) -> None:
        """What is added from here on is carried, and does not count for the box."""
        self._body = self._count

    def add(
        self,
        vertices: ArrayLike,
        faces: ArrayLike,
        colours: ArrayLike,
        *,
        middle: ArrayLike | None = None,
        gloss: float = 0.0,
        bias: float = 0.0,
        thin: bool = False,
        flat: bool = False,
    ) -> None:
        """Add faces; with `middle` (a point inside, or one per face) they are turned to look away from it.

        `flat` faces are one plane and are drawn one after the other.
        """
        points = np.asarray(vertices, np.float32)
        corners = np.asarray(faces, np.int32)
        if middle is not None:
            a, b, d = points[corners[:, 0]], points[corners[:, 1]], points[corners[:, 3]]
            c = points[corners[:, 2]]
            outwards = (a + b + c + d) / 4 - np.asarray(middle, np.float32)
            inward = np.einsum("ij,ij->i", cross(c - a, d - b), outwards) < 0
            corners = np.where(inward[:, None], corners[:, ::-1], corners)
        m = len(corners)
        self._vertices.append(points)
        self._faces.append(corners + self._count)
        self._colours.append(np.broadcast_to(np.asarray(colours, np.float32), (m, 3)))
        self._gloss.append(np.full(m, gloss, np.float32))
        self._bias.append(np.full(m, bias, np.float32))
        self._thin.append(np.full(m, thin, np.bool_))
        self._anchors.append((np.zeros(m, np.int32) if flat else np.arange(m, dtype=np.int32)) + self._groups)
        self._groups += 1 if flat else m
        if not flat:
            self._parts.append(self._count)
        self._count += len(points)

    def loft(
        self, rings: ArrayLike, colours: ArrayLike, *, gloss: float = 0.0, bias: float = 0.0, caps: bool = True,
        cap_colour: Colour | None = None,
    ) -> None:  # fmt: skip
        """Skin rings of corners (r, k, 3); `colours` (3,), (r-1, 3) or (r-1, k, 3)."""
        points = np.asarray(rings, np.float32)
        r, k = points.shape[:2]
        faces = _skin(r, k)
        paint = np.asarray(colours, np.float32)
        paint = paint[:, None] if paint.ndim == 2 else paint
        paint = np.broadcast_to(paint, (r - 1, k, 3)).reshape(-1, 3)
        middles = (points[:-1].mean(1) + points[1:].mean(1)) / 2
        self.add(points.reshape(-1, 3), faces, paint, middle=np.repeat(middles, k, 0), gloss=gloss, bias=bias)
        if caps:
            whole = points.mean((0, 1))
            for ring, shade in ((points[0], paint[0]), (points[-1], paint[-1])):
                self.polygon(
                    ring, shade if cap_colour is None else cap_colour, middle=whole, gloss=gloss, bias=bias
                )

    def skin(
        self,
        rings: ArrayLike,
        colours: ArrayLike,
        chosen: NDArray[np.bool_],
        *,
        gloss: float = 0.0,
        bias: float = 0.0,
    ) -> None:
        """Skin rings (r, k, 3) with the faces that are `chosen` (r-1, k) only; colours (r-1, k, 3)."""
        points = np.asarray(rings, np.float32)
        r, k = points.shape[:2]
        keep = chosen.reshape(-1)
        if not bool(keep.any()):
            return
        middles = np.repeat((points[:-1].mean(1) + points[1:].mean(1)) / 2, k, 0)
        paint = np.asarray(colours, np.float32).reshape(-1, 3)
        self.add(
            points.reshape(-1, 3),
            _skin(r, k)[keep],
            paint[keep],
            middle=middles[keep],
            gloss=gloss,
            bias=bias,
        )

    def polygon(
        self,
        corners: ArrayLike,
        colour: Colour | NDArray[np.floating[Any]],
        *,
        middle: ArrayLike | None = None,
        gloss: float = 0.0,
        bias: float = 0.0,
        thin: bool = False,
    ) -> None:
        """Add a flat convex polygon of k >= 3 corners (k, 3) as a fan of faces."""
        points = np.asarray(corners, np.float32)
        k = len(points)
        faces = [(0, i, min(i + 1, k - 1), min(i + 2, k - 1)) for i in range(1, k - 1, 2)]
        self.add(points, faces, colour, middle=middle, gloss=gloss, bias=bias, thin=thin, flat=True)

    def tube(
        self,
        a: ArrayLike,
        b: ArrayLike,
        radius_a: float,
        radius_b: float,
        colour: ArrayLike,
        *,
        sides: int = 7,
        gloss: float = 0.0,
        caps: bool = True,
    ) -> None:
        """Add a tapered round bar from `a` to `b`."""
        start, end = np.asarray(a, np.float32), np.asarray(b, np.float32)
        circle = _circle(end - start, sides)
        self.loft(
            np.stack([start + radius_a * circle, end + radius_b * circle]), colour, gloss=gloss, caps=caps
        )

    def ball(
        self, centre: ArrayLike, radii: ArrayLike, colour: ArrayLike, *, sides: int = 8, rows: int = 5,
        gloss: float = 0.0,
    ) -> None:  # fmt: skip
        """Add an upright ellipsoid; `colour` as for `loft` with rows - 1 rings of faces."""
        rx, ry, rz = (float(v) for v in np.asarray(radii))
        angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        rings = [
            np.stack(
                [
                    rx * np.sin(p) * np.sin(angle),
                    ry * np.sin(p) * np.cos(angle),
                    np.full(sides, -rz * np.cos(p)),
                ],
                1,
            )
            for p in np.linspace(0.12, np.pi - 0.12, rows)
        ]
        self.loft(np.stack(rings) + np.asarray(centre, np.float32), colour, gloss=gloss)

    def box(
        self,
        centre: ArrayLike,
        size: ArrayLike,
        colour: ArrayLike,
        *,
        turn_deg: float = 0.0,
        gloss: float = 0.0,
        bias: float = 0.0,
    ) -> None:
        """Add a box of `size` (x, y, z), turned clockwise; six faces: left, right, back, front, bottom, top."""
        half = np.asarray(size, np.float32) / 2
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], np.float32)
        angle = np.radians(turn_deg)
        turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
        middle = np.asarray(centre, np.float32)
        points = (signs * half) @ turn.astype(np.float32) + middle
        faces = [(0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5)]
        self.add(points, faces, colour, middle=middle, gloss=gloss, bias=bias)

    def disc(
        self, centre: ArrayLike, normal: ArrayLike, radius: float, colour: Colour, *, sides: int = 14,
        inner: float = 0.0, bias: float = 0.0, gloss: float = 0.0, thin: bool = False,
    ) -> None:  # fmt: skip
        """Add a flat disc, or with `inner` > 0 a flat ring, that looks along `normal`."""
        along = np.asarray(normal, np.float32)
        along = along / np.linalg.norm(along)
        circle = _circle(along, sides)
        middle = np.asarray(centre, np.float32)
        behind = middle - along * 0.1
        if inner <= 0:
            self.polygon(middle + radius * circle, colour, middle=behind, bias=bias, gloss=gloss, thin=thin)
            return
        column = np.arange(sides)
        following = (column + 1) % sides
        faces = np.stack([column, following, sides + following, sides + column], 1)
        points = np.concatenate([middle + radius * circle, middle + inner * circle])
        self.add(points, faces, colour, middle=behind, bias=bias, gloss=gloss, thin=thin, flat=True)


@cache
def _angles(sides: int) -> Floats:
    """Cosine and sine of evenly spaced directions, (2, sides, 1)."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)[:, None]
    return np.stack([np.cos(angle), np.sin(angle)]).astype(np.float32)


@cache
def _skin(rings: int, corners: int) -> Ints:
    """Faces between neighbouring rings of corners."""
    column = np.arange(corners)
    following = (column + 1) % corners
    rows = [
        np.stack(
            [
                i * corners + column,
                i * corners + following,
                (i + 1) * corners + following,
                (i + 1) * corners + column,
            ],
            1,
        )
        for i in range(rings - 1)
    ]
    return np.concatenate(rows).astype(np.int32)


def _circle(along: Floats, sides: int) -> Floats:
    """Points of a unit circle across a direction, (sides, 3)."""
    x, y, z = (float(v) for v in along)
    length = max((x * x + y * y + z * z) ** 0.5, 1e-6)
    x, y, z = x / length, y / length, z / length
    # Any direction across will do: along x (1, 0, 0), or (0, 1, 0) for what points along x itself.
    ax, ay, az = (0.0, z, -y) if abs(x) < 0.8 else (-z, 0.0, x)
    length = (ax * ax + ay * ay + az * az) ** 0.5
    ax, ay, az = ax / length, ay / length, az / length
    third = np.array([y * az - z * ay, z * ax - x * az, x * ay - y * ax], np.float32)
    cos, sin = _angles(sides)
    result: Floats = cos * np.array([ax, ay, az], np.float32) + sin * third
    return result
