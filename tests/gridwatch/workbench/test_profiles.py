from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ConfigError
from gridwatch.workbench.profiles import read_profile, read_profile_with, value_at

CONFIGS = Path(__file__).resolve().parents[3] / "configs"


def test_a_value_is_changed_for_one_experiment() -> None:
    """`--set crowd.count=15` changes that rule and nothing else."""
    before, after = (
        read_profile(CONFIGS, "crowd"),
        read_profile(CONFIGS, "crowd", ["crowd.count=15", "period_s=2"]),
    )
    assert (after.rules[0].count, after.period_s) == (15, 2)  # type: ignore[union-attr] # the crowd rule
    assert after.rules[0].model_copy(update={"count": before.rules[0].count}) == before.rules[0]  # type: ignore[union-attr] # same


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("crowds", "", "Did you mean crowd"),
        ("crowd", "crowd", "write <rule>.<key>=<value>"),
        ("crowd", "crwd.count=5", "Did you mean crowd"),
        ("crowd", "crowd.cuont=5", "Did you mean count"),
        ("crowd", "crowd.count=[", "is no value"),
        ("crowd", "crowd.count=2026-13-45", "is no value"),
        ("crowd", "crowd.count=1", "greater than or equal to 2"),
    ],
)
def test_a_slip_is_told_with_its_cure(name: str, change: str, told: str) -> None:
    """What was meant is guessed, never assumed."""
    with pytest.raises(ConfigError, match=told):
        read_profile(CONFIGS, name, [change] if change else [])


def test_rules_that_are_none_are_told() -> None:
    """A whole list replaced by a number, then a rule of it changed."""
    with pytest.raises(ConfigError, match="no rule crowd"):
        read_profile(CONFIGS, "crowd", ["rules=5", "crowd.count=3"])


def test_a_key_below_a_key_is_changed_and_read() -> None:
    """Tiles of a rule, one setting of them, whether or not there were any before."""
    profile = read_profile(CONFIGS, "crowd", ["crowd.tiles.across=3"])
    assert value_at(profile, "crowd.tiles.across") == 3
    assert value_at(profile, "crowd.tiles.overlap") == 0.2
    before = read_profile(CONFIGS, "crowd", ["crowd.tiles=null"])
    assert value_at(before, "crowd.tiles.across") is None
    assert value_at(before, "crowd.classes") == ["person"]
    assert value_at(before, "priority") == before.priority


def test_values_of_a_sweep_are_set_as_they_are() -> None:
    """Without a detour over text: a list stays a list."""
    profile = read_profile_with(CONFIGS, "street", [("waste.k", 2), ("waste.classes", ["waste", "bin"])])
    assert value_at(profile, "waste.k") == 2
    assert value_at(profile, "waste.classes") == ["waste", "bin"]
    with pytest.raises(ConfigError, match="make k at most n"):
        read_profile_with(CONFIGS, "street", [("waste.k", 9)])


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("wast.k", "Did you mean waste?"),
        ("waste.kk", "Did you mean k?"),
        ("waste.k.deeper", "nothing below it"),
        ("versoin", "Did you mean version?"),
    ],
)
def test_what_is_no_setting_is_told_with_the_nearest(place: str, told: str) -> None:
    """Rules, their settings, and those of the profile itself."""
    with pytest.raises(ConfigError, match=told.replace("?", r"\?")):
        value_at(read_profile(CONFIGS, "street"), place)
