from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app

RUN = CliRunner()


@pytest.mark.parametrize(
    "command",
    ["", "demo", "run", "check", "schema", "secrets new", "cameras probe", "cameras list", "discover", "replay",
     "webhook ledger", "webhook replay", "model train", "simulate"],
)  # fmt: skip
def test_every_command_explains_itself(command: str) -> None:
    """The README's commands exist."""
    result = RUN.invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


def test_a_known_error_is_one_sentence_and_no_traceback() -> None:
    """Exit status 1, the sentence on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", "from gridwatch.cli import main; main()", "replay", "nothing.xyz",
         "--profile", "crowd", "--out", "/nonexistent"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "nothing.xyz: is not a clip" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_system_refuses_is_one_sentence(tmp_path: Path) -> None:
    """A target that is a file, a folder that is not there."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from gridwatch.cli import main; main()", "schema", "--out",
         str(tmp_path / "taken" / "below")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_level_that_is_none_is_told() -> None:
    """With those that are."""
    result = RUN.invoke(app, ["run", "--log-level", "loud"])
    assert result.exit_code == 2
    assert "'warning'" in result.output
