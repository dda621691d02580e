"""Detections ahead of the rules: decode, detect in batches and judge run side by side, in order.

    looks ─► [thread: read, decode] ─► room ─► [thread: detect, a batch at a time] ─► room ─► who judges

Each room is bounded, so that a decoder which is faster than the detector waits instead of filling the memory.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from queue import Full, Queue
from typing import Generic, Protocol, TypeVar

import numpy as np

from core.detection import Detections
from core.frame import Image
from detectors.tiles import Plan

BATCH = 8
"""Pictures that are given to the detector at once."""
_PATIENCE_S = 0.1  # how soon a thread notices that nobody wants more
T = TypeVar("T")


class Detects(Protocol):
    """What finds boxes: `detectors.yolo.Detector`, or `workbench.cache.CachedDetector`."""

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return what is in each picture, in order."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RecordedLook:
    """A picture that was taken some time ago."""

    camera_id: str
    taken_at: datetime  # UTC
    image: Image = field(repr=False)  # (h, w, 3) uint8 BGR
    jpeg: bytes | None = field(default=None, repr=False)  # as it was stored


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SeenLook:
    """A recorded picture with what is in it."""

    look: RecordedLook
    detections: Detections

    def without_picture(self) -> SeenLook:
        """The same look with an empty picture that takes no memory: the rules need no more."""
        blank = np.broadcast_to(np.zeros((1, 1, 3), np.uint8), self.look.image.shape)
        return replace(self, look=replace(self.look, image=blank, jpeg=None))


def see(
    looks: Iterable[RecordedLook],
    detector: Detects,
    *,
    plan_of: Callable[[str], Plan | None] = lambda _: None,
    batch: int = BATCH,
) -> Iterator[SeenLook]:
    """Yield every look with its detections, in order; reading and detecting run ahead in threads.

    Args:
        looks: in order of time.
        detector: is called by one thread alone.
        plan_of: which tiles of a camera's pictures are looked at enlarged.
        batch: pictures at once.

    Raises:
        Whatever reading or detecting raises, after the looks before it.
    """

    def seen() -> Iterator[SeenLook]:
        ready = ahead(looks, 2 * batch)
        while some := list(islice(ready, batch)):
            found = detector.detect([look.image for look in some], [plan_of(look.camera_id) for look in some])
            yield from (
                SeenLook(look=look, detections=boxes) for look, boxes in zip(some, found, strict=True)
            )

    return ahead(seen(), 2 * batch)


def ahead(items: Iterable[T], room: int) -> Iterator[T]:
    """Yield the items, which a thread takes up to `room` ahead; its error is raised where it came."""
    errand = _Errand[T](items, room)
    errand.start()
    try:
        while (item := errand.waiting.get()) is not None:
            if isinstance(item, _Failed):
                raise item.error
            yield item.item
    finally:
        errand.unwanted.set()
        errand.join()


@dataclass(frozen=True, slots=True)
class _Taken(Generic[T]):
    item: T


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class _Errand(threading.Thread, Generic[T]):
    """Takes items into `waiting`, then None, until `unwanted`."""

    def __init__(self, items: Iterable[T], room: int) -> None:
        super().__init__(name="ahead", daemon=True)
        self.waiting: Queue[_Taken[T] | _Failed | None] = Queue(room)
        self.unwanted = threading.Event()
        self._items = iter(items)

    def run(self) -> None:
        try:
            for item in self._items:
                if not self._offer(_Taken(item)):
                    break
            self._offer(None)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever takes the items
            self._offer(_Failed(error))
        finally:
            close = getattr(self._items, "close", None)
            if close is not None:
                close()

    def _offer(self, one: _Taken[T] | _Failed | None) -> bool:
        while not self.unwanted.is_set():
            try:
                self.waiting.put(one, timeout=_PATIENCE_S)
            except Full:
                continue
            return True
        return False
