from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from gridwatch.cli.app import app


def test_the_figures_in_words_and_as_json(tmp_path: Path) -> None:
    """A small load, measured for real: the four figures by the names that are agreed, and how they came about."""
    out = tmp_path / "out.json"
    sizes = ["--deliveries", "100", "--few", "2", "--few-deliveries", "10", "--outage-deliveries", "0"]
    sizes += ["--seconds", "1"]
    ran = CliRunner().invoke(app, ["bench", "deliver", *sizes, "--json", str(out)])
    assert ran.exit_code == 0, ran.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert {"accepted_per_s", "p50_ms", "p95_ms", "p99_ms", "peer_per_s", "ratio"} <= found.keys()
    assert found["many"]["deliveries"] == 100
    assert "accepted a second" in ran.output
    assert "from commit to acceptance" in ran.output
