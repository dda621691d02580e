from __future__ import annotations

import json
from pathlib import Path

import pytest
import structlog
import typer
from typer.testing import CliRunner

from gridwatch.cli.benching import Plot, Progress, keep, measured, shown, tell
from gridwatch.cli.config import JsonTarget

FIGURES = {"looks": 3, "share": 0.5}

app = typer.Typer()


@app.command()
def told(plot: Plot = None, json: JsonTarget = None) -> None:
    """Stand for a bench."""
    tell(json, "3 looks [50 %]", "and a second line")
    keep(json, FIGURES)


@pytest.mark.parametrize("name", ["out.bmp", "out", "png"])
def test_a_picture_of_an_unknown_kind_is_refused_before_anything_is_measured(name: str) -> None:
    """A usage error that names the option and what it takes; a run of minutes must not end with that."""
    done = CliRunner().invoke(app, ["--plot", name])
    assert done.exit_code == 2
    assert "--plot" in done.output
    assert ".png, .svg or .pdf" in done.output


@pytest.mark.parametrize("name", ["out.png", "out.SVG", "a.b/out.pdf"])
def test_a_picture_that_can_be_drawn_is_taken(name: str) -> None:
    """Whatever the case of its ending."""
    assert CliRunner().invoke(app, ["--plot", name]).exit_code == 0


def test_words_make_way_for_json_on_standard_output() -> None:
    """`--json -` can be piped into a program; the words are on standard error."""
    done = CliRunner().invoke(app, ["--json", "-"])
    assert json.loads(done.stdout) == FIGURES
    assert "3 looks" in done.stderr


def test_words_and_a_file_of_json(tmp_path: Path) -> None:
    """Brackets are words, not colours; the file holds the figures; without --json none is written."""
    target = tmp_path / "new" / "out.json"
    done = CliRunner().invoke(app, ["--json", str(target)])
    assert done.stdout.splitlines() == ["3 looks [50 %]", "and a second line"]
    assert json.loads(target.read_text(encoding="utf-8")) == FIGURES
    assert CliRunner().invoke(app, []).exit_code == 0


def test_a_bench_is_run_and_what_it_says_of_its_progress_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On an event loop, with what it returned; the service's log is quiet below the level that was given."""
    monkeypatch.setattr("gridwatch.cli.progress.LINE_EVERY_S", 0.0)

    async def bench(progress: Progress) -> str:
        structlog.get_logger("bench").warning("service.started")
        progress(2)
        return "found"

    assert measured(bench, "Looking", 4, level="error") == "found"
    err = capsys.readouterr().err
    assert "Looking: 2 of 4" in err
    assert "service.started" not in err


def test_one_without_an_event_loop_shows_its_progress_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For benches that drive their own loop, or none."""
    monkeypatch.setattr("gridwatch.cli.progress.LINE_EVERY_S", 0.0)
    with shown("Probing", 9) as progress:
        progress(9)
    assert "Probing: 9 of 9" in capsys.readouterr().err
