"""The attention bench, small: three ways, the same looks."""

from __future__ import annotations

import pytest

from core.config.settings.attention import Attention
from gridwatch.bench.attention import Setting, bench_attention, looks_of, settings_of, sooner
from gridwatch.bench.attention_days import Happening, Recipe
from gridwatch.bench.attention_run import Lived, Policy

TINY = Setting(name="tiny", recipe=Recipe(seed=2, cameras=8, events=6), history_days=0, days=1)


def test_three_ways_spend_the_same_looks_and_tell_their_latencies() -> None:
    """Within three hundredths; the JSON holds plain values, and no single latencies."""
    told: list[float] = []
    found = bench_attention(TINY, Attention(), progress=told.append)
    robin, confirming, attention = found.ways
    assert [way.name for way in found.ways] == ["round robin", "confirming", "attention"]
    assert robin.looks == pytest.approx(attention.looks, rel=0.03)
    assert confirming.looks == pytest.approx(attention.looks, rel=0.03)
    assert attention.looks <= 1.15 * found.plan_looks
    assert attention.confirming > 0 == robin.confirming
    assert 0 < attention.alarmed <= found.events == 6
    assert told[-1] <= looks_of(TINY)
    data = found.to_json()
    assert data["ways"][2]["p50_s"] > 480
    assert "latencies_s" not in data["ways"][0]
    assert set(data["sooner_s"]) == {"round robin", "confirming"}


def test_sooner_is_paired_and_has_an_interval() -> None:
    """Ten events, each 50 to 59 s sooner; one that only one of the two alarmed does not count."""
    events = [Happening(id=f"e{i}", matter="m", cameras=(), start=0, end=1) for i in range(11)]
    late = Lived(policy=Policy(name="late"), alarmed={f"e{i}": 150.0 + i for i in range(11)})
    soon = Lived(policy=Policy(name="soon"), alarmed={f"e{i}": 100.0 for i in range(10)})
    mean, low, high = sooner(late, soon, events)
    assert mean == pytest.approx(54.5)
    assert 52 < low < mean < high < 57
    assert sooner(late, Lived(policy=Policy(name="none")), events) == (0.0, 0.0, 0.0)


def test_the_settings_are_the_scripted_day_and_one_with_recurring_places() -> None:
    """History is lived before it is measured; the scale changes only what is measured."""
    scripted, recurring = settings_of(3, scale=0.2)
    assert (scripted.recipe.cameras, scripted.recipe.events, scripted.recipe.recurring) == (20, 60, 0.0)
    assert recurring.recipe.recurring > 0
    assert scripted.history_days == settings_of(3)[0].history_days >= 1
    assert scripted.days == 1
