from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.config.settings.looking import Budgets, Looking
from core.config.settings.outages import OutageRule
from gridwatch.bench.storm import _write
from gridwatch.bench.storm_plan import DARK_OWNER, LEAST_SESSIONS, StormPlan
from gridwatch.configuration.loader import load

PLAN = StormPlan(cameras=740, period_s=30, dark=150, timeouts=100, slow=32)


def test_who_is_who() -> None:
    """Three storms take three sets of cameras; one owner is dark wholly, those that hang are of all the others."""
    rows: dict[str, Any] = {row["id"]: row for row in PLAN.rows(http=1, dark_http=2, rtsp=3)}
    dark, slow, hanging = PLAN.dark_ones(), PLAN.slow_ones(), PLAN.hanging_ones()
    assert (len(dark), len(slow), len(hanging)) == (150, 32, 100)
    assert len({*dark, *slow, *hanging}) == 282
    assert {name for name, row in rows.items() if row["owner"] == DARK_OWNER} == set(dark)
    assert {rows[name]["access"]["host_key"] for name in slow} == {"recorder"}
    of_whom = [rows[name]["owner"] for name in hanging]
    assert {owner: of_whom.count(owner) > 10 for owner in set(of_whom)} == dict.fromkeys(set(of_whom), True)
    assert len(set(of_whom)) == 5
    assert ":2/" in rows[dark[0]]["access"]["snapshot_url"]
    assert "rtsp_url" in rows[hanging[0]]["access"]


def test_a_shorter_day_and_a_smaller_fleet_are_scaled_alike() -> None:
    """Half of the cameras have half of the sessions; half the period has half the deadlines."""
    settings = PLAN.settings()
    budgets, looking = (
        Budgets.model_validate(settings["budgets"]),
        Looking.model_validate(settings["looking"]),
    )
    assert budgets.sessions == LEAST_SESSIONS, "a tenth would be starved by any load on the machine"
    larger = StormPlan(cameras=3698, period_s=30, dark=750, timeouts=500).settings()
    assert Budgets.model_validate(larger["budgets"]).sessions == Budgets().sessions / 2
    assert looking.read_s == Looking().read_s / 2
    assert looking.backoff_max_s == Looking().backoff_max_s / 2
    assert budgets.failing_per_s == pytest.approx(Budgets().failing_per_s / 10 * 2, rel=0.01)
    assert OutageRule.model_validate(settings["outages"]).settle_s == OutageRule().settle_s / 2
    whole = StormPlan(cameras=7396, period_s=60, dark=1500, timeouts=1000).settings()
    assert Budgets.model_validate(whole["budgets"]) == Budgets()
    assert Looking.model_validate(whole["looking"]) == Looking()


def test_it_is_a_configuration_that_loads(tmp_path: Path) -> None:
    """With every camera, and without a login or receiver."""
    configs = _write(tmp_path, PLAN, {"http": 1, "dark_http": 2, "rtsp": 3})
    loaded = load(configs)
    assert len(loaded.cameras) == 740
    assert loaded.settings.model.size == (64, 64)
    assert "receivers" not in yaml.safe_load((configs / "gridwatch.yaml").read_text())
