"""False heaps by what they were taken from, on rendered pictures, half of which show nothing wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.detection import Detections
from detectors.model import Model
from gridwatch.workbench.files import lines_of
from gridwatch.workbench.model import labels
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.media import picture
from gridwatch.workbench.model.val import FAINT, WASTE, open_detector, report

THINGS = "things.jsonl"
WRONG = frozenset({"waste", "overflow"})
"""Labels of what somebody must do something about."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of one rendered picture."""

    path: Path
    kinds: frozenset[str]
    """Every kind of thing in it, labelled or not."""
    light: str
    truth: tuple[Label, ...]

    @property
    def wrong(self) -> bool:
        """Whether it shows something that an operator should be told of."""
        return any(CLASSES[label.name] in WRONG for label in self.truth)


def read_rendered(folder: Path) -> tuple[Told, ...]:
    """Read a folder that the simulator's `render_training_set` wrote.

    Raises:
        BadDataSet: things.jsonl is absent or a line of it malformed.
    """
    path = folder / THINGS
    found = []
    for number, line in lines_of(labels.text_of(path)):
        try:
            row: dict[str, Any] = json.loads(line)
            image = folder / "images" / "train" / row["file"]
            kinds, light = frozenset(map(str, row["kinds"])), str(row["light"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadDataSet(f"{path}:{number}: expected file, light and kinds: {error}") from error
        found.append(Told(path=image, kinds=kinds, light=light, truth=tuple(labels.read(image))))
    return tuple(found)


def balanced(pictures: Sequence[Told]) -> tuple[Told, ...]:
    """Return as many pictures where nothing is wrong as where something is: the first ones of each."""
    wrong = [one for one in pictures if one.wrong]
    fine = [one for one in pictures if not one.wrong]
    count = min(len(wrong), len(fine))
    return (*fine[:count], *wrong[:count])


def false_heaps(
    pictures: Sequence[Told], seen: Sequence[Detections], least: float
) -> Mapping[str, tuple[int, int]]:
    """Return {kind or light: (pictures without a heap that hold it, those of them with a false heap)}.

    A picture counts for every kind in it: a false heap is laid to all of them, since nobody knows which one it was.
    """
    shown: Counter[str] = Counter()
    fooled: Counter[str] = Counter()
    for one, found in zip(pictures, seen, strict=True):
        if any(CLASSES[label.name] == WASTE for label in one.truth):
            continue
        names = {*one.kinds, f"light:{one.light}", "all"}
        shown.update(names)
        if len(found.of([WASTE], least)):
            fooled.update(names)
    return {name: (shown[name], fooled[name]) for name in sorted(shown)}


def measure(model: Model, folder: Path) -> dict[str, Any]:
    """Return AP of all classes, and false heaps by kind, on a rendered set, as plain values."""
    pictures = balanced(read_rendered(folder))
    if not pictures:
        raise BadDataSet(
            f"{folder}: holds no pair of a picture with and one without something wrong; render more"
        )
    detector = open_detector(model, confidence=FAINT)
    try:
        seen = [detector.detect([picture(one.path)])[0] for one in pictures]
    finally:
        detector.close()
    thresholds = model.spec.thresholds
    made = report(
        model, seen, [one.truth for one in pictures], range(len(CLASSES)), part="rendered", rounds=200
    )
    counted = false_heaps(pictures, seen, thresholds.found(WASTE))
    return {
        "pictures": len(pictures),
        "ap50": {name: round(one.ap50, 3) for name, one in made.per_class.items()},
        "false_heaps": {name: list(pair) for name, pair in counted.items()},
    }
