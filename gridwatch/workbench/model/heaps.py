"""Heaps of building waste, cut out of labelled pictures and pasted where a heap could lie.

Pieces (brick, wood, concrete, rubber) are cut along their polygons and thrown on a pile: seen from a camera they lie
flat, so each is foreshortened, and the ones further down hide what is behind them. A heap of known height then stands
on the ground of another picture at the size that the picture's perspective gives it: over flat ground, a thing of
height H whose foot is in row y is H * (y - horizon) / h pixels high, for a camera h metres up that looks level
(Hoiem, Efros, Hebert: Putting objects in perspective, 2008, eq. 3).
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from core.frame import Image
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.media import picture

SPRITES = "images/cdw_sprites"
HORIZON = (0.28, 0.5)
"""Row of the horizon as a share of the picture's height, where nobody measured it: street pictures look about level."""
EYE_M = (1.4, 5.5)
"""Height of the camera, metres: from a person with a telephone to a camera on a pole."""
HEAP_M = (0.35, 1.6)
"""Height of a heap, metres."""
TRIES = 40
FREE = 0.15
"""Share of a new heap that may lie in the box of something labelled."""
COVERED = 0.3
"""Share of something labelled that a new heap may hide."""

Cut = NDArray[np.uint8]
"""(h, w, 4) BGRA: a picture of one thing with its own outline."""


@dataclass(frozen=True, kw_only=True)
class Perspective:
    """What sizes things have in a picture of a camera that looks level over flat ground."""

    horizon: float
    """Row of the horizon, pixels."""
    eye_m: float
    """Height of the lens over the ground, metres."""

    def pixels_per_m(self, row: float) -> float:
        """Return how many pixels a metre has that stands at a foot row; 0 at the horizon and above."""
        return max(0.0, (row - self.horizon) / self.eye_m)


def read_pieces(folder: Path) -> tuple[Cut, ...]:
    """Cut all pieces out of the labelme pictures of a folder.

    Raises:
        BadDataSet: a JSON file has no picture beside it, or a polygon of fewer than three corners.
    """
    pieces = []
    for path in sorted(folder.glob("*.json")):
        image = picture(path.with_suffix(".png"))
        for number, shape in enumerate(json.loads(path.read_text(encoding="utf-8"))["shapes"]):
            corners = np.array(shape["points"], dtype=np.float64)
            if corners.ndim != 2 or len(corners) < 3:
                raise BadDataSet(
                    f"{path}: shape {number} has no area; give a polygon of three or more corners"
                )
            pieces.append(cut(image, corners))
    if not pieces:
        raise BadDataSet(f"{folder}: holds no labelme file (*.json) with shapes")
    return tuple(pieces)


def cut(image: Image, corners: NDArray[np.float64]) -> Cut:
    """Return what lies within a polygon (n, 2) of pixels, in a picture of its own."""
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 255, lineType=cv2.LINE_AA)
    x, y, w, h = cv2.boundingRect(np.round(corners).astype(np.int32))
    x, y = max(0, x), max(0, y)
    return np.dstack([image, mask])[y : y + h, x : x + w]


def pile(pieces: Sequence[Cut], rng: random.Random, *, width: int = 320, count: int | None = None) -> Cut:
    """Throw pieces on a pile `width` pixels wide and return it with its outline, cropped to what is there."""
    height = round(width * rng.uniform(0.4, 0.7))
    canvas = np.zeros((2 * height, 2 * width, 4), np.uint8)
    _mound(canvas, width, height, rng)
    number = count or rng.randint(90, 220)
    places = [(rng.gauss(0, 0.28), rng.random()) for _ in range(number)]
    for across, up in sorted(places, key=lambda at: -at[1]):  # what lies high is further back
        lies = max(0.0, 1.0 - (across / 0.62) ** 2)  # a heap is lower at its sides
        piece = _turned(rng.choice(pieces), rng, rng.triangular(0.04, 0.26, 0.08) * width)
        x = round(width + across * width - piece.shape[1] / 2)
        y = round(1.7 * height - up * lies * height - piece.shape[0] / 2)
        lay(canvas, piece, x, y, shade=rng.uniform(0.55, 1.0))
    return _cropped(canvas)


