from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.bench import probe as bench
from gridwatch.bench.probe import Verdict
from gridwatch.cli.app import app


def test_the_figures_and_the_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small fleet: all right is exit 0 and the JSON has every figure; one wrong verdict is exit 1."""
    out = tmp_path / "out.json"
    arguments = ["bench", "probe", "--cameras", "8", "--faults", "0", "--sample", "0", "--json", str(out)]
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 0, ran.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["cameras"], found["found"], found["broken"], found["right_verdicts"]) == (8, 8, 0, 8)
    assert found["by_fault"]["none"]["right"] == 8
    assert {"seconds", "cpu_s", "cpu_ms_per_camera", "rss_mb", "simulator_cpu_s", "peer"} <= found.keys()
    assert "8 cameras in" in ran.output

    kept = bench.bench_probe(cameras=2, faults=0, sample=0)
    wrong = Verdict(camera="c", fault="slow", expected=("slow",), said=())
    monkeypatch.setattr(bench, "bench_probe", lambda **_: replace(kept, wrong_verdicts=(wrong,)))
    assert CliRunner().invoke(app, arguments).exit_code == 1
