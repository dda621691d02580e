"""Detections that are remembered: a picture that a model has seen once is not seen again.

    with opened_cached(model_folder, cache_folder) as (detector, facts):
        detector.detect(images)            # as detectors.yolo.Detector.detect
        detector.counters                  # pictures that were known, and that were seen
        detector.with_least({"waste": 0.1})  # the same memory, other thresholds

One SQLite file for each model and input size. A picture is known by the hash of its pixels, so the cache serves
clips, folders and stored looks alike. What is kept has scores down to `LEAST`, whatever the model's own thresholds:
these are applied to the answer, so that a sweep may try others without the detector. (Greedy suppression lets this
be exact: a box is only ever suppressed by a surer one.) Pictures that are looked at in tiles are kept by the
model's own thresholds, since joining tiles weighs boxes against each other.

An entry that cannot be read, or whose checksum is wrong, is seen anew and replaced. Above `MAX_ENTRIES` the oldest
entries go.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.errors import GridwatchError
from core.frame import Image
from detectors.model import Model, Thresholds
from detectors.tiles import Plan
from gridwatch.workbench.seeing import Detects

LEAST = 0.05
"""Boxes below this score are not kept."""
MAX_ENTRIES = 1_000_000
"""About one gigabyte."""
_VERSION = 1  # of an entry
_HEAD = struct.Struct("<BIIHHI")  # version, width, height, boxes, -, shed
_ASK_AT_ONCE = 500


class BadCache(GridwatchError):
    """A cache file cannot be used; deleting it costs nothing but time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counters:
    """What was asked for."""

    known: int = 0  # answered from memory
    seen: int = 0  # given to the detector
    broken: int = 0  # of these, entries that could not be read
    pruned: int = 0  # oldest entries that went


