"""`gridwatch bench console`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.app import app


def test_a_folder_that_was_not_filled_is_told(tmp_path: Path) -> None:
    """With the command that fills it."""
    done = CliRunner().invoke(app, ["bench", "console", "--folder", str(tmp_path / "none")])
    assert done.exit_code != 0
    assert "gridwatch bench fill" in str(done.exception) + done.output
