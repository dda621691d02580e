"""Detections that are remembered: a picture that a model has seen once is not seen again.

    detector = CachedDetector(low, exact, Memory(file), names=..., least=..., settings=...)
    detector.detect(images)  # as detectors.yolo.Detector.detect
    detector.counters        # pictures that were known, and that were seen

`opening.opened` makes one of a model folder, with one file for each model and input size. A picture is known by the
hash of its pixels, so the memory serves clips, folders and stored looks alike. What is kept has scores down to
`LEAST`, whatever the model's own thresholds: these are applied to the answer, so that other thresholds need no
detector. (Greedy suppression lets this be exact: a box is only ever suppressed by a surer one.) Pictures that are
looked at in tiles are kept by the model's own thresholds, since joining tiles weighs boxes against each other.

An entry that cannot be read, or whose checksum is wrong, is seen anew and replaced.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.frame import Image
from detectors.model import Model
from detectors.tiles import Plan
from gridwatch.workbench.memory import Memory
from gridwatch.workbench.seeing import Detects

ALL_BOXES = 300
"""Boxes of a picture that are kept, at least."""
LEAST = 0.05
"""Boxes that are not surer are not kept."""
_VERSION = 1  # of an entry
_HEAD = struct.Struct("<BIIHHI")  # version, width, height, boxes, -, shed


@dataclass(frozen=True, kw_only=True, slots=True)
class Counters:
    """What was asked for."""

    known: int = 0  # answered from memory
    seen: int = 0  # given to the detector
    broken: int = 0  # of these, entries that could not be read
    pruned: int = 0  # oldest entries that went
    set_aside: int = 0  # files that were damaged


class CachedDetector:
    """A detector in front of which stands a memory. One caller at a time, as for the detector itself."""

    def __init__(
        self,
        low: Detects,
        exact: Detects,
        memory: Memory,
        *,
        names: tuple[str, ...],
        least: Mapping[str, float],
        most: int,
        settings: str,
    ) -> None:
        """Put a memory before two detectors; all three belong to whoever opened them.

        Args:
            low: sees with scores down to `LEAST`.
            exact: sees with the thresholds `least`; used for tiles.
            memory: of this model.
            names: the model's classes.
            least: score above which a box is told, by class; `LEAST` where it says nothing.
            most: boxes of a picture that are told; the rest is shed.
            settings: whatever else decides what is seen; other settings, other entries.
        """
        self._low, self._exact, self._memory = low, exact, memory
        self.names = names
        self._most = most
        self._settings = settings
        self._known = self._seen = self._broken = 0
        self._least = np.array([least.get(name, LEAST) for name in names], np.float32)

    @property
    def counters(self) -> Counters:
        """What was done since it was made, and by its memory since that was opened."""
        return Counters(
            known=self._known,
            seen=self._seen,
            broken=self._broken,
            pruned=self._memory.pruned,
            set_aside=self._memory.set_aside,
        )

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return what is in each picture, in order; `plans` as in `detectors.yolo`.

        Raises:
            BadCache: the memory's file cannot be used.
        """
        wanted = list(plans) or [None] * len(images)
        keys = [self._key(image, plan) for image, plan in zip(images, wanted, strict=True)]
        found = self._remembered(keys)
        self._known += sum(key in found for key in keys)
        for plan_used in (False, True):
            missing = [
                i for i, key in enumerate(keys) if key not in found and (wanted[i] is not None) == plan_used
            ]
            if not missing:
                continue
            detector = self._exact if plan_used else self._low
            fresh = detector.detect([images[i] for i in missing], [wanted[i] for i in missing])
            new = {keys[i]: one for i, one in zip(missing, fresh, strict=True)}
            self._memory.keep({key: packed(one) for key, one in new.items()})
            found.update(new)
            self._seen += len(missing)
        return [
            self._told(found[key], exact=plan is not None) for key, plan in zip(keys, wanted, strict=True)
        ]

    def _told(self, kept: Detections, *, exact: bool) -> Detections:
        """Return what is sure enough. Where a sure box was shed, so it is told; where only unsure ones were, not."""
        if exact:
            return kept
        sure = kept.scores > self._least[kept.labels]  # as `detectors.heads` has it
        told = kept.where(sure)
        shed = kept.shed if bool(sure.all()) else 0
        if len(told) > self._most:  # surest first, as the detector has it
            shed += len(told) - self._most
            told = told.where(np.arange(len(told)) < self._most)
        return replace(told, shed=shed)

    def _key(self, image: Image, plan: Plan | None) -> bytes:
        digest = hashlib.blake2b(digest_size=16)
        settings = f"{self._settings}|{image.shape}"
        if plan is not None:
            tiles = [tuple(round(v, 6) for v in tile.row) for tile in plan.tiles]
            settings += f"|{tiles}|{sorted(plan.classes)}|{plan.left_out}|{self._least.tolist()}|{self._most}"
        digest.update(settings.encode())
        digest.update(np.ascontiguousarray(image).data)
        return digest.digest()

    def _remembered(self, keys: Sequence[bytes]) -> dict[bytes, Detections]:
        found: dict[bytes, Detections] = {}
        for key, entry in self._memory.known(keys).items():
            try:
                found[key] = unpacked(entry, self.names)
            except (ValueError, TypeError, struct.error):
                self._broken += 1
        return found


def packed(one: Detections) -> bytes:
    """Return detections as bytes with a checksum."""
    width, height = one.picture_size
    body = _HEAD.pack(_VERSION, width, height, len(one), 0, one.shed)
    body += one.boxes.tobytes() + one.scores.tobytes() + one.labels.tobytes()
    return body + struct.pack("<I", zlib.crc32(body))


def unpacked(entry: object, names: tuple[str, ...]) -> Detections:
    """Return the detections of `packed`.

    Raises:
        ValueError: they are something else.
    """
    if not isinstance(entry, bytes) or len(entry) < _HEAD.size + 4:
        raise ValueError("is no entry")
    body, (checksum,) = entry[:-4], struct.unpack("<I", entry[-4:])
    version, width, height, count, _, shed = _HEAD.unpack(body[: _HEAD.size])
    if zlib.crc32(body) != checksum or version != _VERSION or len(body) != _HEAD.size + 22 * count:
        raise ValueError("is damaged")
    at = _HEAD.size

    def column(kind: type[np.generic], rows: int) -> NDArray[np.generic]:
        nonlocal at
        values = np.frombuffer(body, kind, rows, at)
        at += values.nbytes
        return values.copy()

    boxes, scores, labels = column(np.float32, 4 * count), column(np.float32, count), column(np.int16, count)
    return Detections(
        boxes=boxes.reshape(-1, 4),  # type: ignore[arg-type] # float32 by its column
        scores=scores,  # type: ignore[arg-type] # float32 by its column
        labels=labels,  # type: ignore[arg-type] # int16 by its column
        names=names,
        picture_size=(width, height),
        shed=shed,
    )


def least_of(model: Model) -> dict[str, float]:
    """Return a model's own thresholds, by class."""
    thresholds = model.spec.thresholds
    return {name: thresholds.reported(name) for name in model.spec.classes}
