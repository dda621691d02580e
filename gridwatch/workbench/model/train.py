"""Trains the default model with ultralytics, on a CPU if need be, from COCO weights or from an earlier run."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.errors import ModelError
from gridwatch.workbench.model.holding import holding
from gridwatch.workbench.model.surgery import has_classes, with_light_head, with_our_classes
from gridwatch.workbench.model.ultra import checkpoint, default_folder, ultralytics

ENDLESS = 10_000
"""Epochs of a run that the clock ends."""
RISE = 0.03
"""Share of a run by the clock over which the rate rises."""


def rate_by_clock(done: float, last: float) -> float:
    """Return the share of the learning rate when `done` (0..1) of the time is over: a short rise, then a half cosine.

    Args:
        done: share of the time that is over.
        last: share of the rate at the end.
    """
    if done < RISE:
        return done / RISE
    fall = min(1.0, (done - RISE) / (1 - RISE))
    return last + (1 - last) * (1 + math.cos(math.pi * fall)) / 2


class Countdown:
    """Ends a training after so many minutes, with the rate down by then, however slow the machine has become.

    Ultralytics' own time limit plans whole epochs: where other work on the machine makes one epoch four times
    longer than the last, it breaks off in the middle with the rate still high.
    """

    def __init__(self, minutes: float, last: float, clock: Clock, plain: float = 0.0) -> None:
        self._seconds = 60 * minutes
        self._last = last
        self._plain = plain
        self._clock = clock
        self._start: float | None = None

    def before_batch(self, trainer: Any) -> None:
        """Set the rate of the coming step; the first call starts the clock. For `on_train_batch_start`."""
        if self._start is None:
            self._start = self._clock.monotonic()
        done = self._done()
        for group in trainer.optimizer.param_groups:
            group["lr"] = group["initial_lr"] * rate_by_clock(done, self._last)

    def after_batch(self, trainer: Any) -> None:
        """Stop when the time is over, which still validates and saves. For `on_train_batch_end`."""
        if self._done() >= 1:
            trainer.stop = True

    def before_epoch(self, trainer: Any) -> None:
        """End mosaic for the last share of the time. For `on_train_epoch_start`."""
        if self._plain and self._done() >= 1 - self._plain:
            self._plain = 0.0
            trainer._close_dataloader_mosaic()  # noqa: SLF001 - ultralytics does it by epochs, and has no other door
            trainer.train_loader.reset()

    def _done(self) -> float:
        """Return the share of the time that is over; nothing is before the first batch."""
        return 0.0 if self._start is None else (self._clock.monotonic() - self._start) / self._seconds


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train. The defaults are what two CPU cores can do in an hour."""

    epochs: int = 12
    """Passes over the train part."""
    imgsz: int = 448
    """Side of the training pictures in pixels, a multiple of 32."""
    batch: int = 16
    """Pictures a step."""
    freeze: int = 5
    """Layers that keep their weights, from the first; 5 are the first half of YOLOv8's backbone, 10 all of it."""
    lr0: float = 0.0006
    """Learning rate after the warm-up (AdamW)."""
    lrf: float = 0.02
    """Last learning rate as a share of the first."""
    warmup_epochs: float = 0.5
    """Epochs over which the rate rises from 0."""
    warmup_bias_lr: float = 0.0
    """Rate of the biases at the start. Ultralytics' 0.1 is meant for SGD; with AdamW it costs what COCO taught."""
    close_mosaic: int = 3
    """Last epochs without mosaic."""
    mosaic: float = 0.5
    """Share of pictures made of four."""
    mixup: float = 0.0
    """Share of pictures laid over one another."""
    scale: float = 0.5
    """Zoom range: 1 - scale to 1 + scale."""
    weight_decay: float = 0.0005
    """Of AdamW."""
    seed: int = 0
    """Of everything random."""
    threads: int = 2
    """CPU threads."""
    device: str = "cpu"
    """cpu, or a GPU by number (`0`)."""
    cache: bool = True
    """Keep decoded pictures in memory."""
    minutes: float | None = None
    """Train for so many minutes instead of `epochs`, the rate following the clock (see `Countdown`)."""
    plain: float = 0.0
    """Last share of these minutes without mosaic."""
    workers: int = 0
    """Processes that prepare pictures; 0 prepares them in the training process, which is best on a CPU."""
    hold: float = 0.0
    """Weight by which the model is held to known weights (see `holding`); 0 holds nothing."""
    light: bool = False
    """Give the head cheaper convolutions before the first step (see `surgery`)."""

    def arguments(self) -> dict[str, Any]:
        """Return the recipe in ultralytics' words."""
        given = asdict(self)
        minutes = given.pop("minutes")
        for ours in ("threads", "plain", "hold", "light"):
            given.pop(ours)
        # A step after every batch: by default ultralytics gathers 64 pictures first, too few steps for an hour.
        given["nbs"] = given["batch"]
        given["cache"] = "ram" if given["cache"] else False
        if minutes:
            given |= {"epochs": ENDLESS, "close_mosaic": 0, "warmup_epochs": 0.0}
        # On a GPU half the numbers' width is twice the speed; bfloat16 needs no scaling that could fail.
        on_cpu = self.device == "cpu"
        return given | {"amp": False if on_cpu else "bf16", "deterministic": on_cpu}


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What a training run left behind."""

    best: Path
    """Checkpoint that did best on the dev part."""
    last: Path
    """Checkpoint after the last epoch."""
    metrics: Mapping[str, float]
    """Figures of `best` on the dev part, as ultralytics names them."""


def train(
    data: Path, start: Path, out: Path, recipe: Recipe, clock: Clock, known: Sequence[Path] = ()
) -> Trained:
    """Train on a YOLO data set whose classes are ours, starting from COCO weights or from weights of ours.

    Checkpoints are written to `out`/weights after every epoch (`last.pt`, `best.pt`), so that a run that is
    stopped leaves its best behind. The recipe is kept beside them.

    Args:
        data: YAML of the data set; `val` is the part that chooses the best epoch.
        start: a `.pt` (a pickle: only load files you trust); a head of other classes is rebuilt (see `surgery`).
        out: folder of the run.
        recipe: how.
        clock: ends a run that is limited in minutes.
        known: weights that `recipe.hold` holds to (each a `.pt`, a pickle as well); of a class that several know,
            the first of them decides.

    Raises:
        ModelError: the recipe holds to weights and there are none, or its shares have no minutes to be of.
    """
    if recipe.hold and not known:
        raise ModelError("a training that holds to known weights needs these: name them")
    if recipe.plain and not recipe.minutes:
        raise ModelError(
            "a last share without mosaic is one of minutes: name minutes, or close_mosaic in epochs"
        )
    package = ultralytics(default_folder())
    import torch
    from ultralytics.models.yolo.detect import DetectionTrainer

    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_text(
        json.dumps({"start": start.name, "data": str(data), **asdict(recipe)}, indent=2), encoding="utf-8"
    )

    class Trainer(DetectionTrainer):
        """Keeps the head that it is given, instead of building one anew."""

        def get_model(self, cfg: Any = None, weights: Any = None, verbose: bool = True) -> Any:
            if weights is None:
                return super().get_model(cfg, weights, verbose)
            model = weights.float()
            if not has_classes(model):
                with_our_classes(model)
            return with_light_head(model) if recipe.light else model

    model = package.YOLO(str(start))

    def hurry(trainer: Any) -> None:
        # Ultralytics takes one thread less than there are cores: half of a two-core machine. Channels last made
        # a step 20 % cheaper here with the first layers frozen, and three times dearer with none frozen.
        torch.set_num_threads(recipe.threads)
        if recipe.device == "cpu" and recipe.freeze:
            trainer.model.to(memory_format=torch.channels_last)

    model.add_callback("on_train_start", hurry)
    if recipe.hold:
        networks = [checkpoint(path, package).model for path in known]
        model.add_callback("on_train_start", holding(networks, recipe.hold))
    if recipe.minutes:
        countdown = Countdown(recipe.minutes, recipe.lrf, clock, recipe.plain)
        model.add_callback("on_train_epoch_start", countdown.before_epoch)
        model.add_callback("on_train_batch_start", countdown.before_batch)
        model.add_callback("on_train_batch_end", countdown.after_batch)
    model.train(
        trainer=Trainer,
        data=str(data.resolve()),
        project=str(out.parent.resolve()),
        name=out.name,
        exist_ok=True,
        optimizer="AdamW",
        cos_lr=True,
        plots=False,
        patience=1000,
        verbose=True,
        **recipe.arguments(),
    )
    folder = Path(model.trainer.save_dir) / "weights"
    metrics = {str(key): float(value) for key, value in dict(model.trainer.metrics or {}).items()}
    return Trained(best=folder / "best.pt", last=folder / "last.pt", metrics=metrics)
