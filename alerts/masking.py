"""The copy of a picture that may leave: persons and number plates made unrecognisable. Fails closed.

By the detector's own boxes, down to the least confident ones it gives: the part of a person's box that
holds the head (the whole box where that is not sure), and the lower part of a vehicle's box, where
plates are. When it is not certain that persons would have been found, there is no copy.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.frame import Image

PERSON = "person"
VEHICLES = frozenset({"car", "motorcycle", "bus", "truck"})
_HEAD = 0.35  # upper share of a standing person's box that holds the head, with room
_SURE = 0.4  # a less confident person is masked whole: the box may not be where the head is
_SMALL_PX = 48  # a lower person box is masked whole
_UPRIGHT = 1.3  # height over width below which a person sits, bends or is cut: masked whole
_PLATE = 0.45  # a vehicle is masked from this share of its height down
_MARGIN = 0.06  # of the box, on every side
_BLOCKS = 4  # blocks across the shorter side of a masked part, at most
_BLOCK_PX = 10  # pixels of a block, at least

Rect = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels


def masked(image: Image, detections: Detections | None) -> Image | None:
    """Return a masked copy, or None when it cannot be made safely.

    image: (h, w, 3) uint8 BGR. None comes back when there are no detections for this picture, when the
    model does not know persons, and when boxes were shed: one of them may have been a person.
    """
    if detections is None or PERSON not in detections.names or detections.shed:
        return None
    copy = image.copy()
    for part in hidden_parts(detections, width=image.shape[1], height=image.shape[0]):
        _pixelate(copy, part)
    return copy


def hidden_parts(detections: Detections, *, width: int, height: int) -> list[Rect]:
    """Return the parts of a picture of this size (pixels) that are made unrecognisable."""
    parts = []
    for box, score, name in detections:
        x0, y0, x1, y1 = box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height
        wide, high = x1 - x0, y1 - y0
        if name == PERSON:
            standing = score >= _SURE and high >= _SMALL_PX and high >= _UPRIGHT * wide
            y1 = y0 + _HEAD * high if standing else y1
        elif name in VEHICLES:
            y0 += _PLATE * high
        else:
            continue
        dx, dy = _MARGIN * wide, _MARGIN * high
        parts.append(
            (
                max(0, int(x0 - dx)),
                max(0, int(y0 - dy)),
                min(width, int(np.ceil(x1 + dx))),
                min(height, int(np.ceil(y1 + dy))),
            )
        )
    return [part for part in parts if part[2] > part[0] and part[3] > part[1]]


def _pixelate(image: NDArray[np.uint8], part: Rect) -> None:
    """Replace a part by block means: what was averaged away cannot be sharpened back."""
    x0, y0, x1, y1 = part
    block = max(_BLOCK_PX, min(x1 - x0, y1 - y0) // _BLOCKS)
    across = max(1, (x1 - x0) // block), max(1, (y1 - y0) // block)
    coarse = cv2.resize(image[y0:y1, x0:x1], across, interpolation=cv2.INTER_AREA)
    image[y0:y1, x0:x1] = cv2.resize(coarse, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST)
