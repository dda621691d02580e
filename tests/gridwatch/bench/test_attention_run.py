"""Days lived through by the real schedule and rules."""

from __future__ import annotations

import pytest

from core.config.settings.attention import Attention
from gridwatch.bench.attention_days import Days, Happening, Recipe
from gridwatch.bench.attention_eye import Eye
from gridwatch.bench.attention_run import Lived, Policy, Run

DAYS = Days(Recipe(seed=4, cameras=20, events=24))
WARD = DAYS.ward()
HEAP = Happening(id="heap", matter="construction_waste", cameras=("cam-01", "cam-02"), start=3000, end=12000)
CROWD = Happening(id="none", matter="no_such_matter", cameras=("cam-03",), start=3000, end=12000)


def lived(policy: Policy, *, since: float = 0.0, end: float = 20_000.0, seed: int = 0) -> Lived:
    """One heap, and something that no rule is for."""
    eye = Eye(WARD, [HEAP, CROWD], seed=seed, days=1)
    return Run(WARD, eye, policy, start=0.0, since=since, seed=1).until(end)


def test_a_heap_is_alarmed_once_its_rule_is_sure_and_called_gone_after_its_end() -> None:
    """Not before the eight minutes that the rule wants; every camera was looked at once in its period."""
    out = lived(Policy(name="round robin", confirming=False))
    assert set(out.alarmed) == {"heap"}
    assert out.alarmed["heap"] - out.first_seen["heap"] >= 480
    assert out.cleared["heap"] > HEAP.end
    assert out.looks == pytest.approx(20_000 / 300 * 20, abs=21)
    assert out.confirming == 0
    assert out.longest_wait_s == pytest.approx(300, abs=1)


def test_a_candidate_asks_for_its_looks() -> None:
    """Confirming looks come by the profile's pace, and the alarm is no later for them."""
    plain = lived(Policy(name="round robin", confirming=False))
    out = lived(Policy(name="confirming"))
    assert out.confirming > 5
    assert out.alarmed["heap"] <= plain.alarmed["heap"]


def test_with_attention_the_looks_stay_and_nobody_waits_beyond_the_maximum() -> None:
    """Within a hundredth of the plan, and 450 s at most."""
    choice = Attention(mode="on", stretch=1.5)
    out = lived(Policy(name="attention", attention=choice), end=40_000.0)
    assert out.looks <= 40_000 / 300 * 20 * 1.03
    assert 300 < out.longest_wait_s <= 451
    assert set(out.alarmed) == {"heap"}


def test_what_began_before_the_measured_time_does_not_count() -> None:
    """History is earned there, figures are not."""
    out = lived(Policy(name="round robin", confirming=False), since=5000.0)
    assert out.alarmed == {}
    assert out.looks < 20_000 / 300 * 20 * 0.8
