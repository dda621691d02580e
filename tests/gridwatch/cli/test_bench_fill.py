"""`gridwatch bench fill`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.bench.console import folder
from gridwatch.bench.console.fill import Filled
from gridwatch.bench.console.folder import Wanted
from gridwatch.cli.app import app


def test_it_says_what_was_made_and_how_to_serve_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures as JSON; what is asked for is handed on."""
    asked: list[tuple] = []

    def make(folder: Path, wanted: Wanted, *, port: int, **_: object) -> Filled:
        asked.append((folder, wanted.incidents, wanted.cameras, wanted.seed, port))
        return Filled(incidents=20, live=1, cameras=12, seconds=0.5, bytes=9_000_000)

    monkeypatch.setattr(folder, "make_folder", make)
    command = ["bench", "fill", str(tmp_path / "f"), "--incidents", "20", "--cameras", "12", "--port", "81"]
    out = tmp_path / "out.json"
    done = CliRunner().invoke(app, [*command, "--json", str(out)])
    assert done.exit_code == 0, done.output
    assert asked == [(tmp_path / "f", 20, 12, 0, 81)]
    assert "gridwatch run -c" in done.output
    assert json.loads(out.read_text())["incidents"] == 20
