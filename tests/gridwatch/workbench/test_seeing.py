"""Detections ahead of the rules: in order, bounded, errors where they belong."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from core.detection import Detections
from core.geometry import Box
from detectors.tiles import Plan
from gridwatch.workbench.seeing import RecordedLook, SeenLook, ahead, see
from tests.builders import at, detections


def look(i: int, camera_id: str = "cam-1") -> RecordedLook:
    """A picture whose grey level is its number."""
    return RecordedLook(camera_id=camera_id, taken_at=at(i), image=np.full((4, 6, 3), i, np.uint8))


class Counting:
    """Says in `shed` which picture it was given; remembers batches and plans."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.plans: list[Any] = []

    def detect(self, images: Sequence[Any], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """One empty answer a picture; picture 99 breaks it."""
        self.batches.append(len(images))
        self.plans += plans
        if any(image[0, 0, 0] == 99 for image in images):
            raise RuntimeError("scripted failure")
        return [
            Detections.none(detections().names, (int(image[0, 0, 0]) + 1, image.shape[0])) for image in images
        ]


def test_looks_come_in_order_each_with_its_own_detections() -> None:
    """Batches are full but for the last; nothing is swapped."""
    detector = Counting()
    seen = list(see((look(i) for i in range(19)), detector, batch=8))
    assert [one.look.taken_at for one in seen] == [at(i) for i in range(19)]
    assert [one.detections.picture_size[0] - 1 for one in seen] == list(range(19))
    assert detector.batches == [8, 8, 3]


def test_each_picture_is_seen_by_the_plan_of_its_camera() -> None:
    """Tiles are a choice of the profile, so the camera decides."""
    plan = Plan(tiles=(Box(x0=0, y0=0, x1=0.5, y1=0.5),), classes=frozenset({"person"}))
    detector = Counting()
    list(see([look(0, "a"), look(1, "b"), look(2, "a")], detector, plan_of={"a": plan}.get))
    assert detector.plans == [plan, None, plan]


def test_a_decoder_that_is_faster_waits() -> None:
    """No more pictures are taken ahead than there is room for."""
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    items = ahead(endless(), 3)
    assert next(items) == 1
    threading.Event().wait(0.3)
    assert taken <= 6
    items.close()  # type: ignore[attr-defined] # it is a generator


def test_an_error_comes_after_what_was_good_before_it() -> None:
    """A clip that breaks off gives what came before; a detector that breaks says so."""

    def broken() -> Iterator[RecordedLook]:
        yield look(1)
        yield look(2)
        raise OSError("the disk is gone")

    looks = see(broken(), Counting(), batch=1)
    assert [next(looks).look.taken_at, next(looks).look.taken_at] == [at(1), at(2)]
    with pytest.raises(OSError, match="disk"):
        next(looks)
    with pytest.raises(RuntimeError, match="scripted"):
        list(see([look(1), look(99)], Counting()))


def test_a_look_without_its_picture_keeps_its_size() -> None:
    """Places are computed from it; the memory of a day of pictures is not."""
    seen = SeenLook(look=look(7), detections=detections())
    bare = seen.without_picture()
    assert bare.look.image.shape == (4, 6, 3)
    assert not bare.look.image.any()
    assert bare.look.image.strides[:2] == (0, 0)
    assert bare.look.taken_at == at(7)
