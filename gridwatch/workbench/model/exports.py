"""Exports of one model side by side: size, speed and accuracy, so that the default can be chosen with open eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.clock import Clock
from core.config.settings.detecting import ModelChoice, Precision
from core.frame import Image
from detectors.model import Model, read_model
from detectors.network import as_run, open_network
from detectors.yolo import Detector
from gridwatch.workbench.model.val import WASTE, validate

BATCH = 8


@dataclass(frozen=True, kw_only=True)
class Export:
    """One export, measured."""

    name: str
    """Folder and weights file."""
    megabytes: float
    """Of the weights on disk."""
    device: str
    """Runtime and precision that it ran in."""
    single_ms: float
    """Milliseconds a picture alone, letterbox to boxes; best of several."""
    batch_ms: float
    """Milliseconds a picture in a batch of 8."""
    map50: float
    """Mean AP50 of the classes that the labelled pictures have."""
    map50_95: float
    """The same over IoU 0.5 to 0.95."""
    waste_ap50: float | None
    """AP50 of waste; None where the pictures have none."""
    false_per_100_clean: float | None
    """False heaps at the model's own threshold per 100 pictures that hold none."""


def compare(
    folders: Sequence[Path], data: Path, images: Sequence[Image], clock: Clock
) -> list[dict[str, Any]]:
    """Measure model folders on the validation part of `data`, and their speed on `images`; plain values.

    A folder with an INT8 twin makes two rows, its own weights and the twin. The speeds are taken in turns, one round
    of each after the other, so that whatever else the machine does falls on all of them alike.
    """
    exports: list[tuple[Path, Model, Precision]] = []
    for folder in folders:
        own = read_model(folder)
        exports.append((folder, own, "f32"))
        if (
            run := as_run(own, ModelChoice(precision="int8"))
        ) != own:  # it has a twin that runs on this machine
            exports.append((folder, run, "int8"))
    times = speeds([(model, precision) for _, model, precision in exports], images, clock)
    rows = []
    for (folder, model, precision), (single, batch, device) in zip(exports, times, strict=True):
        found = validate(folder, data, part="val", rounds=0, precision=precision)
        waste = found.per_class.get(WASTE)
        rows.append(
            asdict(
                Export(
                    name=f"{folder.name}/{model.path.name}",
                    megabytes=round(bytes_of(model) / 1e6, 1),
                    device=device,
                    single_ms=round(single, 1),
                    batch_ms=round(batch, 1),
                    map50=found.mean.map50,
                    map50_95=found.mean.map50_95,
                    waste_ap50=waste.ap50 if waste else None,
                    false_per_100_clean=found.false_per_100_clean,
                )
            )
        )
    return rows


def speeds(
    models: Sequence[tuple[Model, Precision]], images: Sequence[Image], clock: Clock, rounds: int = 5
) -> list[tuple[float, float, str]]:
    """Return (ms a picture alone, ms a picture in a batch, device) of each model; the best of `rounds`."""
    batch = list(images)[:BATCH]
    detectors = [
        Detector(
            model, open_network(model, ModelChoice(batch=len(batch), precision=precision)), batch=len(batch)
        )
        for model, precision in models
    ]
    single = np.full(len(models), np.inf)
    several = np.full(len(models), np.inf)
    try:
        for _ in range(rounds + 1):  # the first one warms up; the best of all is kept anyway
            for number, detector in enumerate(detectors):
                start = clock.monotonic()
                for image in batch:
                    detector.detect([image])
                middle = clock.monotonic()
                detector.detect(batch)
                end = clock.monotonic()
                single[number] = min(single[number], 1000 * (middle - start) / len(batch))
                several[number] = min(several[number], 1000 * (end - middle) / len(batch))
        devices = [f"{detector.network.name} ({detector.network.device})" for detector in detectors]
    finally:
        for detector in detectors:
            detector.close()
    return [
        (float(one), float(many), device) for one, many, device in zip(single, several, devices, strict=True)
    ]


def bytes_of(model: Model) -> int:
    """Return the size of the weights, an OpenVINO .xml with its .bin."""
    beside = model.path.with_suffix(".bin")
    return model.path.stat().st_size + (beside.stat().st_size if model.path.suffix == ".xml" else 0)
