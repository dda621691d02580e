"""Kept pictures made small for lists: once for all who look. Thirty consoles ask for the same at the same moment."""

from __future__ import annotations

import threading
from collections import OrderedDict

import cv2

from core.errors import LookError
from ingest.picture import decode, read_header

MOST_KEPT = 1_000  # some 10 MB of those that a list shows
MOST_PIXELS = 100_000_000
_QUALITY = 80


class SmallPictures:
    """Remembers what it made last. A kept picture never changes, so neither does a small one. Any thread may ask."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._made: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, jpeg: bytes, width: int) -> bytes:
        """Return a picture `width` pixels across; as it is where it is no wider or cannot be read.

        `jpeg` is read anew for each who asks: what retention has taken away is not shown any more.
        """
        which = key, width
        with self._lock:
            if (known := self._made.get(which)) is not None:
                self._made.move_to_end(which)
                return known
        small = _reduced(jpeg, width)
        if small is jpeg:
            return jpeg
        with self._lock:
            self._made[which] = small
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return small


def _reduced(jpeg: bytes, width: int) -> bytes:
    try:
        header = read_header(jpeg)
        if header.width <= width:
            return jpeg
        height = max(1, round(header.height * width / header.width))
        image = decode(jpeg, max_pixels=MOST_PIXELS, max_side=max(width, height))
    except LookError:
        return jpeg
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    good, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes() if good else jpeg
