"""docs/engineers/labels.md says what is true: its commands and its Python run as written, in order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.cli.app import app
from gridwatch.workbench.labels.spreadsheet import HEADERS
from gridwatch.workbench.runs import write_run
from gridwatch.workbench.truth import parse_truth
from tests.builders_labels import yolo_folder
from tests.builders_scoring import alarm, run, source

PAGE = (Path(__file__).parents[2] / "docs" / "engineers" / "labels.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the page's blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The truth lines are read, every command succeeds, the Python prints a verdict."""
    monkeypatch.chdir(tmp_path)
    Path("truth.jsonl").write_text(blocks("json")[0], encoding="utf-8")
    yolo_folder(Path("dataset"), {"a.jpg": ["0 0.5 0.5 0.25 0.25", "1 0.2 0.2 0.1 0.1"]})
    sources = (source("cam-01"), source("plaza"))
    write_run(Path("runs/a"), run(alarm("x", 8.5, "cam-01"), sources=sources))
    write_run(Path("runs/b"), run(sources=sources))
    check, *others = [line for block in blocks("bash") for line in block.splitlines()]
    for line in [*others, check]:  # what is checked is made by the commands below it
        done = CliRunner().invoke(app, shlex.split(line)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception}"
    assert {"score.json", "score.html", "compare.json", "from-coco", "from-cvat", "copy"} <= {
        path.name for path in tmp_path.iterdir()
    }
    exec(blocks("python")[0], {})  # noqa: S102 - the page's own example
    assert Path("again.xml").exists()


def test_keys_and_columns_of_the_page_are_the_codes() -> None:
    """Every key of the table is read, every column is named in both languages."""
    events, problems = parse_truth(blocks("json")[0])
    assert (len(events), problems) == (2, [])
    table = PAGE.partition("## Boxes")[0]
    keys = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert keys == ["id", "matter", "cameras", "start", "end", "zone", "box", "count", "place", "tags"]
    for key, header in HEADERS.items():
        assert f"`{key}` {header}" in PAGE
