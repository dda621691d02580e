"""A picture made to fit a network's input, written straight into its place in the batch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from core.frame import Image

GREY = 114.0  # the border that YOLO networks were trained with
SHAPES = ((16, 9), (4, 3), (11, 9))  # width to height of what cameras send: HD, VGA and its kin, CIF
_STRIDE = 32  # of YOLO networks: sides of their input are multiples of it


def inputs(size: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the inputs (width, height) that pictures of usual shapes need, smallest first, `size` last.

    A 16:9 picture leaves 224 of 512 rows of a square input grey; without most of these it is seen at the same
    scale for little more than half of the cost. Each is rounded up to the stride, so a rest of border stays.
    """
    width, height = size
    fitted = {
        (_up(min(width, height * across / down)), _up(min(height, width * down / across)))
        for across, down in SHAPES
    }
    cropped = sorted(fitted - {size}, key=lambda side: side[0] * side[1])
    return (*cropped, size)


def smallest(boxes: Sequence[Letterbox], width: int, height: int) -> int:
    """Return the number of the first of `boxes` (smallest first) that shows a picture as large as the last does."""
    whole = boxes[-1].fit(width, height)
    return next(
        number
        for number, box in enumerate(boxes)
        if whole.width <= box.size[0] and whole.height <= box.size[1]
    )


def _up(side: float) -> int:
    return math.ceil(side / _STRIDE) * _STRIDE


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """Where the picture lies in the input, in pixels of the input."""

    left: int
    top: int
    width: int
    height: int

    def relative(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn (n, 4) x0 y0 x1 y1 in input pixels into shares of the picture, clipped to 0..1."""
        offset = np.array([self.left, self.top, self.left, self.top], np.float32)
        scale = np.array([self.width, self.height, self.width, self.height], np.float32)
        result: NDArray[np.float32] = np.clip((boxes - offset) / scale, 0, 1, dtype=np.float32)
        return result


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterbox:
    """Resizes keeping the shape and fills the rest with grey. Not for two threads at once.

    Centred, RGB and 0..1 as ultralytics does it (`LetterBox(auto=False)`, bilinear); YOLOX wants the
    picture in the upper left corner, BGR and 0..255.
    """

    size: tuple[int, int]  # width, height of the input in pixels
    centred: bool = True
    rgb: bool = True
    scale: float = 1 / 255
    _planes: dict[tuple[int, int], list[NDArray[np.uint8]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, kind: str, size: tuple[int, int]) -> Letterbox:
        """Return the letterbox that networks of this kind (see `ModelSpec.kind`) were trained with."""
        return cls(size=size, centred=False, rgb=False, scale=1.0) if kind == "yolox" else cls(size=size)

    def fit(self, width: int, height: int) -> Fit:
        """Return where a picture of this size comes to lie."""
        ratio = min(self.size[0] / width, self.size[1] / height)
        new_width, new_height = max(round(width * ratio), 1), max(round(height * ratio), 1)
        spare_x, spare_y = self.size[0] - new_width, self.size[1] - new_height
        # The 0.1 sends an odd pixel to the right and bottom, as in training.
        return Fit(
            left=round(spare_x / 2 - 0.1) if self.centred else 0,
            top=round(spare_y / 2 - 0.1) if self.centred else 0,
            width=new_width,
            height=new_height,
        )

    def write(self, image: Image, out: NDArray[np.float32]) -> Fit:
        """Write `image` (h, w, 3) BGR into `out` (3, input height, input width); return where it lies."""
        fit = self.fit(image.shape[1], image.shape[0])
        size = (fit.width, fit.height)
        small = image if (image.shape[1], image.shape[0]) == size else cv2.resize(image, size)
        planes = self._planes_for(size)
        cv2.split(small, planes)
        right, bottom = fit.left + fit.width, fit.top + fit.height
        for channel, plane in zip(out, reversed(planes) if self.rgb else planes, strict=True):
            grey = np.float32(GREY * self.scale)
            channel[: fit.top] = grey
            channel[bottom:] = grey
            channel[fit.top : bottom, : fit.left] = grey
            channel[fit.top : bottom, right:] = grey
            np.multiply(plane, np.float32(self.scale), out=channel[fit.top : bottom, fit.left : right])
        return fit

    def _planes_for(self, size: tuple[int, int]) -> list[NDArray[np.uint8]]:
        planes = self._planes.get(size)
        if planes is None:
            if (
                len(self._planes) >= 8
            ):  # a district has few picture shapes; a stream of odd ones must not pile up
                self._planes.clear()
            planes = self._planes[size] = [np.empty((size[1], size[0]), np.uint8) for _ in range(3)]
        return planes
