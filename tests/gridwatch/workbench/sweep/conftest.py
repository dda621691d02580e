"""Four made-up cameras: folders of pictures, their truth, and a detector that counts magenta."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from core.detection import Detections
from core.frame import Image
from detectors.tiles import Plan
from gridwatch.workbench.truth import CLIP_START, TrueEvent, write_truth
from tests.builders import detections

ROOT = Path(__file__).resolve().parents[4]
LOOKS = 40
HEAP = range(20, 32)  # looks that show a heap
BLINK = (6, 7)  # looks that show something for a moment
PROFILE = """\
# what a yard is checked for
name: yard
rules:
  - id: waste
    kind: dwell
    matter: construction_waste
    classes: [waste]
    min_confidence: 0.3
    k: 2  # too eager
    n: 20
    over_s: 0
"""


class Magenta:
    """Sees a magenta square as waste, the surer the brighter; counts what it was given."""

    def __init__(self) -> None:
        self.seen = 0

    def detect(self, images: Sequence[Image], plans: Sequence[Plan | None] = ()) -> list[Detections]:
        """Return a box of what is red and not green."""
        self.seen += len(images)
        return [self._one(image) for image in images]

    def _one(self, image: Image) -> Detections:
        mask = (image[..., 2].astype(int) - image[..., 1]) > 60
        height, width = mask.shape
        if not mask.any():
            return detections(size=(width, height))
        rows, columns = np.nonzero(mask)
        box = [
            columns.min() / width,
            rows.min() / height,
            (columns.max() + 1) / width,
            (rows.max() + 1) / height,
        ]
        score = float(image[..., 2][mask].mean()) / 255
        return detections(("waste", box, score), size=(width, height))


@pytest.fixture(scope="session")
def yards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with clips/, truth.jsonl and configs/."""
    folder = tmp_path_factory.mktemp("yards")
    events = []
    for number in range(4):
        name = f"yard-{number}"
        (folder / "clips" / name).mkdir(parents=True)
        for look in range(LOOKS):
            image = np.full((90, 160, 3), 90, np.uint8)
            if look in HEAP:
                cv2.rectangle(image, (60, 50), (90, 75), (230, 0, 230), cv2.FILLED)
            elif look in BLINK:
                cv2.rectangle(image, (10, 50), (40, 75), (180, 0, 180), cv2.FILLED)
            cv2.imwrite(str(folder / "clips" / name / f"{look:03d}.png"), image)
        events.append(
            TrueEvent(
                id=f"heap-{number}",
                matter="construction_waste",
                cameras=frozenset({name}),
                start=CLIP_START.replace(second=HEAP.start),
                end=CLIP_START.replace(second=HEAP.stop),
            )
        )
    write_truth(folder / "truth.jsonl", events)
    (folder / "configs" / "profiles").mkdir(parents=True)
    (folder / "configs" / "matters").symlink_to(ROOT / "configs" / "matters")
    (folder / "configs" / "profiles" / "yard.yaml").write_text(PROFILE, encoding="utf-8")
    settings = {"district": {"name": "示范区", "code": "990101"}, "matter_table": "GB/T 47678.5-2026"}
    (folder / "configs" / "gridwatch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture
def magenta() -> Magenta:
    """A fresh detector."""
    return Magenta()
