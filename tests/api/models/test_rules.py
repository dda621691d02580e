from __future__ import annotations

import re
from typing import Any

import pytest

from api.models.overlay import OverlayOut
from api.models.rules import CheckedForOut, RuleOut, explained, rule_names, tell
from core.reason import Reason
from tests.builders import camera, profile
from tests.builders_hawkeye import dome

CROWD: dict[str, Any] = {"id": "c", "kind": "crowd", "matter": "crowding", "classes": ["person"]}
COUNT: dict[str, Any] = {
    "id": "n",
    "kind": "count",
    "matter": "parking",
    "classes": ["car", "truck"],
    "limit": 2,
}

OVER = OverlayOut(
    camera_id="cam-1", version="v", file="", line=None, overlay_file="", overlaid=False, parts=[], own=None
)


@pytest.mark.parametrize(
    "rule", [CROWD | {"count": 20}, CROWD | {"per_m2": 1.5}, COUNT, COUNT | {"zone_kinds": ["plaza"]}]
)
def test_every_kind_of_rule_is_explained(rule: dict[str, Any]) -> None:
    """In both languages, and with every number in its place."""
    (one,) = profile(rule).rules
    why = explained(one)
    for language in ("zh", "en"):
        told = why.tell(language)  # type: ignore[arg-type]  # a parametrised literal
        assert "?" not in told
        assert re.search(r"20|1\.5|2", told)
    assert "广场、x" in explained(profile(COUNT | {"zone_kinds": ["plaza", "x"]}).rules[0]).tell("zh")


def test_values_are_what_an_override_may_name() -> None:
    """No more, no less."""
    assert set(RuleOut.of(profile(COUNT).rules[0], {"n": ("停车", "Parking")}).values) == {
        "min_confidence", "min_box", "max_box", "k", "over_s", "limit", "clear_n"
    }  # fmt: skip


def test_a_rule_is_called_by_its_matter() -> None:
    """With its id where two look for the same; by the key of a matter that the table does not know. Sentences too."""
    rules = [COUNT, COUNT | {"id": "m"}, CROWD | {"count": 20}]
    names = rule_names(profile(*rules), {"parking": ("停车", "Parking")})
    assert names == {
        "n": ("停车(n)", "Parking (n)"),
        "m": ("停车(m)", "Parking (m)"),
        "c": ("crowding", "crowding"),
    }
    why = Reason(code="rule.no_zone", facts={"rule": "n", "kinds": "plaza"})
    assert tell(why, "zh", names).startswith("停车(n)")
    assert tell(why, "en", names).startswith("Parking (n)")
    assert tell(why, "en", {}).startswith("n:")


def test_kinds_of_zones_have_names() -> None:
    """In both languages; one of the city's own is told as it is."""
    told = CheckedForOut.of(camera(), None, overlay=OVER, zone_kinds=["plaza", "quay"], matters={})
    assert [(one.key, one.label, one.label_en) for one in told.zone_kind_names] == [
        ("plaza", "广场", "plaza"),
        ("quay", "quay", "quay"),
    ]


def test_a_camera_that_can_be_turned() -> None:
    """It tells its presets; a fixed one tells none."""
    told = CheckedForOut.of(dome(presets=[{"token": "1"}]), None, overlay=OVER, zone_kinds=[], matters={})
    assert told.ptz == {"presets": [{"token": "1", "name": "1"}], "degrees": True}
    fixed = CheckedForOut.of(camera(), None, overlay=OVER, zone_kinds=[], matters={})
    assert (fixed.ptz, fixed.profile) == (None, None)
