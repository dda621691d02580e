from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.app import app
from tests.gridwatch.workbench.model.test_curve import run


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    """The command writes the file that it names."""
    run(tmp_path / "a", "1,120,1.2,1.1,0.5")
    out = tmp_path / "curve.png"
    ran = CliRunner().invoke(app, ["model", "curve", str(tmp_path / "a"), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert out.read_bytes().startswith(b"\x89PNG")


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    """Before anything is read."""
    ran = CliRunner().invoke(app, ["model", "curve", str(tmp_path), "--out", "curve.doc"])
    assert ran.exit_code == 2
    assert ".png" in ran.output
