"""`gridwatch score`, from files to figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.workbench.runs import write_run
from gridwatch.workbench.truth import write_truth
from tests.builders_scoring import alarm, event, run, source

RUN = CliRunner()
CAMERAS = [f"cam-{i}" for i in range(10)]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A folder with two runs and their truth: A finds every second event, B every one, but one late."""
    events = [event(f"e{i}", 8, 12, cameras=frozenset({camera})) for i, camera in enumerate(CAMERAS)]
    write_truth(tmp_path / "truth.jsonl", events)
    sources = tuple(source(camera) for camera in CAMERAS)
    half = [alarm(f"a{i}", 8.5, camera) for i, camera in enumerate(CAMERAS) if i % 2]
    write_run(tmp_path / "a", run(*half, sources=sources))
    whole = [alarm(f"b{i}", 8.5 if i else 9, camera) for i, camera in enumerate(CAMERAS)]
    write_run(tmp_path / "b", run(*whole, sources=sources))
    return tmp_path


def test_a_run_is_scored_into_json_and_a_table(day: Path) -> None:
    """Figures for a machine in the file, for a person on the screen."""
    target = day / "out.json"
    result = RUN.invoke(
        app, ["score", str(day / "b"), "--truth", str(day / "truth.jsonl"), "--json", str(target)]
    )
    assert result.exit_code == 0, result.output
    told = json.loads(target.read_text(encoding="utf-8"))
    assert (told["events"], told["matched"], told["late"], told["recall"]) == (10, 9, 1, 0.9)
    assert "recall\t0.900\t0.5" in result.output
    assert "cam-0\t1\t0\t1" in result.output


def test_limits_can_be_given_by_matter(day: Path) -> None:
    """With two hours none is late; a limit nobody can read is refused with the way to write it."""
    base = ["score", str(day / "b"), "--truth", str(day / "truth.jsonl"), "--json", "-"]
    page = ["--report", str(day / "page.html")]
    told = json.loads(RUN.invoke(app, [*base, *page, "--within", "construction_waste=2h"]).stdout)
    assert (told["late"], told["within_s"]) == (0, {"construction_waste": 7200.0})
    refused = RUN.invoke(app, [*base, "--within", "soon"])
    assert refused.exit_code != 0
    assert "construction_waste=45m" in str(refused.exception)


def test_two_runs_are_compared(day: Path) -> None:
    """B finds twice as many: the verdict is a sentence and JSON."""
    target = day / "out.json"
    result = RUN.invoke(
        app,
        ["score", "--compare", str(day / "a"), str(day / "b"), "--truth", str(day / "truth.jsonl"),
         "--json", str(target)],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "B is better than A: F1 0.667 -> 0.947" in result.output
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["better"] == "b"
    assert told["only_b"] == ["e2", "e4", "e6", "e8"]


def test_notes_of_a_comparison_are_sentences(day: Path) -> None:
    """On one camera: too few to trust a difference by."""
    write_truth(day / "truth.jsonl", [event("e0", 8, 12, cameras=frozenset({CAMERAS[0]}))])
    for name in ("a", "b"):
        write_run(day / name, run(alarm("x", 8.5, CAMERAS[0]), sources=(source(CAMERAS[0]),)))
    result = RUN.invoke(
        app, ["score", "--compare", str(day / "a"), str(day / "b"), "--truth", str(day / "truth.jsonl")]
    )
    assert "only 1 cameras and dates to draw from" in " ".join(result.output.split()), result.output


@pytest.mark.parametrize(
    "arguments", [["a", "b"], ["--compare", "a"], ["--compare", "a", "b", "--report", "r.html"]]
)
def test_one_run_or_two(day: Path, arguments: list[str]) -> None:
    """A missing `--compare` or run is told, not guessed."""
    result = RUN.invoke(app, ["score", *arguments, "--truth", str(day / "truth.jsonl")])
    assert result.exit_code == 2
    assert "--compare" in result.output or "--report" in result.output


def test_an_event_may_not_be_in_two_files(day: Path) -> None:
    """It would be counted twice."""
    truth = str(day / "truth.jsonl")
    result = RUN.invoke(app, ["score", str(day / "a"), "--truth", truth, "--truth", truth])
    assert "in an earlier file too" in str(result.exception)


def test_a_truth_of_other_recordings_is_refused_and_an_empty_one_is_warned_of(day: Path) -> None:
    """Figures of nothing look like figures: a run that finds nothing, or one that is all false alarms."""
    other, empty = day / "other.jsonl", day / "empty.jsonl"
    write_truth(other, [event("e", 8, 9, cameras=frozenset({"plaza"}))])
    empty.write_text("# nothing happened\n", encoding="utf-8")
    for arguments in ([str(day / "a")], ["--compare", str(day / "a"), str(day / "b")]):
        refused = RUN.invoke(app, ["score", *arguments, "--truth", str(other)])
        assert refused.exit_code == 1
        assert "is at a camera that was looked at: they are at plaza" in str(refused.exception)
        warned = RUN.invoke(app, ["score", *arguments, "--truth", str(empty), "--json", "-"])
        assert warned.exit_code == 0, warned.output
        assert "warning: the truth holds no event" in warned.stderr
        json.loads(warned.stdout)
