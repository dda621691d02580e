"""A YOLO detector: pictures in, relative boxes out, the same boxes as ultralytics on the same weights."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from core.detection import Detections
from core.frame import Image
from detectors.heads import HEADS, Boxes
from detectors.letterbox import Fit, Letterbox
from detectors.model import Model
from detectors.network import Network

CANDIDATES = 3000  # boxes that reach NMS; its cost grows with their square (50 ms at 3,000)


class Detector:
    """A model on a network. Keeps one batch buffer: one caller at a time (the batcher's worker)."""

    def __init__(self, model: Model, network: Network, *, max_boxes: int = 300, batch: int = 8) -> None:
        spec = model.spec
        self.names = spec.classes
        self.model = model
        self.network = network
        self._max_boxes = max_boxes
        self._iou = spec.thresholds.iou
        self._least = np.array(
            [spec.thresholds.per_class.get(name, spec.thresholds.confidence) for name in spec.classes],
            np.float32,
        )
        self._head = HEADS[spec.kind]
        self._needs_nms = spec.kind != "yolo26"
        as_yolox = {"centred": False, "rgb": False, "scale": 1.0} if spec.kind == "yolox" else {}
        self._letterbox = Letterbox(size=spec.size, **as_yolox)  # type: ignore[arg-type]  # values of three types
        self._buffer = np.empty((batch, 3, spec.size[1], spec.size[0]), np.float32)

    def detect(self, images: Sequence[Image]) -> list[Detections]:
        """Return what is in each of `images`, (h, w, 3) uint8 BGR of any sizes, in their order."""
        room = len(self._buffer)
        return [
            found
            for start in range(0, len(images), room)
            for found in self._one_batch(images[start : start + room])
        ]

    def close(self) -> None:
        """Close the network."""
        self.network.close()

    def _one_batch(self, images: Sequence[Image]) -> list[Detections]:
        fits = [self._letterbox.write(image, slot) for image, slot in zip(images, self._buffer, strict=False)]
        raw = self.network.infer(self._buffer[: len(images)])
        return [self._read(*one) for one in zip(raw, fits, images, strict=True)]

    def _read(self, raw: NDArray[np.float32], fit: Fit, image: Image) -> Detections:
        (boxes, scores, labels), shed = self._thinned(self._head(raw, self._least, self._letterbox.size))
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


def suppress(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], labels: NDArray[np.int64], iou: float
) -> NDArray[np.int64]:
    """Return the indices that survive class-wise non-maximum suppression, most confident first.

    OpenCV's C++ loop: 0.15 ms for 50 boxes and 1.5 ms for 300, where a numpy loop takes 2.5 and 12 ms.
    """
    apart = boxes.astype(np.float64)
    apart += (labels * (2.0 * float(np.abs(boxes).max(initial=0)) + 1.0))[:, None]  # no class touches another
    apart[:, 2:] -= apart[:, :2]
    kept = cv2.dnn.NMSBoxes(apart, scores, 0.0, iou)  # type: ignore[arg-type]  # the stubs know lists only
    return np.asarray(kept, np.int64).reshape(-1)
