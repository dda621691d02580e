from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gridwatch.bench import storm
from gridwatch.bench.storm import StormBench
from gridwatch.bench.storm_figures import StormFigures
from gridwatch.bench.storm_plan import StormPlan
from gridwatch.cli.app import app

FIGURES = StormFigures(
    cameras=300,
    on_time_share_of_others=0.9987,
    alarms=1,
    told=["network of owner property dark"],
    alarms_held_back=300,
    peak_openings_per_s=9,
    peak_openings_during_per_s=7,
    back_on_time_s=41.2,
    seconds=270,
)


def test_a_storm_is_told_in_words_and_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shares of the reference district unless told otherwise; the figures by their names."""
    plans: list[StormPlan] = []

    async def bench(plan: StormPlan, **_: Any) -> StormBench:
        plans.append(plan)
        return StormBench(
            plan=plan,
            calm_on_time_share=1.0,
            storms={"dark": FIGURES},
            cpu_s=50,
            cameras_cpu_s=9,
            rss_mb=300,
            seconds=800,
        )

    monkeypatch.setattr(storm, "bench_storm", bench)
    target = tmp_path / "out.json"
    done = CliRunner().invoke(app, ["bench", "storm", "--json", str(target)])
    assert done.exit_code == 0, done.output
    assert "others 99.87% on time" in done.output
    assert (plans[0].cameras, plans[0].dark, plans[0].timeouts, plans[0].slow) == (1480, 300, 200, 64)
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["storms"]["dark"]["back_on_time_s"] == 41.2
    assert {"cpu_s", "rss_mb"} <= told.keys()


def test_half_of_the_fleet_is_left_well() -> None:
    """Without others there is nobody to be on time."""
    done = CliRunner().invoke(app, ["bench", "storm", "--cameras", "100", "--dark", "60"])
    assert done.exit_code == 2
