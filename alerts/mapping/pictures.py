"""The pictures of a mapped body: the masked copies' links, or their bytes within the receiver's bounds."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime

import cv2
import numpy as np
import structlog

from alerts.links import EvidenceLinks
from core.config.mapping import Body
from core.config.receiver import PictureLimits
from core.errors import EvidenceError, NotFound

log = structlog.get_logger(__name__)

ReadPicture = Callable[[str], bytes]  # masked key -> JPEG; raises NotFound or EvidenceError
_QUALITIES = (85, 70, 55, 40)
_SMALLER = 0.7  # of width and height, until it fits
_SMALLEST = 160  # pixels; a picture that is still too large then is left out


def pictures_of(
    body: Body,
    keys: Sequence[str],
    *,
    limits: PictureLimits,
    links: EvidenceLinks | None,
    read: ReadPicture | None,
    now: datetime,
) -> dict[str, tuple[str, ...]]:
    """Return the pictures by each mode that the body's fields ask for; masked `keys`, most telling first."""
    asked = {field.pictures for field in body.fields.values() if field.pictures is not None}
    chosen = keys[: limits.most]
    found: dict[str, tuple[str, ...]] = {}
    if "link" in asked and links is not None:
        found["link"] = tuple(links.link(key, now) for key in chosen)
    if asked & {"base64", "data_url"} and read is not None:
        whole = [jpeg for key in chosen if (jpeg := _read(read, key)) is not None]
        fitting = [small for jpeg in whole if (small := fit(jpeg, limits.max_kb * 1000)) is not None]
        texts = tuple(base64.b64encode(jpeg).decode() for jpeg in fitting)
        found["base64"] = texts
        found["data_url"] = tuple(f"data:image/jpeg;base64,{text}" for text in texts)
    return found


def fit(jpeg: bytes, most: int) -> bytes | None:
    """Return a JPEG of at most `most` bytes: as it is, coarser, then smaller; None where none fits."""
    if len(jpeg) <= most:
        return jpeg
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    while picture is not None and min(picture.shape[:2]) >= _SMALLEST:
        for quality in _QUALITIES:
            done, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if done and len(coded) <= most:
                return bytes(coded.tobytes())
        height, width = (max(1, round(side * _SMALLER)) for side in picture.shape[:2])
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return None


def _read(read: ReadPicture, key: str) -> bytes | None:
    try:
        return read(key)
    except (NotFound, EvidenceError) as error:  # the incident counts for more than its picture
        log.warning("picture not enclosed", key=key, error=str(error))
        return None
