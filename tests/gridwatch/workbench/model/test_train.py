"""A real training of one epoch on a handful of small pictures, on the CPU."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.dataset import write_yaml
from gridwatch.workbench.model.labels import Label, label_path, write
from gridwatch.workbench.model.media import write_picture
from gridwatch.workbench.model.train import Recipe, train
from gridwatch.workbench.model.ultra import ultralytics


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
        epochs=1, imgsz=64, batch=4, freeze=22, warmup_epochs=0, close_mosaic=0, cache=False, threads=1
    )
    runs = [train(data, coco, tmp_path / name, recipe) for name in ("a", "b")]
    assert json.loads((tmp_path / "a" / "recipe.json").read_text())["epochs"] == 1
    assert "metrics/mAP50(B)" in runs[0].metrics
    package = ultralytics(tmp_path / "settings")
    start, first, second = (
        package.YOLO(str(path)).model.float().state_dict() for path in (coco, runs[0].last, runs[1].last)
    )
    assert list(package.YOLO(str(runs[0].best)).names.values()) == list(CLASSES)
    assert first["model.22.cv3.0.2.weight"].shape[0] == len(CLASSES)
    assert first["model.0.conv.weight"].equal(start["model.0.conv.weight"])
    assert not first["model.22.cv3.0.0.conv.weight"].equal(start["model.22.cv3.0.0.conv.weight"])
    assert all(first[name].equal(second[name]) for name in first)


def test_a_step_follows_every_batch() -> None:
    """Ultralytics gathers 64 pictures a step unless told otherwise: too few steps for a short training."""
    arguments = Recipe(batch=8, minutes=30).arguments()
    assert arguments["nbs"] == 8
    assert arguments["time"] == 0.5
    assert arguments["cache"] == "ram"
    assert "threads" not in arguments
