"""Does a camera still look where it looked when it was calibrated? Its steady edges against those of that picture.

Unlike the view of `quality`, which moves along with slow changes, the reference stays: places are measured by the
calibration, and the calibration is that of its own picture. A turn is measured by the phase correlation of edges: on
rendered scenes one of 0.7 to 12 degrees within 0.7 degrees. Where half of the scene has left the picture nothing is
measured, and that it was turned is still seen.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.frame import Image
from ingest.view import FOUND, HEIGHT, WIDTH, Bytes, View, begin, edge_map, find_tiles

PLACED = 0.5  # share of tiles found again from which the camera looks where it looked
LOST = 0.25  # share below which it does not; in between nothing is said
MOVED = 0.03  # a shift of more than this share of the picture is a turn (1.8 degrees of 60); masts sway less
SURE = 0.08  # response of the phase correlation from which its shift is believed
LOOKS = 3  # comparisons in a row before something is said: a lorry before the lens is no turn
_ROWS = slice(2, 42)  # 40 and 80 cells: sizes that the transform takes as they are; others move its peak
DARK = 70.0  # mean grey level below which nothing is compared: headlights and lamps are other edges


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """How a picture lies against the reference."""

    share: float  # of the reference's tiles found at their places
    shift: (
        tuple[float, float] | None
    )  # right and down, as shares of width and height, by which the view has moved

    @property
    def turned(self) -> bool | None:
        """Whether the camera looks elsewhere; None where this picture does not tell."""
        if self.shift is not None and np.hypot(*self.shift) > MOVED:
            return True
        if self.share >= PLACED:
            return False
        return True if self.share < LOST else None

    def degrees(self, hfov_deg: float, aspect: float) -> tuple[float, float] | None:
        """Return about how far the camera has been turned, right and down, for its field of view."""
        if self.shift is None:
            return None
        focal = 0.5 / np.tan(np.radians(hfov_deg) / 2)  # in widths
        right = np.degrees(np.arctan(self.shift[0] / focal))
        down = np.degrees(np.arctan(self.shift[1] / aspect / focal))
        return round(float(right), 1), round(float(down), 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """What the latest comparisons said, in a row."""

    turned: int = 0
    placed: int = 0
    last: Drift | None = None

    def step(self, drift: Drift) -> Watch:
        """Take in one comparison."""
        if drift.turned is None:
            return replace(self, last=drift)
        if drift.turned:
            return Watch(turned=self.turned + 1, placed=0, last=drift)
        return Watch(turned=0, placed=self.placed + 1, last=drift)

    @property
    def says(self) -> bool | None:
        """Whether the camera has been turned; None while it is not known."""
        if self.turned >= LOOKS:
            return True
        return False if self.placed >= LOOKS else None


def reference_of(image: Image) -> str:
    """Return the reference of a picture (h, w, 3) BGR as text, about 2 kB."""
    edges = edge_map(_grey(image))
    nibbles = (edges >> 4).reshape(-1, 2)
    return base64.b64encode(zlib.compress((nibbles[:, 0] << 4 | nibbles[:, 1]).tobytes(), 9)).decode()


def read_reference(text: str) -> View | None:
    """Read what `reference_of` wrote; None for anything else."""
    try:
        packed = zlib.decompressobj().decompress(base64.b64decode(text), WIDTH * HEIGHT)
        both = np.frombuffer(packed, np.uint8)
        edges = np.stack([both >> 4, both & 15], axis=1).reshape(HEIGHT, WIDTH) * np.uint8(17)
    except (ValueError, zlib.error):
        return None
    return begin(np.asarray(edges, np.uint8))


def compare(reference: View, image: Image) -> Drift | None:
    """Compare a picture (h, w, 3) BGR; None where it is too dark to tell."""
    grey = _grey(image)
    if float(grey.mean()) < DARK:
        return None
    edges = edge_map(grey)
    scores = find_tiles(reference, edges)
    asked = ~np.isnan(scores)
    if not asked.any():
        return None
    share = float((scores[asked] >= FOUND).mean())
    window = cv2.createHanningWindow((WIDTH, _ROWS.stop - _ROWS.start), cv2.CV_32F)
    before, now = (_even(one) for one in (reference.edges, edges))
    (right, down), sure = cv2.phaseCorrelate(now, before, window)
    shift = (right / WIDTH, down / HEIGHT) if sure >= SURE else None
    return Drift(share=share, shift=shift)


def _even(edges: Bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    plain = edges[_ROWS].astype(np.float32)
    return np.asarray(plain - plain.mean(), np.float32)


def _grey(image: Image) -> Bytes:
    small = cv2.resize(image, (4 * WIDTH, 4 * HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
