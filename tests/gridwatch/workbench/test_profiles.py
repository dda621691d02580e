from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ConfigError
from gridwatch.workbench.profiles import read_profile

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
