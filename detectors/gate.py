"""The change gate: a picture in which nothing has changed need not go through the detector again.

A picture is compared, on 32 x 18 grey blocks, with the last few in which the detector ran and no rule found anything
worth remembering. A change of light is taken out first: gain and offset by least squares over the blocks that
agree, then what varies slowly over the picture. A block has changed when it differs from all of these pictures by
more than it usually does there (leaves, a printed clock), so that somebody who passed is not a change a second
time when he is gone. One block is enough: it is a thirtieth of the picture wide.

Where a rule was not sure of what has changed, a few more looks go to the detector before it counts as known (`ran`).

What stays is bounded: `max_age_s` after the detector last ran it runs again, whatever the picture shows.

Pure but for what is remembered per camera: about 5 kB each. `places` gives it out and takes it back, over a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.frame import Frame

SMALL_W, SMALL_H = 128, 72  # pixels of the grey picture that is compared
ROWS, COLUMNS = 18, 32
KEPT = 3  # pictures that are compared with; one more saves 3 % of the looks of a scripted day, one less costs 4 %
_LEAST = 1.5  # grey levels that are a change, however dark and calm the place
_SHARE = 0.08  # of the mean grey level, by day more than `_LEAST`
_TIMES = 4.0  # the usual difference of a block, above which it has changed
_MOST = 25.0  # grey levels that are always a change: a lane with traffic must not hide a parked car
_LEARN = 0.1  # weight of a look in what is usual
_UNSURE = 3  # further looks by which the detector may become sure
_WIDE = (9, 9)  # blocks over which a difference counts as light
_GAIN = (0.3, 3.0)  # of the light between two pictures; beyond, it is another picture

Grey = NDArray[np.float32]


class Gate(StrEnum):
    """What the gate says of a picture."""

    FIRST = "first"
    """Nothing to compare with."""
    CHANGED = "changed"
    AGED = "aged"
    """Unchanged, but the detector has not run for too long."""
    UNCHANGED = "unchanged"
    """What the detector would see is what it saw."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Seen:
    """A picture in which the detector ran, and what it saw."""

    blocks: NDArray[np.float16]  # (18, 32) grey levels
    detections: Detections


@dataclass(kw_only=True, slots=True, eq=False)
class Place:
    """What is known about one camera."""

    usual: NDArray[np.float16]  # (18, 32) grey levels by which blocks differ from look to look
    seen: list[Seen] = field(default_factory=list)  # latest first, at most `KEPT`
    ran_at: float = float("-inf")  # epoch seconds
    unsure: int = 0  # looks of this change that the rules were unsure of


class ChangeGate:
    """Says of each picture whether the detector must run; one owner, not for threads."""

    def __init__(self, max_age_s: float) -> None:
        """`max_age_s`: seconds after which the detector runs although nothing has changed."""
        self._max_age_s = max_age_s
        self.places: dict[str, Place] = {}  # by camera id

    def judge(self, frame: Frame) -> tuple[Gate, Detections | None]:
        """Return what the gate says and, where it is UNCHANGED, what the detector saw in the likest picture."""
        place = self.places.get(frame.camera_id)
        if place is None or not place.seen:
            return Gate.FIRST, None
        blocks = blocks_of(frame)
        differences = difference(blocks, np.stack([seen.blocks for seen in place.seen]).astype(np.float32))
        least = differences.min(axis=0)
        usual = place.usual.astype(np.float32)
        changed = bool((least > _limit(usual, float(blocks.mean()))).any())
        usual += _LEARN * (np.minimum(least, _MOST) - usual)
        place.usual = usual.astype(np.float16)
        if changed:
            return Gate.CHANGED, None
        if not 0 <= frame.taken_at.timestamp() - place.ran_at < self._max_age_s:  # or the clock was set back
            return Gate.AGED, None
        place.unsure = 0
        likest = int(differences.sum(axis=(1, 2)).argmin())
        return Gate.UNCHANGED, place.seen[likest].detections

    def ran(self, frame: Frame, detections: Detections, *, unsure: bool = False) -> None:
        """The detector ran on this picture and nothing is remembered of it: later ones are compared with it.

        Not where a rule is `unsure` of it: a heap that came a moment ago and is not quite believed would pass as what
        was always there. So many looks of a change as `_UNSURE` get another try; what is unsure then is how it is.
        """
        place = self.places.get(frame.camera_id)
        if place is None:
            place = self.places[frame.camera_id] = Place(usual=np.zeros((ROWS, COLUMNS), np.float16))
        if unsure and place.unsure < _UNSURE:
            place.unsure += 1
            return
        place.unsure = 0
        place.seen.insert(0, Seen(blocks=blocks_of(frame).astype(np.float16), detections=detections))
        del place.seen[KEPT:]
        place.ran_at = frame.taken_at.timestamp()

    def forget(self, camera_id: str) -> None:
        """A rule remembers something, or the camera has changed: the next picture goes to the detector."""
        place = self.places.get(camera_id)
        if place is not None:
            place.seen.clear()  # what is usual there stays true
            place.unsure = 0

    def drop(self, camera_id: str) -> None:
        """The camera is gone."""
        self.places.pop(camera_id, None)


