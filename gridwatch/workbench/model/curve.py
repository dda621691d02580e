"""The curve of a training: what ultralytics wrote into results.csv, of runs that went on from one another."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError

RESULTS = "results.csv"
MOST_BYTES = 10_000_000
"""Of a results.csv; an epoch is a line of 200 bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Epoch:
    """One pass over the train part."""

    minutes: float  # since the run began
    box_loss: float  # on the train part
    class_loss: float
    map50: float  # mean AP50 of all classes on the dev part, by ultralytics


@dataclass(frozen=True, kw_only=True, slots=True)
class RunCurve:
    """One run of `gridwatch model train`."""

    name: str
    how: str  # what its recipe says, in a few words
    epochs: tuple[Epoch, ...]


def read_curve(folder: Path) -> RunCurve:
    """Read a run's folder.

    Raises:
        ModelError: no results.csv, or one that is none, by file, line and column.
    """
    path = folder / RESULTS
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ModelError(f"{path}: has more than {MOST_BYTES} bytes, which no training writes")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{path}: cannot be read ({error}). Give the --out folder of `gridwatch model train`."
        ) from error
    epochs = []
    for number, row in enumerate(csv.DictReader(text.split("\n"), skipinitialspace=True), start=2):
        try:
            epochs.append(
                Epoch(
                    minutes=float(row["time"]) / 60,
                    box_loss=float(row["train/box_loss"]),
                    class_loss=float(row["train/cls_loss"]),
                    map50=float(row["metrics/mAP50(B)"]),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{path}:{number}: is not an epoch as ultralytics writes it: {error}") from error
    if not epochs:
        raise ModelError(f"{path}: holds no epoch; the run was stopped before its first one ended")
    return RunCurve(name=folder.name, how=_how(folder / "recipe.json"), epochs=tuple(epochs))


def draw(runs: Sequence[RunCurve], path: Path) -> None:
    """Draw runs one behind the other, as each goes on from the one before; the ending of `path` says the format.

    Above the losses on the train part, below the mean AP50 on the dev part, over minutes of training.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5.2), layout="constrained")
    losses, scores = figure.subplots(2, 1, sharex=True)
    start = 0.0
    for number, run in enumerate(runs):
        x = [start + epoch.minutes for epoch in run.epochs]
        losses.plot(
            x, [e.box_loss for e in run.epochs], "o-", color="#1f5fa8", label="boxes" if not number else None
        )
        losses.plot(
            x,
            [e.class_loss for e in run.epochs],
            "s-",
            color="#b5541c",
            label="classes" if not number else None,
        )
        scores.plot(x, [e.map50 for e in run.epochs], "o-", color="#2b7a3d")
        for axes in (losses, scores):
            axes.axvspan(start, x[-1], color="#eef0f4" if number % 2 else "white", linewidth=0, zorder=0)
        scores.text(
            (start + x[-1]) / 2, 1.02, str(number + 1), transform=scores.get_xaxis_transform(), ha="center"
        )
        start = x[-1]
    told = [f"{number}  {run.name}: {run.how}" for number, run in enumerate(runs, 1)]
    losses.set_title("\n".join(told), loc="left", fontsize=8)
    losses.set_ylabel("loss on train")
    losses.legend(frameon=False)
    scores.set_ylabel("mean AP50 on dev, all classes")
    scores.set_xlabel("minutes of training")
    figure.savefig(path, dpi=110)


def _how(recipe: Path) -> str:
    try:
        told = json.loads(recipe.read_text(encoding="utf-8"))
        return f"{told['imgsz']} px, {told['freeze']} layers frozen, rate {told['lr0']:g}"
    except (OSError, ValueError, KeyError, TypeError):
        return "recipe unknown"
