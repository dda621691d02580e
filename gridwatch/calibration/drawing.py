"""A picture with the clicked points, and an arrow from each to where the others put it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from alerts.calibration import Checked
from core.config.camera import PointPair
from core.frame import Image

_GOOD, _BAD, _EDGE = (90, 220, 60), (40, 40, 255), (20, 20, 20)  # BGR
BLANK = (720, 1280, 3)


def draw(image: Image | None, pairs: Sequence[PointPair], checked: Checked) -> Image:
    """Return a copy of the picture (a grey one where there is none) with points, numbers and arrows.

    Green points fit, red ones do not. An arrow ends where the other points put it; none: within its dot.
    """
    canvas = np.full(BLANK, 96, np.uint8) if image is None else image.copy()
    height, width = canvas.shape[:2]
    thick = max(1, width // 640)
    for pair, point in zip(pairs, checked.points, strict=True):
        at = _pixel(pair.picture, width, height)
        colour = _GOOD if point.used else _BAD
        if point.others is not None:
            there = _pixel(_near(point.others), width, height)
            cv2.arrowedLine(canvas, at, there, _EDGE, thick + 2, cv2.LINE_AA, tipLength=0.25)
            cv2.arrowedLine(canvas, at, there, colour, thick, cv2.LINE_AA, tipLength=0.25)
        cv2.circle(canvas, at, 4 * thick, _EDGE, -1, cv2.LINE_AA)
        cv2.circle(canvas, at, 3 * thick, colour, -1, cv2.LINE_AA)
        off = "" if point.off_m is None else f" {point.off_m:.1f} m"
        _write(canvas, f"{point.number}{off}", (at[0] + 6 * thick, at[1] - 5 * thick), colour, thick)
    return canvas


def _write(canvas: Image, text: str, at: tuple[int, int], colour: tuple[int, int, int], thick: int) -> None:
    scale = canvas.shape[1] / 2000
    cv2.putText(canvas, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, _EDGE, thick + 2, cv2.LINE_AA)
    cv2.putText(canvas, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick, cv2.LINE_AA)


def _near(point: tuple[float, float]) -> tuple[float, float]:
    """Keep what a broken fit says within reach of the drawing."""
    x, y = np.clip(np.array(point), -2.0, 3.0)
    return float(x), float(y)


def _pixel(point: tuple[float, float], width: int, height: int) -> tuple[int, int]:
    return round(point[0] * (width - 1)), round(point[1] * (height - 1))
