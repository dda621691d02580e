"""Prepared pictures for a fleet of thousands: JPEGs made once, so that the cameras cost little beside Gridwatch.

A camera shows one of a few rendered streets. At rest it shows that street with ever other noise, as a sensor does;
now and then something else is in it. What is shown depends on the camera, the time and the seed alone.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import cv2
import numpy as np

from core.frame import Image
from gridwatch.simulator.training import render_training_set
from gridwatch.simulator.world import CLASSES

AT_REST = 6  # pictures of a street in which nothing happens
CHANGED = 24  # pictures of it in which something is there that was not
_TRIES = 5  # pictures rendered for one that is wanted: most of the training pictures show something wrong
_NOISE = 2.0  # grey levels of sensor noise
_QUALITY = 82  # of the JPEGs
_PATCH = (1 / 8, 1 / 6)  # width and height of what is new, of the picture


class Stills:
    """Pictures by camera and second, as `simulator.picture_desk.Pictures` wants them."""

    def __init__(self, streets: list[Image], *, change_share: float, every_s: float, seed: int = 0) -> None:
        """Prepare the pictures.

        Args:
            streets: (h, w, 3) uint8 BGR; a camera shows one of them.
            change_share: of the looks that show something new.
            every_s: seconds after which a camera shows another picture; the time between its looks.
            seed: of everything random.
        """
        self._change_share = change_share
        self._every_s = every_s
        self._seed = seed
        rng = np.random.default_rng(seed)
        self._rest = [[_jpeg(_noisy(street, rng)) for _ in range(AT_REST)] for street in streets]
        self._changed = [
            [
                _jpeg(_noisy(_with_something(street, streets[(i + 1) % len(streets)], rng), rng))
                for _ in range(CHANGED)
            ]
            for i, street in enumerate(streets)
        ]

    def __call__(self, camera_id: str, second: float) -> bytes:
        """Return the JPEG that the camera shows at this second of the script."""
        look = int(second // self._every_s)
        draw = hashlib.blake2b(f"{self._seed}/{camera_id}/{look}".encode(), digest_size=8).digest()
        share, which = int.from_bytes(draw[:4]) / 2**32, int.from_bytes(draw[4:])
        street = int.from_bytes(hashlib.blake2b(camera_id.encode(), digest_size=4).digest()) % len(self._rest)
        shown = self._changed[street] if share < self._change_share else self._rest[street]
        return shown[which % len(shown)]


def streets(count: int, size: tuple[int, int], seed: int = 0) -> list[Image]:
    """Render streets on which nothing is wrong, (h, w, 3) uint8 BGR at `size` = (width, height)."""
    with tempfile.TemporaryDirectory(prefix="gridwatch-bench-") as folder:
        render_training_set(Path(folder), _TRIES * count, seed, size=size)
        files = [file for file in sorted(Path(folder).rglob("*.jpg")) if not _wrong(file)]
        found = [cv2.imread(str(file), cv2.IMREAD_COLOR) for file in files[:count]]
    return [np.asarray(image, np.uint8) for image in found if image is not None]


def _wrong(picture: Path) -> bool:
    """Whether the labels beside a rendered picture tell of a heap or an overflowing bin."""
    labels = Path(str(picture).replace("/images/", "/labels/")).with_suffix(".txt")
    return any(
        CLASSES[int(line.split()[0])] in {"waste", "overflow"}
        for line in labels.read_text().split("\n")
        if line
    )


def _noisy(image: Image, rng: np.random.Generator) -> Image:
    noise = rng.normal(0, _NOISE, image.shape[:2])[..., None]
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _with_something(street: Image, other: Image, rng: np.random.Generator) -> Image:
    """Return the street with a piece of another one in it."""
    height, width = street.shape[:2]
    w, h = int(width * _PATCH[0]), int(height * _PATCH[1])
    x, y = int(rng.integers(0, width - w)), int(rng.integers(height // 4, height - h))
    u, v = int(rng.integers(0, width - w)), int(rng.integers(height // 4, height - h))
    changed = street.copy()
    changed[y : y + h, x : x + w] = other[v : v + h, u : u + w]
    return changed


def _jpeg(image: Image) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
