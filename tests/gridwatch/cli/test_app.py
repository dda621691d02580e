from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from core.errors import StoreError
from gridwatch.cli.app import app, main

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


def test_no_word_of_a_help_is_taken_for_markup() -> None:
    """What stands in brackets is colour to rich, and is gone: a default written so is told to nobody."""

    def commands(one: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
        yield path, one
        for name, below in getattr(one, "commands", {}).items():
            yield from commands(below, (*path, name))

    swallowed = [
        f"{' '.join(path)}: {param.help}"
        for path, command in commands(get_command(app))
        for param in command.params
        if "[" in (getattr(param, "help", None) or "")
        and param.help not in RUN.invoke(app, [*path, "--help"], env={"COLUMNS": "600"}).output
    ]
    assert swallowed == []


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


def test_a_loop_of_the_service_that_broke_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Out of the group in which it comes; a fault of ours beside it stays a traceback."""

    def broken(*errors: Exception) -> None:
        def run() -> None:
            raise ExceptionGroup("loops", [ExceptionGroup("inner", list(errors))])

        monkeypatch.setattr("gridwatch.cli.app.app", run)

    broken(StoreError("another gridwatch works on g.db"))
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "another gridwatch works on g.db" in capsys.readouterr().err
    broken(StoreError("x"), KeyError("ours"))
    with pytest.raises(ExceptionGroup):
        main()


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
