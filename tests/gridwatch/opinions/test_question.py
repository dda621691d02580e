from __future__ import annotations

from typing import Any

import pytest

from core.reason import Reason
from gridwatch.opinions.question import Unanswered
from tests.builders import profile
from tests.builders_opinions import CROWD, question

PARKED = {"id": "p", "kind": "count", "matter": "parking", "classes": ["car", "truck"], "limit": 3}


@pytest.mark.parametrize(
    ("rule", "facts", "label", "least"),
    [
        (None, {"label": "overflow"}, "overflow", 1),
        (None, {}, "waste", 1),
        (CROWD, {}, "persons", 10),
        (CROWD, {"limit": 7}, "persons", 7),
        (PARKED, {}, "cars", 4),
        (PARKED | {"classes": ["sheep"]}, {}, "things", 4),
    ],
)
def test_it_is_asked_in_the_rules_own_words_and_numbers(
    rule: dict[str, Any] | None, facts: dict[str, Any], label: str, least: int
) -> None:
    """A density rule's limit depends on the zone and stands in the rule's own reason."""
    asked = question(rule=profile(rule) if rule else None, reason=Reason(code="dwell.confirmed", facts=facts))
    assert (asked.label, asked.least) == (label, least)


def test_a_sighting_without_a_box_is_asked_about_in_the_whole_picture() -> None:
    """A count of nothing in particular has no place."""
    from dataclasses import replace

    asked = question()
    assert replace(asked, sighting=replace(asked.sighting, box=None)).box.area == 1


def test_an_error_tells_its_reason() -> None:
    """What a log shows is what an operator reads."""
    assert "masked" in str(Unanswered(Reason(code="opinion.not_masked")))
