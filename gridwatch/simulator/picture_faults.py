"""What a broken camera does to a good picture. Pure functions of an image."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from core.frame import Image
from gridwatch.simulator.faults import Fault, FaultKind

PICTURE_FAULTS = frozenset(
    {FaultKind.FROZEN, FaultKind.BLACK, FaultKind.OVEREXPOSED, FaultKind.BLURRED, FaultKind.TURNED}
)


def spoil(image: Image, faults: Iterable[Fault]) -> Image:
    """Return the picture as the faulty camera delivers it; `image` (h, w, 3) uint8 is not changed."""
    for fault in faults:
        match fault.kind:
            case FaultKind.BLACK:
                image = blacken(image)
            case FaultKind.OVEREXPOSED:
                image = overexpose(image)
            case FaultKind.BLURRED:
                image = blur(image, fault.value)
            case FaultKind.TURNED:
                image = turn(image, fault.value)
            case _:
                pass
    return image


def blacken(image: Image) -> Image:
    """Lens cap or dead infrared: nearly black, with a trace of the scene and of sensor noise."""
    noise = np.random.default_rng(image.shape[1]).integers(0, 4, image.shape, dtype=np.uint8)
    return np.asarray(image // 64 + noise, np.uint8)


def overexpose(image: Image) -> Image:
    """Sun in the lens: everything but the darkest parts is white."""
    return np.asarray(cv2.convertScaleAbs(image, alpha=1.2, beta=190), np.uint8)


def blur(image: Image, sigma: float) -> Image:
    """Out of focus or fogged; `sigma` in pixels for a picture 1280 wide."""
    scaled = max(0.3, sigma * image.shape[1] / 1280)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), scaled), np.uint8)


def turn(image: Image, share: float) -> Image:
    """Knocked aside: the view moves sideways by `share` of the width, tilts, and new scene comes in.

    The scene that a moved camera would see does not exist in the picture, so the part that comes in
    is the picture's own far side, mirrored and cropped: plausible street, in the wrong place.
    """
    height, width = image.shape[:2]
    shift = round(width * share) % width
    kept = image[:, shift:]
    entering = cv2.resize(image[::1, ::-1][height // 4 :, : max(1, width // 2)], (max(1, shift), height))
    moved = np.concatenate([kept, entering], axis=1)[:, :width]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 6.0, 1.12)
    return np.asarray(cv2.warpAffine(moved, matrix, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)


def claim_giant(jpeg: bytes, side: int = 65000) -> bytes:
    """Return the JPEG with `side` x `side` pixels written into its frame header.

    Raises:
        ValueError: there is no baseline or progressive frame header.
    """
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in {0xC0, 0xC1, 0xC2}:
            side_bytes = side.to_bytes(2, "big")
            return jpeg[: at + 5] + side_bytes + side_bytes + jpeg[at + 9 :]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise ValueError("not a JPEG with a frame header")
