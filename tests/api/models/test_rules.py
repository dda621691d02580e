from __future__ import annotations

import re
from typing import Any

import pytest

from api.models.overlay import OverlayOut
from api.models.rules import CheckedForOut, RuleOut, explained
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
    assert "plaza" in explained(profile(COUNT | {"zone_kinds": ["plaza"]}).rules[0]).tell("zh")


def test_values_are_what_an_override_may_name() -> None:
    """No more, no less."""
    assert set(RuleOut.of(profile(COUNT).rules[0]).values) == {
        "min_confidence", "min_box", "max_box", "k", "over_s", "limit", "clear_n"
    }  # fmt: skip


def test_a_camera_that_can_be_turned() -> None:
    """It tells its presets; a fixed one tells none."""
    told = CheckedForOut.of(dome(presets=[{"token": "1"}]), None, overlay=OVER, zone_kinds=[])
    assert told.ptz == {"presets": [{"token": "1", "name": "1"}], "degrees": True}
    fixed = CheckedForOut.of(camera(), None, overlay=OVER, zone_kinds=[])
    assert (fixed.ptz, fixed.profile) == (None, None)
