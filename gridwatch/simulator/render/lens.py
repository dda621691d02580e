"""What the camera adds: sharpness, tint, vignette, noise, rain on the way, and its printed time and name."""

from __future__ import annotations

import random
from datetime import datetime
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.render.light import Light

Bytes = NDArray[np.uint8]
_FONT = cv2.FONT_HERSHEY_SIMPLEX


class Lens:
    """One camera's way of taking pictures of one size; the seed decides its character."""

    def __init__(self, seed: int, width: int, height: int, light: Light) -> None:
        rng = random.Random(f"lens {seed}")
        self._light = light
        self._sigma = rng.choice((0.0, 0.5, 0.6, 0.8)) * width / 1280
        tint = [rng.gauss(1.0, 0.022) for _ in range(3)]
        contrast, lift = rng.uniform(0.92, 1.08), rng.uniform(-3, 9)
        ramp = np.arange(256, dtype=np.float32)
        curve = np.stack([(ramp - 118) * contrast + 118 + lift] * 3, 1) * np.asarray(tint, np.float32)
        self._curve = np.clip(curve, 0, 255).astype(np.uint8).reshape(1, 256, 3)
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        dark = 1 - rng.uniform(0.05, 0.22) * np.clip((x**2 + y**2) / 2, 0, 1) ** 1.4
        self.vignette = dark.astype(np.float32)[:, :, None]
        self._noise = light.noise * rng.uniform(0.7, 1.3)

    def develop(self, empty: NDArray[np.float32]) -> Bytes:
        """The backdrop through the lens: vignette on, float to bytes."""
        result: Bytes = np.clip(empty * self.vignette, 0, 255).astype(np.uint8)
        return result

    def expose(self, picture: Bytes, moment: int) -> Bytes:
        """Blur, tint, rain and noise; `moment` makes each picture's noise its own."""
        if self._sigma > 0.3:
            picture = np.asarray(cv2.GaussianBlur(picture, (3, 3), self._sigma), np.uint8)
        if self._light.rain > 0:
            _rain(picture, self._light.rain, moment)
        picture = np.asarray(cv2.LUT(picture, self._curve), np.uint8)
        h, w = picture.shape[:2]
        up, down = _noise_tiles(round(self._noise, 1), w, h)
        x, y = (moment * 131) % 97, (moment * 61) % 89
        picture = np.asarray(cv2.add(picture, up[y : y + h, x : x + w]), np.uint8)
        return np.asarray(cv2.subtract(picture, down[y : y + h, x : x + w]), np.uint8)


@lru_cache(maxsize=8)
def _noise_tiles(sigma: float, width: int, height: int) -> tuple[Bytes, Bytes]:
    """Positive and negative part of noise a little larger than a picture, grain of about 1.3 pixels."""
    rng = np.random.default_rng(3)
    luma = rng.normal(0, 1, (height + 100, width + 100)).astype(np.float32)
    luma = 0.75 * luma + 1.3 * np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.9), np.float32)
    small = rng.normal(0, 1, (height // 3 + 40, width // 3 + 40, 3)).astype(np.float32)
    chroma = np.asarray(cv2.resize(small, (width + 100, height + 100)), np.float32)
    noise = sigma * (luma[:, :, None] + 0.5 * chroma)
    return np.clip(noise, 0, 60).astype(np.uint8), np.clip(-noise, 0, 60).astype(np.uint8)


def _rain(picture: Bytes, density: float, moment: int) -> None:
    rng = np.random.default_rng(moment)
    h, w = picture.shape[:2]
    veil = np.zeros((h, w), np.uint8)
    for _ in range(int(260 * density * w / 1280)):
        x, y = int(rng.integers(0, w)), int(rng.integers(0, h))
        long = int(rng.integers(8, 34) * h / 720)
        cv2.line(veil, (x, y), (x + long // 8, y + long), int(rng.integers(14, 46)), 1)
    veil = np.asarray(cv2.GaussianBlur(veil, (3, 3), 0), np.uint8)
    cv2.add(picture, cv2.merge([veil] * 3), dst=picture)


def print_on(picture: Bytes, name: str, at: datetime) -> None:
    """The camera's own caption: time on top, name at the bottom, white with a dark rim; ASCII only."""
    h, w = picture.shape[:2]
    scale = max(0.35, 0.75 * w / 1280)
    thick = max(1, round(1.6 * w / 1280))
    text = at.strftime("%Y-%m-%d %H:%M:%S")
    ascii_name = name.encode("ascii", "replace").decode("ascii")
    (wide, _), _ = cv2.getTextSize(ascii_name, _FONT, scale, thick)
    for caption, spot in (
        (text, (int(0.02 * w), int(0.055 * h))),
        (ascii_name, (w - wide - int(0.02 * w), int(0.965 * h))),
    ):
        # Not a thicker text below: newer OpenCV writes bold letters, which are wider.
        for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            rim = (spot[0] + x, spot[1] + y)
            cv2.putText(picture, caption, rim, _FONT, scale, (20, 20, 20), thick, cv2.LINE_AA)
        cv2.putText(picture, caption, spot, _FONT, scale, (245, 245, 245), thick, cv2.LINE_AA)
