from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import ModelError
from gridwatch.workbench.model.curve import draw, read_curve

HEAD = "epoch,time,train/box_loss,train/cls_loss,metrics/mAP50(B)"


def run(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A run's folder as ultralytics leaves it."""
    folder.mkdir()
    (folder / "results.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    (folder / "recipe.json").write_text(
        json.dumps({"imgsz": 448, "freeze": 10, "lr0": 0.0008}), encoding="utf-8"
    )
    return folder


def test_epochs_come_back(tmp_path: Path) -> None:
    """Seconds become minutes; the recipe is told in words."""
    read = read_curve(run(tmp_path / "a", "1,120,1.2,1.1,0.5", "2,240,1.1,1.0,0.6"))
    assert [epoch.minutes for epoch in read.epochs] == [2, 4]
    assert read.epochs[1].map50 == 0.6
    assert read.how == "448 px, 10 layers frozen, rate 0.0008"


def test_runs_are_drawn_one_behind_the_other(tmp_path: Path) -> None:
    """Two runs, one picture; a run without its recipe is drawn all the same."""
    first, second = run(tmp_path / "a", "1,60,1,1,0.5"), run(tmp_path / "b", "1,60,1,1,0.6")
    (second / "recipe.json").unlink()
    draw([read_curve(first), read_curve(second)], tmp_path / "curve.svg")
    assert "<svg" in (tmp_path / "curve.svg").read_text()


@pytest.mark.parametrize(
    ("lines", "head", "told"),
    [
        ((), HEAD, "holds no epoch"),
        (("1,x,1,1,0.5",), HEAD, r"results\.csv:2: .*could not convert"),
        (("1,2",), "epoch,time", r"results\.csv:2: .*train/box_loss"),
    ],
)
def test_what_is_no_training_is_told(tmp_path: Path, lines: tuple[str, ...], head: str, told: str) -> None:
    """By file, line and what is missing."""
    with pytest.raises(ModelError, match=told):
        read_curve(run(tmp_path / "a", *lines, head=head))


def test_a_folder_without_results(tmp_path: Path) -> None:
    """The cure names the command whose folder is wanted."""
    with pytest.raises(ModelError, match="gridwatch model train"):
        read_curve(tmp_path)
