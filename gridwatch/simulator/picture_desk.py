"""Pictures for the servers: rendered in a few threads, made once, kept for a while, never too many."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from math import floor
from typing import TypeVar

import cv2
import numpy as np

from core.errors import ClipError
from core.frame import Image
from gridwatch.simulator.faults import Fault, FaultKind
from gridwatch.simulator.fleet import Fleet
from gridwatch.simulator.picture_faults import PICTURE_FAULTS, spoil

Pictures = Callable[[str, float], "Image | bytes"]
"""`(camera id, script second) -> (h, w, 3) uint8 BGR, or a finished JPEG`. Called in worker threads."""

_T = TypeVar("_T")
_Key = tuple[str, float, tuple[Fault, ...], Hashable]


class Busy(Exception):
    """More pictures are being waited for than the desk allows."""


class PictureDesk:
    """Makes and keeps JPEGs and pictures.

    `fresh_s` is how long one picture of a camera is shown before the next is rendered, `workers` the
    rendering threads, `kept_bytes` the memory for JPEGs, `waiting` the most pictures in the making.
    """

    def __init__(
        self,
        pictures: Pictures,
        fleet: Fleet,
        *,
        fresh_s: float = 1.0,
        workers: int = 2,
        quality: int = 85,
        kept_bytes: int = 64 * 1024 * 1024,
        waiting: int = 512,
        view: Callable[[str], Hashable] = lambda _: None,
    ) -> None:
        """`view`: camera id -> what changes when it has been turned: no earlier picture is shown then."""
        self._pictures = pictures
        self._fleet = fleet
        self._fresh_s = fresh_s
        self._quality = quality
        self._kept_bytes = kept_bytes
        self._waiting = waiting
        self._view = view
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="simulated-camera")
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._held = 0  # bytes in _kept
        self._making: dict[_Key, asyncio.Future[bytes]] = {}
        self.rendered = 0  # pictures made so far

    async def jpeg(self, camera_id: str) -> bytes:
        """Return the camera's present picture as JPEG.

        Raises:
            Busy: too many are waited for.
        """
        key = self._key(camera_id, self._fresh_s)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if (making := self._making.get(key)) is not None:
            return await asyncio.shield(making)
        if len(self._making) >= self._waiting:
            raise Busy(f"{self._waiting} pictures are in the making")
        made = asyncio.get_running_loop().run_in_executor(self._pool, self._make_jpeg, key)
        self._making[key] = made
        made.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(made)

    def render(self, camera_id: str, size: tuple[int, int], fresh_s: float) -> Image:
        """Return the camera's present picture, (height, width, 3) BGR, at `size` = (width, height).

        Blocks, and keeps nothing: for streams, inside `run`. A new picture is due every `fresh_s`.
        """
        camera_id, second, active, _ = self._key(camera_id, fresh_s)
        picture = self._pictures(camera_id, second)
        image = _decode(picture, camera_id) if isinstance(picture, bytes) else picture
        image = spoil(image, active)
        if (image.shape[1], image.shape[0]) != size:
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        return image

    async def run(self, work: Callable[[], _T]) -> _T:
        """Run blocking work (encoding) in the same few threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Stop the threads; what is being rendered is finished, what waits is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _key(self, camera_id: str, fresh_s: float) -> _Key:
        now = self._fleet.now_s()
        active = tuple(fault for fault in self._fleet.active(camera_id) if fault.kind in PICTURE_FAULTS)
        stood = [fault.start_s for fault in active if fault.kind is FaultKind.FROZEN]
        # A fault without a start froze the camera before the script began.
        second = max(0.0, min(stood)) if stood else floor(now / fresh_s) * fresh_s
        return camera_id, second, active, self._view(camera_id)

    def _make_jpeg(self, key: _Key) -> bytes:
        camera_id, second, active, _ = key
        self.rendered += 1
        picture = self._pictures(camera_id, second)
        if isinstance(picture, bytes):
            if not any(fault.kind is not FaultKind.FROZEN for fault in active):
                return picture
            picture = _decode(picture, camera_id)
        return _encode(spoil(picture, active), self._quality)

    def _keep(self, key: _Key, made: asyncio.Future[bytes]) -> None:
        self._making.pop(key, None)
        if made.cancelled() or made.exception() is not None:
            return
        self._kept[key] = made.result()
        self._held += len(made.result())
        while self._held > self._kept_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped)


def _decode(jpeg: bytes, camera_id: str) -> Image:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ClipError(f"the picture given for {camera_id} is not a JPEG; give a readable one")
    return np.asarray(image, np.uint8)


def _encode(image: Image, quality: int) -> bytes:
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise ClipError(f"a picture of shape {image.shape} cannot be encoded as JPEG")
    return data.tobytes()