def blocks_of(frame: Frame) -> Grey:
    """Return the mean grey levels of 32 x 18 blocks, (18, 32) float32."""
    small = frame.small
    if small is None:
        shrunk = cv2.resize(frame.image, (SMALL_W, SMALL_H), interpolation=cv2.INTER_AREA)
        small = np.asarray(cv2.cvtColor(shrunk, cv2.COLOR_BGR2GRAY), np.uint8)
    return cv2.resize(small, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA).astype(np.float32)


def difference(blocks: Grey, references: Grey) -> Grey:
    """Return by how many grey levels blocks differ from each reference when the light is taken out.

    Args:
        blocks: (18, 32) float32.
        references: (n, 18, 32) float32. All at once: on so few numbers each step costs the same for one as for three.

    Returns:
        (n, 18, 32) float32, 0 or more.
    """
    before = references.reshape(len(references), -1)
    now = blocks.reshape(-1)
    weight = np.ones_like(before)
    for _ in range(2):  # the second time without the blocks that do not fit the light: they have changed
        total = weight.sum(axis=1, keepdims=True)
        around = before - _dot(weight, before) / total
        weighed = weight * around
        spread = _dot(weighed, around)
        gain = np.where(spread > 1, (weighed @ now)[:, None] / np.maximum(spread, 1), 1)
        gain = np.minimum(np.maximum(gain, _GAIN[0]), _GAIN[1])  # `clip` has more to do before it begins
        # `around` has no mean under `weight`, so that the mean of `now` need not be taken from it before
        left: Grey = now - (weight @ now)[:, None] / total - gain * around
        size = np.abs(left)
        weight = (size < 4 * (_median(size) + 0.3)).astype(np.float32)
    light = _blurred(left * weight) / np.maximum(_blurred(weight), 0.1)
    return np.abs(left - light).reshape(references.shape)


def _dot(a: Grey, b: Grey) -> Grey:
    """Return the sums of products of the rows of (n, m) arrays, (n, 1)."""
    return np.asarray((a * b).sum(axis=1, keepdims=True), np.float32)


def _median(size: Grey) -> Grey:
    """Return the upper median of each row, (n, 1): `np.median` costs three times as much."""
    middle = size.shape[1] // 2
    return np.asarray(np.partition(size, middle, axis=1)[:, middle, None], np.float32)


def _blurred(rows: Grey) -> Grey:
    """Return the mean of the `_WIDE` neighbourhood of each block of (n, 576) rows."""
    planes = np.ascontiguousarray(rows.T).reshape(ROWS, COLUMNS, -1)  # one call for all: as channels
    return cv2.blur(planes, _WIDE).reshape(ROWS * COLUMNS, -1).T.astype(np.float32, copy=False)


def _limit(usual: Grey, mean: float) -> Grey:
    limit: Grey = np.clip(_TIMES * usual, max(_LEAST, _SHARE * mean), _MOST)
    return limit
