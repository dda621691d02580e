"""A real training of one epoch on a handful of small pictures, on the CPU."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.clock import ManualClock
from core.errors import ModelError
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.dataset import write_yaml
from gridwatch.workbench.model.labels import Label, label_path, write
from gridwatch.workbench.model.media import write_picture
from gridwatch.workbench.model.train import RISE, Countdown, Recipe, rate_by_clock, train
from gridwatch.workbench.model.ultra import ultralytics
from tests.conftest import START


def small_set(out: Path) -> Path:
    """Write eight pictures with a bright heap on dark ground: six to train on, two to choose by."""
    rng = np.random.default_rng(0)
    for number in range(8):
        image = rng.integers(0, 60, (96, 96, 3), dtype=np.uint8)
        image[30:70, 20:70] += 150
        path = out / "images" / ("dev" if number > 5 else "train") / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_picture(path, image)
        write(
            label_path(path), [Label(name=CLASSES.index("waste"), box=(20 / 96, 30 / 96, 70 / 96, 70 / 96))]
        )
    return write_yaml(out)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
def test_one_epoch_leaves_weights_of_ours(coco: Path, tmp_path: Path) -> None:
    """Checkpoints and recipe are written, frozen layers stay, the class head learns, the seed decides."""
    data = small_set(tmp_path / "set")
    recipe = Recipe(
        epochs=1,
        imgsz=64,
        batch=4,
        freeze=22,
        warmup_epochs=0,
        close_mosaic=0,
        cache=False,
        threads=1,
        hold=0.5,
    )
    runs = [train(data, coco, tmp_path / name, recipe, ManualClock(START), [coco]) for name in ("a", "b")]
    assert json.loads((tmp_path / "a" / "recipe.json").read_text())["epochs"] == 1
    assert "metrics/mAP50(B)" in runs[0].metrics
    columns, first_row = (tmp_path / "a" / "results.csv").read_text().splitlines()[:2]
    held = dict(zip(columns.split(","), first_row.split(","), strict=True))["train/hold_loss"]
    assert float(held) >= 0
    package = ultralytics(tmp_path / "settings")
    start, first, second = (
        package.YOLO(str(path)).model.float().state_dict() for path in (coco, runs[0].last, runs[1].last)
    )
    assert list(package.YOLO(str(runs[0].best)).names.values()) == list(CLASSES)
    assert first["model.22.cv3.0.2.weight"].shape[0] == len(CLASSES)
    assert first["model.0.conv.weight"].equal(start["model.0.conv.weight"])
    assert not first["model.22.cv3.0.0.conv.weight"].equal(start["model.22.cv3.0.0.conv.weight"])
    assert all(first[name].equal(second[name]) for name in first)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
def test_a_light_head_has_half_of_the_numbers_and_its_body_stays(coco: Path, tmp_path: Path) -> None:
    """From one epoch's weights, held to two others, with everything before the head frozen: nothing else is new."""
    data = small_set(tmp_path / "set")
    recipe = Recipe(
        epochs=1, imgsz=64, batch=4, freeze=22, warmup_epochs=0, close_mosaic=0, cache=False, threads=1
    )
    heavy = train(data, coco, tmp_path / "heavy", recipe, ManualClock(START))
    lighter = replace(recipe, light=True, hold=1.0)
    light = train(data, heavy.last, tmp_path / "light", lighter, ManualClock(START), [coco, heavy.last])
    package = ultralytics(tmp_path / "settings")
    before, after = (package.YOLO(str(path)).model.float().state_dict() for path in (heavy.last, light.last))
    sizes = [
        sum(value.numel() for name, value in state.items() if name.startswith("model.22."))
        for state in (before, after)
    ]
    assert sizes[1] < 0.5 * sizes[0]
    body = [name for name in before if not name.startswith("model.22.")]
    assert all(before[name].equal(after[name]) for name in body)


def test_a_step_follows_every_batch() -> None:
    """Ultralytics gathers 64 pictures a step unless told otherwise: too few steps for a short training."""
    arguments = Recipe(batch=8, epochs=7).arguments()
    assert arguments["nbs"] == 8
    assert arguments["epochs"] == 7
    assert Recipe(minutes=30, epochs=7).arguments()["epochs"] > 1000
    assert "minutes" not in arguments
    assert arguments["cache"] == "ram"
    assert "threads" not in arguments


def test_the_rate_rises_shortly_and_falls_to_its_last() -> None:
    """From nothing to all of it, down to the last share when the time is over, and no further."""
    assert rate_by_clock(0, 0.1) == 0
    assert rate_by_clock(RISE, 0.1) == pytest.approx(1)
    assert rate_by_clock(0.5 + RISE / 2, 0.1) == pytest.approx(0.55)
    assert rate_by_clock(1, 0.1) == rate_by_clock(1.5, 0.1) == pytest.approx(0.1)


def test_the_clock_ends_a_run_and_not_the_epochs(clock: ManualClock) -> None:
    """The first batch starts the time; when it is over the trainer is told to stop."""
    trainer = SimpleNamespace(
        optimizer=SimpleNamespace(param_groups=[{"initial_lr": 0.1, "lr": 9.0}]), stop=False
    )
    countdown = Countdown(2, 0.5, clock)
    clock.advance(1000)
    countdown.before_batch(trainer)
    assert trainer.optimizer.param_groups[0]["lr"] == 0
    clock.advance(119)
    countdown.after_batch(trainer)
    assert not trainer.stop
    clock.advance(1)
    countdown.before_batch(trainer)
    countdown.after_batch(trainer)
    assert trainer.optimizer.param_groups[0]["lr"] == pytest.approx(0.05)
    assert trainer.stop


def test_the_last_share_of_the_time_is_without_mosaic(clock: ManualClock) -> None:
    """Once, at the first epoch that begins in it, and the loader starts anew."""
    done: list[str] = []
    trainer = SimpleNamespace(
        optimizer=SimpleNamespace(param_groups=[]),
        stop=False,
        _close_dataloader_mosaic=lambda: done.append("closed"),
        train_loader=SimpleNamespace(reset=lambda: done.append("reset")),
    )
    countdown = Countdown(1, 0.5, clock, plain=0.25)
    countdown.before_epoch(trainer)
    countdown.before_batch(trainer)
    clock.advance(44)
    countdown.before_epoch(trainer)
    assert done == []
    clock.advance(1)
    countdown.before_epoch(trainer)
    countdown.before_epoch(trainer)
    assert done == ["closed", "reset"]


def test_what_a_recipe_leans_on_must_be_given(coco: Path, tmp_path: Path) -> None:
    """Before anything is written; so does a last share of minutes that are not given."""
    for recipe, what in ((Recipe(hold=0.5), "needs these: name them"), (Recipe(plain=0.2), "name minutes")):
        with pytest.raises(ModelError, match=what):
            train(tmp_path / "data.yaml", coco, tmp_path / "run", recipe, ManualClock(START))
    assert not (tmp_path / "run").exists()


def test_a_gpu_trains_in_half_the_width() -> None:
    """Without the check for which ultralytics would download weights; a CPU stays exact and repeatable."""
    on_gpu, on_cpu = Recipe(device="0", workers=5).arguments(), Recipe().arguments()
    assert (on_gpu["amp"], on_gpu["deterministic"], on_gpu["workers"]) == ("bf16", False, 5)
    assert (on_cpu["amp"], on_cpu["deterministic"], on_cpu["workers"]) == (False, True, 0)
    assert not {"hold", "plain"} & set(on_cpu)
