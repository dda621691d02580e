"""`gridwatch model train` and `blend`, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.errors import GridwatchError
from gridwatch.cli.model import app
from gridwatch.workbench.model import train as training
from gridwatch.workbench.model.train import Recipe, Trained

runner = CliRunner()


def test_checkpoints_are_blended_and_bad_shares_are_named(weights: Path, tmp_path: Path) -> None:
    """FILE=SHARE, more than once; what is no share is refused with how to write it."""
    other = tmp_path / "other.pt"
    other.write_bytes(weights.read_bytes())
    out = tmp_path / "mix.pt"
    told = runner.invoke(app, ["blend", f"{weights}=0.25", f"{other}=0.75", "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert out.is_file()
    for bad in (str(weights), f"{weights}=much", f"{weights}=-1", f"{weights}=nan", "=1"):
        told = runner.invoke(app, ["blend", bad, "--out", str(out)])
        assert told.exit_code == 2
        assert "FILE=SHARE" in told.output
    told = runner.invoke(app, ["blend", f"{weights}=0.5", f"{weights}=0.5", "--out", str(out)])
    words = told.output.replace("│", " ").split()  # the path's length decides the lines
    assert "stands there twice" in " ".join(words)


def test_a_training_is_told_what_was_typed(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every option reaches the recipe; holding is to the weights that are named."""
    asked: list[tuple[object, ...]] = []

    def trained(*given: object) -> Trained:
        asked.append(given)
        return Trained(best=tmp_path / "best.pt", last=tmp_path / "last.pt", metrics={"mAP": 0.5})

    monkeypatch.setattr(training, "train", trained)
    told = runner.invoke(
        app,
        ["train", "--data", "d.yaml", "--from", str(weights), "--hold", "0.5", "--hold-to", "coco.pt",
         "--hold-to", "ours.pt", "--light", "--plain", "0.2", "--workers", "3", "--mixup", "0.1", "--scale", "0.6",
         "--minutes", "9", "--device", "0", "--out", "run"],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "mAP: 0.5000" in told.output
    data, start, out, recipe, _, known = asked[0]
    assert (data, start, out, known) == (
        Path("d.yaml"),
        weights,
        Path("run"),
        [Path("coco.pt"), Path("ours.pt")],
    )
    assert isinstance(recipe, Recipe)
    assert recipe.light
    assert (recipe.hold, recipe.plain, recipe.workers, recipe.mixup, recipe.scale) == (0.5, 0.2, 3, 0.1, 0.6)
    assert (recipe.minutes, recipe.device) == (9, "0")


def test_holding_without_weights_is_told_with_the_option(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not with one that this command lacks."""
    monkeypatch.setenv("GRIDWATCH_DATA", str(tmp_path / "absent"))
    told = runner.invoke(app, ["train", "--data", "d.yaml", "--from", str(weights), "--hold", "1"])
    assert isinstance(told.exception, GridwatchError)
    assert "--hold-to" in str(told.exception)
