from __future__ import annotations

import json

import pytest

from gridwatch.load.simulate import VARIANTS, simulate
from gridwatch.load.world import Assumptions

ASSUMED = Assumptions(cameras=400, days=3)


def test_each_measure_takes_load_off_and_all_together_the_most():
    """Every variant sees the same days; the assumptions stand in the result."""
    told: list[float] = []
    found = simulate([0.5], ASSUMED, progress=told.append)
    alarms = {name.name: found.of(name.name, 0.5).alarms for name in VARIANTS}
    assert alarms["merging"] < alarms["nothing"]
    assert alarms["inhibition"] < alarms["nothing"]
    assert alarms["ranking"] < alarms["nothing"] / 2
    assert alarms["all_ranked"] < alarms["all"] < alarms["merging"]
    assert alarms["grouping"] == alarms["nothing"]
    assert told[-1] == pytest.approx(1)
    plain = json.loads(json.dumps(found.to_json()))
    assert plain["assumptions"]["cameras"] == 400
    assert len(plain["results"]) == len(VARIANTS)
    assert plain["notes"]


def test_processes_find_the_same():
    """However many work on it."""
    variants = VARIANTS[:2]
    one = simulate([0.2], ASSUMED, variants=variants)
    assert simulate([0.2], ASSUMED, variants=variants, jobs=2).to_json() == one.to_json()
