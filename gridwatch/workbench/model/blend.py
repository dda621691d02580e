"""Mixes two trainings of the same network: a share of the one, the rest of the other.

Between a model and what it was fine-tuned from, the mean of the weights often keeps more of the old knowledge than
it loses of the new (Wortsman et al., Robust fine-tuning of zero-shot models, 2022). Which share is best is measured
on the dev part.
"""

from __future__ import annotations

from pathlib import Path

from gridwatch.workbench.model.classes import KEPT
from gridwatch.workbench.model.surgery import has_classes, with_our_classes
from gridwatch.workbench.model.ultra import default_folder, ultralytics


def blend(start: Path, tuned: Path, share: float, out: Path) -> Path:
    """Write weights that are `share` of `tuned` and the rest of `start`, and return `out`.

    The rows of classes that `start` lacks are taken from `tuned` whole: there is nothing to mix them with.

    Args:
        start: a `.pt`; a head of other classes is rebuilt first.
        tuned: a `.pt` with our classes.
        share: 0 to 1.
        out: `.pt` to write.

    Raises:
        ValueError: `share` is out of range, or the networks differ in shape.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the share of the tuned weights lies between 0 and 1, got {share}")
    package = ultralytics(default_folder())
    old, new = package.YOLO(str(start)), package.YOLO(str(tuned))
    old.model.float()
    new.model.float()
    trained_rows = not has_classes(old.model)
    if trained_rows:
        with_our_classes(old.model)
    before, after = old.model.state_dict(), new.model.state_dict()
    if {name: value.shape for name, value in before.items()} != {
        name: value.shape for name, value in after.items()
    }:
        raise ValueError(f"{start} and {tuned} are not the same network")
    mixed = {
        name: value if not value.is_floating_point() else (1 - share) * before[name] + share * value
        for name, value in after.items()
    }
    if trained_rows:
        first_new = len(KEPT)
        for name, value in mixed.items():
            if name.startswith(f"model.{len(new.model.model) - 1}.cv3.") and name.split(".")[4] == "2":
                value[first_new:] = after[name][first_new:]
    new.model.load_state_dict(mixed)
    out.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(out))
    return out
