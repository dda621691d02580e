"""`gridwatch model data`, as it is typed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.model_data import UNSEEN_SEED, app
from gridwatch.workbench.model.classes import CLASSES
from tests.conftest import absent
from tests.gridwatch.workbench.model.test_draw import built

__all__ = ["built"]

runner = CliRunner()


def test_data_build_on_a_few_pictures(shared_data: Path, tmp_path: Path) -> None:
    """The command writes a set that training can take."""
    if find_spec("ultralytics") is None:
        absent("ultralytics (extra `tune`)")
    out = tmp_path / "set"
    few = ("--limit", "2", "--rendered", "0", "--heaps", "2", "--worse", "2", "--afar", "2")
    told = runner.invoke(app, ["build", str(out), *few, "--data-folder", str(shared_data)])
    assert told.exit_code == 0, told.output
    assert (out / "data.yaml").is_file()
    assert all(name in told.output for name in CLASSES)


def test_the_command_takes_kinds_and_refuses_what_is_none(built: Path) -> None:
    """KIND=N, as often as wanted; anything else is named."""
    out = str(built.parent / "mix.yaml")
    good = runner.invoke(app, ["draw", str(built), "--out", out, "--take", "heap=1", "--take", "sim=4"])
    assert good.exit_code == 0
    assert "3 without a kind, 1 heap, 4 sim" in good.stdout.replace("\n", " ")
    bad = runner.invoke(app, ["draw", str(built), "--out", out, "--take", "heap"])
    assert bad.exit_code == 2


def test_the_pictures_of_a_card_are_not_trained_on(shared_data: Path, tmp_path: Path) -> None:
    """Their seed is refused before anything is written."""
    out = tmp_path / "set"
    result = runner.invoke(
        app, ["build", str(out), "--data-folder", str(shared_data), "--seed", str(UNSEEN_SEED)]
    )
    assert result.exit_code == 2
    assert "false heaps" in result.output
    assert not out.exists()
