"""`gridwatch bench merge` at its door; what it counts is tested in tests/gridwatch/bench."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.app import app


def test_the_confusion_is_told_in_words_as_json_and_as_a_picture(tmp_path: Path) -> None:
    """A table by distance and radius, the settings it was made with, and no trials where none were asked for."""
    target, picture = tmp_path / "out.json", tmp_path / "out.png"
    asked = ["bench", "merge", "--seed", "3", "--places", "40", "--json", str(target), "--plot", str(picture)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "30-40 m" in done.output
    assert "two_heaps_30_m_apart" in done.output
    figures = json.loads(target.read_text(encoding="utf-8"))
    assert figures["settings"] == {"distance_m": 6.0, "radius_share": 0.75, "most_m": 16.0}
    assert (figures["seed"], figures["spots"], figures["tried"]) == (3, 40, [])
    assert (
        sum(one["pairs"] for one in figures["merged_by_distance_and_radius"])
        == (figures["wrongly_merged"]["pairs"])
    )
    assert picture.read_bytes().startswith(b"\x89PNG")
