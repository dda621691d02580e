"""Profiles: rules that can be reached, each under its own id."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.profile import CountRule, CrowdRule, DwellRule, Tiles
from tests.builders import profile

DWELL = {"id": "a", "kind": "dwell", "matter": "m", "classes": ["waste"]}
CROWD = {"id": "b", "kind": "crowd", "matter": "m", "classes": ["person"], "count": 10}
COUNT = {"id": "c", "kind": "count", "matter": "m", "classes": ["car"]}


def test_the_kind_chooses_the_rule() -> None:
    """Three kinds, one list."""
    assert [type(rule) for rule in profile(DWELL, CROWD, COUNT).rules] == [DwellRule, CrowdRule, CountRule]


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ([DWELL, DWELL], "rule id used twice: a"),
        ([DWELL | {"k": 5, "n": 4}], "can never be reached"),
        ([CROWD | {"per_m2": 2}], "either count or per_m2"),
        ([{key: value for key, value in CROWD.items() if key != "count"}], "either count or per_m2"),
        ([DWELL | {"kind": "guess"}], "union_tag_invalid"),
        ([DWELL | {"limit": 3}], "extra_forbidden"),
        ([DWELL | {"classes": []}], "too_short"),
        ([CROWD | {"release": 1}], "less_than"),
        ([CROWD | {"min_box": 0.5, "max_box": 0.1}], "no box is"),
        ([CROWD | {"tiles": {"across": 1}}], "greater_than_equal"),
        ([CROWD | {"tiles": {"across": 9}}], "less_than_equal"),
        ([CROWD | {"tiles": {"size": 640}}], "extra_forbidden"),
    ],
)
def test_mistakes(rules: list[dict[str, Any]], says: str) -> None:
    """Each is refused with what is wrong."""
    with pytest.raises(ValidationError, match=says):
        profile(*rules)


def test_a_profile_without_rules_is_none() -> None:
    """It would look at everything and see nothing."""
    with pytest.raises(ValidationError, match="too_short"):
        profile(rules=[])


def test_what_covers_is_people_and_vehicles() -> None:
    """Unless the rule says otherwise: for parked cars, persons only."""
    rule = profile(DWELL).rules[0]
    assert isinstance(rule, DwellRule)
    assert {"person", "truck"} <= set(rule.ignore_when_covered_by)


@pytest.mark.parametrize("across", [2, 3, 8])
def test_tiles_side_by_side_span_the_picture(across: int) -> None:
    """So many tiles with their overlaps are as wide as the picture, exactly."""
    tiles = Tiles(across=across, overlap=0.2)
    assert across * tiles.side - (across - 1) * 0.2 * tiles.side == pytest.approx(1)


def test_tiles_are_only_for_who_asks() -> None:
    """Left out, a rule sees the whole picture alone."""
    assert profile(CROWD).rules[0].tiles is None
    assert profile(CROWD | {"tiles": {}}).rules[0].tiles == Tiles()
    assert not profile(CROWD).wants_tiles
    assert profile(CROWD, CROWD | {"id": "far", "tiles": {}}).wants_tiles
