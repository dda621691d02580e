"""Kept pictures, for leaving: masked anew and without the mark, or raw where a reason was given.

The masked copy that receivers get has the finding drawn into it. A detector that learns from such copies learns the
frame, not the heap; so the raw picture is masked again by the same rule, without the mark. A picture whose masking
failed when it was kept, or fails now, does not leave.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from alerts.evidence import EvidenceStore
from core.clock import Clock
from core.errors import EvidenceError, NotFound
from core.frame import Image
from core.incident import Picture
from gridwatch.workbench.feedback.claims import Left

VIEWS = "views.jsonl"
_QUALITY = 92


@dataclass(frozen=True, kw_only=True, eq=False)
class Print:
    """A picture that may leave."""

    image: Image  # (h, w, 3) uint8 BGR
    jpeg: bytes


class ViewLog:
    """Records who has seen which picture, and why, before it is read: beside the pictures, append-only.

    The service writes `evidence.viewed` into its own log. An export is another process, whose output nobody keeps.
    """

    def __init__(self, path: Path, *, who: str, why: str, clock: Clock) -> None:
        self._path = path
        self._who = who
        self._why = why
        self._clock = clock

    def record(self, key: str) -> None:
        """Write one view down.

        Raises:
            EvidenceError: it cannot be written; then the picture must not be read.
        """
        line = {"at": self._clock.now().isoformat(), "who": self._who, "key": key, "why": self._why}
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise EvidenceError(
                f"{self._path}: a view cannot be recorded ({error.strerror}), so no picture is read"
            ) from error


class Album:
    """Takes pictures out of the evidence store.

    Args:
        evidence: of the service.
        views: every read is recorded in it.
        mask: returns a masked copy of a picture, or None when that cannot be made safely; None: raw pictures leave.
    """

    def __init__(
        self, evidence: EvidenceStore, views: ViewLog, mask: Callable[[Image], Image | None] | None
    ) -> None:
        self._evidence = evidence
        self._views = views
        self._mask = mask

    def take(self, picture: Picture) -> Print | Left:
        """Return a picture that may leave, or why there is none."""
        if self._mask is not None and picture.masked_key is None:
            return Left.MASKING
        self._views.record(picture.raw_key)
        try:
            raw = self._evidence.read(picture.raw_key)
        except NotFound:
            return Left.NOT_KEPT
        decoded = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) if raw else None
        if decoded is None:
            return Left.UNREADABLE
        image = np.asarray(decoded, np.uint8)
        if self._mask is None:
            return Print(image=image, jpeg=raw)
        copy = self._mask(image)
        if copy is None:
            return Left.MASKING
        _, jpeg = cv2.imencode(".jpg", copy, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return Print(image=copy, jpeg=jpeg.tobytes())
