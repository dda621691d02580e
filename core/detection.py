"""What a detector saw in one picture: columns of numpy arrays, checked once at birth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.geometry import Box


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Detections:
    """Boxes of one picture, most confident first.

    boxes: (n, 4) float32, x0 y0 x1 y1, relative 0..1.
    scores: (n,) float32, 0..1.
    labels: (n,) int16, index into `names`.
    """

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    labels: NDArray[np.int16]
    names: tuple[str, ...]
    picture_size: tuple[int, int]  # (width, height) in pixels
    shed: int = 0  # boxes dropped by the box cap

    def __post_init__(self) -> None:
        n = len(self.boxes)
        if self.boxes.shape != (n, 4) or self.boxes.dtype != np.float32:
            raise ValueError(f"boxes must be (n, 4) float32, got {self.boxes.shape} {self.boxes.dtype}")
        if self.scores.shape != (n,) or self.scores.dtype != np.float32:
            raise ValueError(f"scores must be ({n},) float32, got {self.scores.shape} {self.scores.dtype}")
        if self.labels.shape != (n,) or self.labels.dtype != np.int16:
            raise ValueError(f"labels must be ({n},) int16, got {self.labels.shape} {self.labels.dtype}")
        if n and not (int(self.labels.min()) >= 0 and int(self.labels.max()) < len(self.names)):
            raise ValueError(f"labels outside of the {len(self.names)} names")
        if n and not (float(self.boxes.min()) >= 0.0 and float(self.boxes.max()) <= 1.0):
            raise ValueError("boxes must be relative, 0..1")

    def __len__(self) -> int:
        return len(self.boxes)

    def __iter__(self) -> Iterator[tuple[Box, float, str]]:
        """Yield `(box, score, name)`."""
        for row, score, label in zip(self.boxes, self.scores, self.labels, strict=True):
            yield Box.of(row), float(score), self.names[int(label)]

    def where(self, keep: NDArray[np.bool_]) -> Detections:
        """Return the rows for which `keep` (n,) holds."""
        return Detections(
            boxes=self.boxes[keep],
            scores=self.scores[keep],
            labels=self.labels[keep],
            names=self.names,
            picture_size=self.picture_size,
            shed=self.shed,
        )

    def of(self, classes: Sequence[str], min_score: float = 0.0) -> Detections:
        """Return the rows of these class names with at least this score."""
        wanted = [i for i, name in enumerate(self.names) if name in classes]
        return self.where(np.isin(self.labels, wanted) & (self.scores >= min_score))

    @classmethod
    def none(cls, names: tuple[str, ...], picture_size: tuple[int, int]) -> Detections:
        """Return an empty set."""
        return cls(
            boxes=np.zeros((0, 4), np.float32),
            scores=np.zeros(0, np.float32),
            labels=np.zeros(0, np.int16),
            names=names,
            picture_size=picture_size,
        )
