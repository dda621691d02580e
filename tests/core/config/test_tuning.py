from __future__ import annotations

from typing import Any

import pytest

from core.config.camera import RuleOverride
from core.config.profile import Profile
from core.config.tuning import tuned

PROFILE = Profile.model_validate(
    {
        "name": "street",
        "rules": [
            {"id": "waste", "kind": "dwell", "matter": "w", "classes": ["waste"]},
            {"id": "crowd", "kind": "crowd", "matter": "c", "classes": ["person"], "count": 10},
        ],
    }
)


def override(rule: str, **values: Any) -> RuleOverride:
    """Build one."""
    return RuleOverride(rule=rule, **values)


def test_a_camera_without_overrides_shares_its_profile() -> None:
    """The very same object: thousands of cameras are compared by it."""
    assert tuned(PROFILE, ()) == (PROFILE, ())
    assert tuned(PROFILE, ())[0] is PROFILE


def test_values_take_the_place_of_the_profile_s() -> None:
    """The others stay; density takes the place of a count; a rule may be off."""
    changed, wrong = tuned(
        PROFILE, [override("waste", min_confidence=0.7, k=4), override("crowd", per_m2=2.0)]
    )
    assert wrong == ()
    waste, crowd = changed.rules
    assert (waste.min_confidence, waste.k, waste.over_s) == (0.7, 4, PROFILE.rules[0].over_s)
    assert (getattr(crowd, "count", 0), getattr(crowd, "per_m2", 0)) == (None, 2.0)
    off, wrong = tuned(PROFILE, [override("crowd", off=True)])
    assert ([rule.id for rule in off.rules], wrong) == (["waste"], ())


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ([override("none", k=1)], "no rule none"),
        ([override("waste", count=5)], "count: is no value of a dwell rule"),
        ([override("waste", k=9)], "k=9 of n=4"),
        ([override("waste", off=True), override("crowd", off=True)], "every rule is off"),
        ([override("waste", min_box=0.5, max_box=0.4)], "no box"),
    ],
)
def test_what_does_not_fit_is_told(overrides: list[RuleOverride], said: str) -> None:
    """With a cure, and the rule stays as the profile has it."""
    changed, wrong = tuned(PROFILE, overrides)
    assert said in wrong[-1].what
    assert wrong[-1].cure
    assert changed.rules == PROFILE.rules
