"""A YOLO detector: pictures in, relative boxes out, the same boxes as ultralytics on the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.frame import Image
from detectors.heads import HEADS, Boxes
from detectors.letterbox import Fit, Letterbox, smallest
from detectors.model import Model
from detectors.network import Network
from detectors.suppression import suppress
from detectors.tiles import Plan, cut, join

CANDIDATES = 3000  # boxes that reach NMS; its cost grows with their square (50 ms at 3,000)


class Detector:
    """A model on a network. Keeps a batch buffer for each input: one caller at a time (the batcher's worker)."""

    def __init__(self, model: Model, network: Network, *, max_boxes: int = 300, batch: int = 8) -> None:
        spec = model.spec
        self.names = spec.classes
        self.model = model
        self.network = network
        self._max_boxes = max_boxes
        self._iou = spec.thresholds.iou
        self._least = np.array([spec.thresholds.reported(name) for name in spec.classes], np.float32)
        self._head = HEADS[spec.kind]
        self._needs_nms = spec.kind != "yolo26"
        self._batch = batch
        self._inputs = [Letterbox.of(spec.kind, size) for size in network.sizes]
        self._buffers: dict[tuple[int, int], NDArray[np.float32]] = {}

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return what is in each of `images`, (h, w, 3) uint8 BGR of any sizes, in their order.

        `plans`, one for each picture or none at all, says which of them are looked at in tiles as well.
        """
        if not any(plans):
            return self._plain(images)
        pieces = [[] if plan is None else cut(image, plan) for image, plan in zip(images, plans, strict=True)]
        views = iter(self._plain([*images, *(piece for mine in pieces for piece in mine)]))
        wholes = [next(views) for _ in images]
        return [
            whole if plan is None else join(whole, [next(views) for _ in mine], plan, self._max_boxes)
            for whole, mine, plan in zip(wholes, pieces, plans, strict=True)
        ]

    def close(self) -> None:
        """Close the network."""
        self.network.close()

    def _plain(self, images: Sequence[Image]) -> list[Detections]:
        by_input: dict[int, list[int]] = {}
        for place, image in enumerate(images):
            by_input.setdefault(smallest(self._inputs, image.shape[1], image.shape[0]), []).append(place)
        found: dict[int, Detections] = {}
        for number, places in by_input.items():
            for start in range(0, len(places), self._batch):
                part = places[start : start + self._batch]
                seen = self._one_batch([images[place] for place in part], self._inputs[number])
                found.update(zip(part, seen, strict=True))
        return [found[place] for place in range(len(images))]

    def _one_batch(self, images: Sequence[Image], letterbox: Letterbox) -> list[Detections]:
        size = letterbox.size
        if size not in self._buffers:
            self._buffers[size] = np.empty((self._batch, 3, size[1], size[0]), np.float32)
        buffer = self._buffers[size]
        fits: list[Fit] = []  # one step ahead of what is read: a picture is written while others are run
        with closing(
            self.network.flow(
                buffer[: len(images)], lambda i: fits.append(letterbox.write(images[i], buffer[i]))
            )
        ) as answers:
            return [self._read(raw, fits[i], images[i], size) for i, raw in enumerate(answers)]

    def _read(self, raw: NDArray[np.float32], fit: Fit, image: Image, size: tuple[int, int]) -> Detections:
        (boxes, scores, labels), shed = self._thinned(self._head(raw, self._least, size))
        return Detections(
            boxes=fit.relative(boxes),
            scores=np.minimum(scores, 1).astype(np.float32, copy=False),
            labels=labels.astype(np.int16),
            names=self.names,
            picture_size=(image.shape[1], image.shape[0]),
            shed=shed,
        )

    def _thinned(self, found: Boxes) -> tuple[Boxes, int]:
        """Return the boxes that stay, most confident first, and how many the caps have cost."""
        boxes, scores, labels = found
        order = np.argsort(-scores, kind="stable")
        shed = max(0, len(order) - CANDIDATES)
        order = order[:CANDIDATES]
        if self._needs_nms and len(order):
            order = order[suppress(boxes[order], scores[order], labels[order], self._iou)]
        shed += max(0, len(order) - self._max_boxes)
        order = order[: self._max_boxes]
        return (boxes[order], scores[order], labels[order]), shed
