"""Does the camera still look where it looked? Its steady edges, found again or not.

A small map of edge strength, evened out by its surroundings, hardly changes with light; walls, kerbs and
poles stay in it, people and vehicles do not. The map is cut into tiles; a tile that was found again in most
looks is steady, and only steady tiles are asked. Day and night have a view each.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

WIDTH, HEIGHT = 80, 45  # of the edge map
TILE_W, TILE_H = 10, 9  # 8 x 5 tiles
ROWS, COLUMNS = HEIGHT // TILE_H, WIDTH // TILE_W
SWAY = 2  # a mast sways: tiles are looked for this many map pixels (2.5 % of the width) around
THIRDS = ((0, 2), (2, 3), (3, 5))  # rows of tiles at the top, in the middle, at the bottom

FOUND = 0.6
"""Correlation from which a tile counts as found. On six recorded scenes: of the steady tiles of the same
view, and of one darkened to a third, 25-100 % (median 76-100 %); of another scene or after a turn, 0-19 %."""

LEARNING_LOOKS = 8
"""Looks before a view may be asked."""

PLAIN = 6.0  # standard deviation of a tile of the map below which it shows nothing to find again

STEADY = 0.6
"""Share of looks in which a tile was found, from which it is steady."""

ENOUGH = 10
"""Steady tiles below which nothing can be said: fog, or a place full of people."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class View:
    """What a camera usually sees, by day or by night."""

    edges: Bytes  # (HEIGHT, WIDTH): edge strength relative to its surroundings
    steady: Bytes  # (ROWS, COLUMNS): share of looks in which the tile was found, 255 is all
    looks: int = 1  # that it was learned from

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types, about 2 kB: edges in 4 bits, compressed."""
        quarter = (self.edges >> 4).reshape(-1, 2)
        packed = zlib.compress((quarter[:, 0] << 4 | quarter[:, 1]).astype(np.uint8).tobytes(), 9)
        return {
            "edges": base64.b64encode(packed).decode(),
            "steady": base64.b64encode(self.steady.tobytes()).decode(),
            "looks": self.looks,
        }

    @classmethod
    def from_json(cls, plain: object) -> View | None:
        """Read what `to_json` wrote; None for anything else."""
        if not isinstance(plain, Mapping):
            return None
        try:
            packed = zlib.decompressobj().decompress(base64.b64decode(plain["edges"]), WIDTH * HEIGHT)
            both = np.frombuffer(packed, np.uint8)
            edges = np.stack([both >> 4, both & 15], axis=1).reshape(HEIGHT, WIDTH) * np.uint8(17)
            steady = np.frombuffer(base64.b64decode(plain["steady"]), np.uint8).reshape(ROWS, COLUMNS)
            return cls(edges=edges, steady=steady, looks=int(plain["looks"]))
        except (KeyError, ValueError, TypeError, zlib.error):
            return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How much of a view was found again."""

    share: float  # of the steady tiles, 0..1
    best_third: float  # the same in the best of the top, middle and bottom thirds of the picture
    tiles: int  # steady tiles asked


def edge_map(grey: Bytes) -> Bytes:
    """Return the (HEIGHT, WIDTH) edge map of a grey picture, cheapest at a multiple of (4 HEIGHT, 4 WIDTH)."""
    small = cv2.resize(grey, (4 * WIDTH, 4 * HEIGHT), interpolation=cv2.INTER_AREA)
    across = cv2.convertScaleAbs(cv2.Sobel(small, cv2.CV_16S, 1, 0, ksize=3), alpha=0.25)
    down = cv2.convertScaleAbs(cv2.Sobel(small, cv2.CV_16S, 0, 1, ksize=3), alpha=0.25)
    both = cv2.addWeighted(across, 0.5, down, 0.5, 0.0)
    strength = cv2.resize(both, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    around = cv2.GaussianBlur(strength, (0, 0), 5)
    return np.clip(100.0 * strength / (around + 1.0), 0, 255).astype(np.uint8)


def find_tiles(view: View, edges: Bytes) -> Floats:
    """Return (ROWS, COLUMNS): correlation of each of the view's tiles at its best place nearby, NaN if plain."""
    room = cv2.copyMakeBorder(edges, SWAY, SWAY, SWAY, SWAY, cv2.BORDER_REPLICATE)
    nearby = room.astype(np.float32).reshape(-1)[_NEARBY]  # (shifts, tiles, pixels)
    nearby -= nearby.mean(axis=2, keepdims=True)
    tiles = view.edges.reshape(ROWS, TILE_H, COLUMNS, TILE_W).swapaxes(1, 2).reshape(ROWS * COLUMNS, -1)
    tiles = tiles.astype(np.float32)
    tiles -= tiles.mean(axis=1, keepdims=True)
    energy = np.einsum("tp,tp->t", tiles, tiles)
    power = np.sqrt(energy * np.einsum("stp,stp->st", nearby, nearby)) + 1e-3
    best = (np.einsum("stp,tp->st", nearby, tiles) / power).max(axis=0)
    best[energy < PLAIN * PLAIN * TILE_W * TILE_H] = np.nan
    return np.asarray(best.reshape(ROWS, COLUMNS), np.float32)


def _nearby_places() -> NDArray[np.intp]:
    """Flat indices into the bordered map: (shifts, tiles, pixels of a tile)."""
    wide = WIDTH + 2 * SWAY
    places = np.arange((HEIGHT + 2 * SWAY) * wide).reshape(-1, wide)
    shifts = []
    for down in range(2 * SWAY + 1):
        for across in range(2 * SWAY + 1):
            at = places[down : down + HEIGHT, across : across + WIDTH]
            at = at.reshape(ROWS, TILE_H, COLUMNS, TILE_W).swapaxes(1, 2)
            shifts.append(at.reshape(ROWS * COLUMNS, -1))
    return np.stack(shifts)


_NEARBY = _nearby_places()


def compare(view: View, scores: Floats) -> Likeness | None:
    """Return how much of the view was found, None where too little of it is steady to tell."""
    asked = (view.steady >= STEADY * 255) & ~np.isnan(scores)
    tiles = int(asked.sum())
    if view.looks < LEARNING_LOOKS or tiles < ENOUGH:
        return None
    found = asked & (scores >= FOUND)
    thirds = [
        found[top:end].sum() / asked[top:end].sum()
        for top, end in THIRDS
        if asked[top:end].sum() >= ENOUGH // 3
    ]
    return Likeness(share=float(found.sum() / tiles), best_third=float(max(thirds, default=0.0)), tiles=tiles)


def begin(edges: Bytes) -> View:
    """Return a view of one look."""
    return View(edges=edges, steady=np.full((ROWS, COLUMNS), 128, np.uint8))


def learn(view: View, edges: Bytes, scores: Floats) -> View:
    """Return the view with one more look in it: quickly at first, then slowly, as light and seasons move."""
    weight = max(0.05, 1.0 / (view.looks + 1))
    step = weight * (edges.astype(np.float32) - view.edges)
    # At least one level, or bytes would never move by a twentieth of a small difference.
    step = np.where(np.abs(step) >= 0.2, np.sign(step) * np.maximum(np.abs(step), 1.0), 0.0)
    hit = np.where(scores >= FOUND, 255.0, 0.0)  # a plain tile is never steady
    steady = view.steady + max(0.1, weight) * (hit - view.steady)
    return replace(
        view,
        edges=np.clip(np.rint(view.edges + step), 0, 255).astype(np.uint8),
        steady=np.clip(np.rint(steady), 0, 255).astype(np.uint8),
        looks=view.looks + 1,
    )
