"""A model folder, opened as a detector: plain, or behind a memory of what it has seen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from core.config.settings.detecting import ModelChoice
from gridwatch.workbench.seeing import Detects

TOLD_BY = "model_told_by"
"""The fact that says what beside the weights decided which boxes were told (`detectors.network.told_by`)."""


@contextlib.contextmanager
def opened(
    folder: Path,
    choice: ModelChoice,
    cache: Path | None = None,
    *,
    threads: int = 0,
    instead: Detects | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[Detects, dict[str, str]]]:
    """Open a model folder; yield the detector, and the facts that incidents record about it.

    Args:
        folder: of the model.
        choice: how the district has it run, but for `folder`: what it judges is judged by the same boxes.
        cache: folder of remembered detections; None remembers nothing.
        threads: cores of the machine that it takes; 0 is as `choice` says.
        instead: a detector to yield as it is, e.g. one that knows the truth; the folder is not read.
        say: told in words what is worth knowing of the memory.

    Raises:
        GridwatchError: the model cannot be opened, or the memory's file not used.
    """
    if instead is not None:
        yield instead, {"model": type(instead).__name__, "model_sha256": "0" * 64, TOLD_BY: ""}
        return
    from detectors.model import Thresholds
    from detectors.network import open_network, read_as_run, told_by
    from detectors.yolo import Detector
    from gridwatch.workbench.cache import ALL_BOXES, LEAST, CachedDetector, least_of
    from gridwatch.workbench.memory import Memory

    if threads:
        choice = choice.model_copy(update={"threads": threads})
    model = read_as_run(folder, choice)
    spec = model.spec
    facts = {"model": model.title, "model_sha256": model.sha256, TOLD_BY: told_by(model, choice)}
    with contextlib.ExitStack() as stack:
        network = open_network(model, choice)
        stack.callback(network.close)
        detector = Detector(model, network, max_boxes=choice.max_boxes)
        if cache is None:
            yield detector, facts
            return
        low = Thresholds(confidence=LEAST, iou=spec.thresholds.iou)
        all_boxes = replace(model, spec=spec.model_copy(update={"thresholds": low}))
        width, height = spec.size
        most = max(
            ALL_BOXES, choice.max_boxes
        )  # bounded only where it is told: unsure boxes must not take a sure one's place
        memory = Memory(cache / f"{model.sha256[:16]}-{width}x{height}.sqlite", say=say)
        stack.callback(memory.close)
        remembering = CachedDetector(
            Detector(all_boxes, network, max_boxes=most),
            detector,
            memory,
            names=spec.classes,
            least=least_of(model),
            most=choice.max_boxes,
            settings=f"{model.sha256}|{network.sizes}|{spec.kind}|{spec.thresholds.iou}|{most}|{LEAST}"
            + ("|auto" if choice.precision == "auto" else ""),
        )
        yield remembering, facts