def paste(
    image: Image,
    given: Sequence[Label],
    pieces: Sequence[Cut],
    rng: random.Random,
    *,
    waste: int,
    perspective: Perspective | None = None,
) -> tuple[Image, Label] | None:
    """Put one heap on the ground of a picture where nothing labelled lies; None where no place was found.

    Args:
        image: (h, w, 3) uint8 BGR; not changed.
        given: labels that stay visible.
        pieces: from `read_pieces`.
        rng: decides on place, size and light.
        waste: class number of the heap's label.
        perspective: of the picture; drawn from what street pictures are like where it is unknown.
    """
    tall, wide = image.shape[:2]
    for _ in range(TRIES):
        view = perspective or Perspective(horizon=tall * rng.uniform(*HORIZON), eye_m=rng.uniform(*EYE_M))
        foot = rng.uniform(max(view.horizon + 0.12 * tall, 0.62 * tall), 0.98 * tall)
        high = view.pixels_per_m(foot) * rng.uniform(*HEAP_M)
        if not 0.04 * tall <= high <= 0.45 * tall:
            continue
        heap = pile(pieces, rng, width=max(48, min(420, round(high * 2))))
        scale = high / heap.shape[0]
        heap = cv2.resize(heap, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment] # stays uint8
        h, w = heap.shape[:2]
        x, y = rng.randint(-w // 6, max(1, wide - w + w // 6)), round(foot) - h
        box = (max(0, x) / wide, max(0, y) / tall, min(wide, x + w) / wide, min(tall, y + h) / tall)
        if any(_hidden(box, one.box) > FREE or _hidden(one.box, box) > COVERED for one in given):
            continue
        made = image.copy()
        _shadow(made, x, y, w, h, rng.uniform(0.25, 0.6))
        lay(made, _lit(heap, image, y, h), x, y)
        return made, Label(name=waste, box=box)
    return None


def lay(canvas: NDArray[np.uint8], piece: Cut, x: int, y: int, *, shade: float = 1.0) -> None:
    """Draw a piece on a BGR or BGRA canvas in place, its upper left corner at (x, y); what is outside is cut."""
    left, top = max(0, x), max(0, y)
    right, bottom = min(canvas.shape[1], x + piece.shape[1]), min(canvas.shape[0], y + piece.shape[0])
    if right <= left or bottom <= top:
        return
    part = piece[top - y : bottom - y, left - x : right - x]
    share = part[:, :, 3:].astype(np.float32) / 255
    under = canvas[top:bottom, left:right]
    under[:, :, :3] = np.clip(share * part[:, :, :3] * shade + (1 - share) * under[:, :, :3], 0, 255).astype(
        np.uint8
    )
    if under.shape[2] == 4:
        under[:, :, 3] = np.maximum(under[:, :, 3], part[:, :, 3])


def _mound(canvas: Cut, width: int, height: int, rng: random.Random) -> None:
    """Fill the heap's middle with rubble too small to be pieces of its own."""
    xs = np.linspace(-0.55, 0.55, 40)
    tops = 1 - (xs / 0.58) ** 2 + np.array([rng.uniform(-0.08, 0.08) for _ in xs])
    outline = [
        (width + x * width, 1.7 * height - max(0.0, top) * 0.9 * height)
        for x, top in zip(xs, tops, strict=True)
    ]
    mask = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.array(outline, np.int32)], 255)
    drawn = np.random.default_rng(rng.randrange(2**32))
    grain = drawn.normal(0, 1, canvas.shape[:2]).astype(np.float32)
    rough = cv2.GaussianBlur(grain, (0, 0), 1.2) * 60 + cv2.GaussianBlur(grain, (0, 0), 5) * 160
    tone = np.array([118, 126, 134], np.float32) * rng.uniform(0.75, 1.15)
    canvas[mask > 0, :3] = np.clip(tone + rough[:, :, None], 0, 255).astype(np.uint8)[mask > 0]
    canvas[:, :, 3] = mask


def _turned(piece: Cut, rng: random.Random, side: float) -> Cut:
    """A piece turned any way round, `side` pixels long, and flattened as things on the ground are."""
    scale = side / max(piece.shape[:2])
    h, w = piece.shape[:2]
    reach = math.hypot(h, w) * scale
    middle = (reach / 2, reach / 2)
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(0, 360), scale)
    matrix[:, 2] += np.array(middle) - (w / 2, h / 2)
    size = (max(2, math.ceil(reach)), max(2, math.ceil(reach)))
    turned = cv2.warpAffine(piece, matrix, size, flags=cv2.INTER_AREA)
    flat = cv2.resize(
        turned, (size[0], max(2, round(size[1] * rng.uniform(0.35, 0.8)))), interpolation=cv2.INTER_AREA
    )
    dust = rng.uniform(0.75, 1.15)
    grey = rng.uniform(0.1, 0.6)  # dust takes colour away
    colour = flat[:, :, :3].astype(np.float32)
    colour = (1 - grey) * colour + grey * np.array([148.0, 154.0, 160.0], np.float32)
    return np.dstack([np.clip(colour * dust, 0, 255).astype(np.uint8), flat[:, :, 3]])


def _lit(heap: Cut, image: Image, y: int, h: int) -> Cut:
    """The heap as bright, and half as tinted, as the rows of the picture that it stands in."""
    rows = image[max(0, y) : max(1, y + h)].reshape(-1, 3).astype(np.float32)
    seen = heap[heap[:, :, 3] > 127][:, :3].astype(np.float32)
    if not len(rows) or not len(seen):
        return heap
    tint = 0.5 * rows.mean(axis=0) + 0.5 * rows.mean()
    factor = np.clip(tint / np.maximum(seen.mean(axis=0), 1), 0.35, 1.6)
    return np.dstack([np.clip(heap[:, :, :3] * factor, 0, 255).astype(np.uint8), heap[:, :, 3]])


def _shadow(image: Image, x: int, y: int, w: int, h: int, depth: float) -> None:
    """Darken the ground at the heap's foot."""
    dark = np.zeros(image.shape[:2], np.float32)
    cv2.ellipse(dark, (x + w // 2, y + h - h // 12), (round(w * 0.56), max(2, h // 7)), 0, 0, 360, depth, -1)
    dark = cv2.GaussianBlur(dark, (0, 0), max(1.0, h / 14))  # type: ignore[assignment] # stays float32
    np.multiply(image, (1 - dark)[:, :, None], out=image, casting="unsafe")


def _cropped(canvas: Cut) -> Cut:
    rows, columns = np.flatnonzero(canvas[:, :, 3].any(axis=1)), np.flatnonzero(canvas[:, :, 3].any(axis=0))
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _hidden(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the share of a box that another box lies over."""
    width, height = (
        min(one[2], other[2]) - max(one[0], other[0]),
        min(one[3], other[3]) - max(one[1], other[1]),
    )
    area = (one[2] - one[0]) * (one[3] - one[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0
