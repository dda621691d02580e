from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gridwatch.bench import crash as bench
from gridwatch.bench.crash import CrashBench
from gridwatch.cli.app import app

FIGURES = CrashBench(
    rounds=3,
    seed=0,
    kills={"service": 2, "receiver": 1},
    ended_by_themselves=0,
    incidents=5,
    witnessed=9,
    deliveries=7,
    arrivals=8,
    trail_rows=40,
    lost=0,
    duplicated_at_receiver=1,
    out_of_order=0,
    trails_broken=0,
    altered=0,
    pending=0,
    faults=(),
    seconds=3.0,
    settled_s=0.2,
)


def test_what_is_lost_is_told_and_is_exit_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole: exit 0 and the JSON; with a fault: its sentence, exit 1; a folder that holds something is left."""
    found = FIGURES

    async def crash(plan: bench.Kills, **_: object) -> CrashBench:
        assert (plan.rounds, plan.seed) == (3, 7)
        return found

    monkeypatch.setattr(bench, "bench_crash", crash)
    out = tmp_path / "out.json"
    arguments = ["bench", "crash", "--rounds", "3", "--seed", "7"]
    ran = CliRunner().invoke(app, [*arguments, "--json", str(out)])
    assert ran.exit_code == 0, ran.output
    told = json.loads(out.read_text(encoding="utf-8"))
    assert {"rounds", "lost", "duplicated_at_receiver", "out_of_order", "trails_broken"} <= told.keys()
    found = replace(FIGURES, lost=1, faults=("lost: msg_1 is dead",))
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 1
    assert "lost: msg_1 is dead" in ran.output
    assert CliRunner().invoke(app, [*arguments, "--folder", str(tmp_path)]).exit_code == 2


@pytest.mark.parametrize(
    "wrong", ["lost", "out_of_order", "trails_broken", "altered", "pending", "ended_by_themselves"]
)
def test_each_kind_of_fault_is_one(wrong: str) -> None:
    """None of them passes; repeats at the receiver do."""
    assert FIGURES.whole
    assert not replace(FIGURES, **{wrong: 1}).whole