class CachedDetector:
    """A detector in front of which stands a memory. One caller at a time, as for the detector itself."""

    def __init__(
        self,
        low: Detects,
        exact: Detects,
        file: Path,
        *,
        names: tuple[str, ...],
        least: Mapping[str, float],
        settings: str,
        max_entries: int = MAX_ENTRIES,
    ) -> None:
        """Open the memory; the file is made if absent.

        Args:
            low: sees with scores down to `LEAST`.
            exact: sees with the thresholds `least`; used for tiles.
            file: the SQLite file.
            names: the model's classes.
            least: score from which a box is told, by class; `LEAST` where it says nothing.
            settings: whatever else decides what is seen; other settings, other entries.
            max_entries: bound.

        Raises:
            BadCache: the file is none of ours.
        """
        self._low, self._exact, self._file = low, exact, file
        self.names = names
        self._settings = settings
        self._max = max_entries
        self._counters = Counters()
        self._least = np.array([least.get(name, LEAST) for name in names], np.float32)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=30.0, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=OFF")  # what is lost is seen again
            self._db.execute("CREATE TABLE IF NOT EXISTS seen (key BLOB PRIMARY KEY, entry BLOB NOT NULL)")
        except sqlite3.Error as error:
            raise BadCache(f"{file}: cannot be used as a cache of detections ({error}); delete it") from error

    @property
    def counters(self) -> Counters:
        """What was done since it was opened."""
        return self._counters

    def with_least(self, least: Mapping[str, float]) -> CachedDetector:
        """The same detectors and memory with other thresholds, all at least `LEAST`; for pictures without tiles."""
        return CachedDetector(
            self._low, self._exact, self._file, names=self.names, least=least, settings=self._settings,
            max_entries=self._max,
        )  # fmt: skip

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return what is in each picture, in order; `plans` as in `detectors.yolo`."""
        wanted = list(plans) or [None] * len(images)
        keys = [self._key(image, plan) for image, plan in zip(images, wanted, strict=True)]
        found = self._known(keys)
        self._counters = replace(
            self._counters, known=self._counters.known + sum(key in found for key in keys)
        )
        for plan_used in (False, True):
            missing = [
                i for i, key in enumerate(keys) if key not in found and (wanted[i] is not None) == plan_used
            ]
            if not missing:
                continue
            detector = self._exact if plan_used else self._low
            fresh = detector.detect([images[i] for i in missing], [wanted[i] for i in missing])
            self._keep({keys[i]: one for i, one in zip(missing, fresh, strict=True)})
            found.update((keys[i], one) for i, one in zip(missing, fresh, strict=True))
            self._counters = replace(self._counters, seen=self._counters.seen + len(missing))
        return [
            self._told(found[key], exact=plan is not None) for key, plan in zip(keys, wanted, strict=True)
        ]

    def close(self) -> None:
        """Close the memory; the detectors belong to whoever opened them."""
        self._db.close()

    def _told(self, kept: Detections, *, exact: bool) -> Detections:
        """Return what is sure enough. Where a sure box was shed, so it is told; where only unsure ones were, not."""
        if exact:
            return kept
        sure = kept.scores >= self._least[kept.labels]
        told = kept.where(sure)
        return told if bool(sure.all()) else replace(told, shed=0)

    def _key(self, image: Image, plan: Plan | None) -> bytes:
        digest = hashlib.blake2b(digest_size=16)
        settings = f"{self._settings}|{image.shape}"
        if plan is not None:
            tiles = [tuple(round(v, 6) for v in tile.row) for tile in plan.tiles]
            settings += f"|{tiles}|{sorted(plan.classes)}|{plan.left_out}|{self._least.tolist()}"
        digest.update(settings.encode())
        digest.update(np.ascontiguousarray(image).data)
        return digest.digest()

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Detections]:
        found: dict[bytes, Detections] = {}
        unique = list(dict.fromkeys(keys))
        for start in range(0, len(unique), _ASK_AT_ONCE):
            part = unique[start : start + _ASK_AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT key, entry FROM seen WHERE key IN ({marks})", part)  # noqa: S608 - marks only
            for key, entry in rows:
                one = self._read(entry)
                if one is None:
                    self._counters = replace(self._counters, broken=self._counters.broken + 1)
                else:
                    found[key] = one
        return found

    def _keep(self, fresh: Mapping[bytes, Detections]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO seen VALUES (?, ?)",
                [(key, packed(one)) for key, one in fresh.items()],
            )
            (count,) = self._db.execute("SELECT COUNT(*) FROM seen").fetchone()
            if count > self._max:
                gone = count - self._max
                self._db.execute(
                    "DELETE FROM seen WHERE rowid IN (SELECT rowid FROM seen ORDER BY rowid LIMIT ?)", (gone,)
                )
                self._counters = replace(self._counters, pruned=self._counters.pruned + gone)

    def _read(self, entry: object) -> Detections | None:
        try:
            return unpacked(entry, self.names)
        except (ValueError, TypeError, struct.error):
            return None


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
    return {name: thresholds.per_class.get(name, thresholds.confidence) for name in model.spec.classes}


@contextlib.contextmanager
def opened_cached(
    folder: Path, cache: Path, *, threads: int = 0
) -> Iterator[tuple[CachedDetector, dict[str, str]]]:
    """Open a model folder behind a memory below `cache`; yield it, and the facts that incidents record."""
    from core.config.settings import ModelChoice
    from detectors.model import read_model
    from detectors.network import open_network
    from detectors.yolo import Detector

    model = read_model(folder)
    spec = model.spec
    low = Thresholds(confidence=LEAST, iou=spec.thresholds.iou)
    network = open_network(model, ModelChoice(threads=threads))
    all_boxes = replace(model, spec=spec.model_copy(update={"thresholds": low}))
    width, height = spec.size
    try:
        cached = CachedDetector(
            Detector(all_boxes, network),
            Detector(model, network),
            cache / f"{model.sha256[:16]}-{width}x{height}.sqlite",
            names=spec.classes,
            least=least_of(model),
            settings=f"{model.sha256}|{spec.size}|{spec.kind}|{spec.thresholds.iou}|{LEAST}",
        )
        with contextlib.closing(cached):
            yield cached, {"model": f"{spec.name} {spec.version}", "model_sha256": model.sha256}
    finally:
        network.close()
