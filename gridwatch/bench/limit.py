"""The limit of a look: decoding a picture and running the model on it, in a loop, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from core.config.settings.detecting import ModelChoice
from core.frame import Image
from detectors.letterbox import Letterbox, smallest
from detectors.model import Model
from detectors.network import open_network


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """Core-milliseconds of one picture in a tight loop."""

    decode_ms: float
    infer_ms: float

    @property
    def looks_per_core_s(self) -> float:
        """Looks in a core-second, were there nothing else to do."""
        return 1000 / (self.decode_ms + self.infer_ms)


def between(one: Limit, other: Limit) -> Limit:
    """Return the mean of a limit that was measured before something and one that was measured after it."""
    return Limit(
        decode_ms=(one.decode_ms + other.decode_ms) / 2, infer_ms=(one.infer_ms + other.infer_ms) / 2
    )


def measure_limit(
    model: Model, choice: ModelChoice, jpegs: Sequence[bytes], *, rounds: int, batch: int, load: float = 1.0
) -> Limit:
    """Decode every JPEG wholly and infer on what was decoded, `rounds` times; time is that of all threads.

    `load` is the share of the time that is worked, the rest is slept: cores that share caches and clocks do the same
    in less time when they are not kept busy, so a limit is only one for a service that loads them alike.

    The input is the one that the service would choose for these pictures, filled once: what is measured is the
    network alone, in batches as the service makes them.
    """
    decode_s = _cpu(lambda: [_decoded(jpeg) for jpeg in jpegs], rounds, load) / len(jpegs)
    image = _decoded(jpegs[0])
    network = open_network(model, choice)
    try:
        boxes = [Letterbox.of(model.spec.kind, size) for size in network.sizes]
        letterbox = boxes[smallest(boxes, image.shape[1], image.shape[0])]
        inputs = np.empty((batch, 3, letterbox.size[1], letterbox.size[0]), np.float32)
        for slot, jpeg in zip(inputs, [*jpegs] * batch, strict=False):
            letterbox.write(_decoded(jpeg), slot)
        network.infer(inputs)  # compiles
        infer_s = _cpu(lambda: network.infer(inputs), rounds, load) / batch
    finally:
        network.close()
    return Limit(decode_ms=1000 * decode_s, infer_ms=1000 * infer_s)


def _decoded(jpeg: bytes) -> Image:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("a prepared picture is no JPEG")
    return np.asarray(image, np.uint8)


def _cpu(work: Callable[[], object], rounds: int, load: float) -> float:
    """Return the core-seconds of one round."""
    spent = 0.0
    for _ in range(rounds):
        began, clock = time.process_time(), time.perf_counter()
        work()
        spent += time.process_time() - began
        time.sleep((time.perf_counter() - clock) * (1 - load) / load)
    return spent / rounds
