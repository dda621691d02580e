from __future__ import annotations

import subprocess
import sys

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
