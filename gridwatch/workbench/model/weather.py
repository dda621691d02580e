"""What a street camera does to a picture, done to pictures that were taken better: pure, seeded, boxes stay.

Night follows the usual order of a camera: less light, a colour cast, then noise that does not shrink with the light.
Haze is Koschmieder's law, I = J t + A (1 - t), with the transmission t falling towards the horizon (1924; in the
form of He, Sun, Tang: Single image haze removal, 2009).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from core.frame import Image
from gridwatch.workbench.model.labels import Label


def night(image: Image, rng: random.Random) -> Image:
    """Darken to 10-35 %, with a lamp's cast and sensor noise."""
    light = rng.uniform(0.1, 0.35)
    cast = np.array([rng.uniform(0.75, 1.1), rng.uniform(0.9, 1.05), rng.uniform(0.95, 1.25)], np.float32)
    seen = (image.astype(np.float32) / 255) ** rng.uniform(1.0, 1.4) * 255 * light * cast
    h, w = image.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    for _ in range(rng.randint(1, 3)):  # pools of lamp light
        away = ((xs - rng.uniform(0, w)) / (0.35 * w)) ** 2 + (
            (ys - rng.uniform(0.2, 1) * h) / (0.35 * h)
        ) ** 2
        seen *= 1 + rng.uniform(0.6, 1.8) * np.exp(-away)[:, :, None]
    return _noisy(seen, rng, rng.uniform(3, 9))


def rain(image: Image, rng: random.Random) -> Image:
    """Flatten contrast, lay streaks over it, and blur a little as drops on the dome do."""
    h, w = image.shape[:2]
    streaks = np.zeros((h, w), np.float32)
    drift = rng.uniform(-0.25, 0.25)
    for _ in range(rng.randint(150, 500)):
        x, y, long = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.015, 0.05) * h
        cv2.line(
            streaks,
            (round(x), round(y)),
            (round(x + drift * long), round(y + long)),
            rng.uniform(0.2, 0.6),
            1,
        )
    streaks = cv2.GaussianBlur(streaks, (0, 0), 0.8)  # type: ignore[assignment] # stays float32
    grey = rng.uniform(0.65, 0.85)
    seen = image.astype(np.float32) * grey + (1 - grey) * 150
    seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 1.1)) + 110 * streaks[:, :, None]
    return _noisy(seen, rng, rng.uniform(1, 4))


def haze(image: Image, rng: random.Random) -> Image:
    """Whiten towards the top of the picture, where things are far."""
    rows = np.linspace(1, 0, image.shape[0], dtype=np.float32)[:, None, None]
    through = np.exp(-rng.uniform(0.3, 0.7) - rng.uniform(0.4, 1.4) * rows)
    air = rng.uniform(165, 225)
    return _noisy(image.astype(np.float32) * through + air * (1 - through), rng, rng.uniform(0.5, 2))


def squeeze(image: Image, rng: random.Random) -> Image:
    """Lose detail as a substream does: half to two thirds of the size, and a poor JPEG."""
    h, w = image.shape[:2]
    share = rng.uniform(0.4, 0.7)
    small = cv2.resize(
        image, (max(8, round(w * share)), max(8, round(h * share))), interpolation=cv2.INTER_AREA
    )
    good, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(18, 45)])
    if not good:
        raise ValueError("the picture cannot be compressed")
    back = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return np.asarray(cv2.resize(back, (w, h), interpolation=cv2.INTER_LINEAR), np.uint8)


WEATHERS: tuple[Callable[[Image, random.Random], Image], ...] = (night, rain, haze, squeeze)
"""What `worsened` chooses from."""


def worsened(image: Image, rng: random.Random) -> Image:
    """Return the picture at night, in rain, in haze or badly compressed."""
    return rng.choice(WEATHERS)(image, rng)


def from_afar(
    pictures: Sequence[Image], labels: Sequence[Sequence[Label]], *, side: int = 960, least: float = 0.008
) -> tuple[Image, list[Label]]:
    """Lay 4 or 9 pictures into one, so that what was taken from two metres is as small as a camera sees it.

    Args:
        pictures: 4 or 9 of them, any sizes.
        labels: of each picture.
        side: width and height of the result, pixels.
        least: boxes narrower or lower than this share of the result are not labelled.
    """
    across = round(len(pictures) ** 0.5)
    if across * across != len(pictures):
        raise ValueError(f"{len(pictures)} pictures make no square")
    cell = side // across
    made = np.full((cell * across, cell * across, 3), 114, np.uint8)
    found = []
    for number, (image, given) in enumerate(zip(pictures, labels, strict=True)):
        row, column = divmod(number, across)
        scale = cell / max(image.shape[:2])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        h, w = min(cell, small.shape[0]), min(cell, small.shape[1])
        made[row * cell : row * cell + h, column * cell : column * cell + w] = small[:h, :w]
        for one in given:
            x0, x1 = ((column * cell + one.box[i] * w) / (cell * across) for i in (0, 2))
            y0, y1 = ((row * cell + one.box[i] * h) / (cell * across) for i in (1, 3))
            if x1 - x0 >= least and y1 - y0 >= least:
                found.append(Label(name=one.name, box=(x0, y0, x1, y1)))
    return made, found


def _noisy(seen: NDArray[np.floating], rng: random.Random, sigma: float) -> Image:
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, sigma, seen.shape)
    return np.asarray(np.clip(seen + noise, 0, 255), np.uint8)
