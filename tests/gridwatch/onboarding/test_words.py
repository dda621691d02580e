from __future__ import annotations

import pytest

from gridwatch.onboarding.cells import BadCell
from gridwatch.onboarding.words import slug_of


def test_usual_words_and_slugs_are_known() -> None:
    """What is a name already stays as it is."""
    assert slug_of("owner", "公安局", {}) == "police"
    assert slug_of("scene", "农贸市场", {}) == "market"
    assert slug_of("owner", "city-police.2", {}) == "city-police.2"


def test_a_part_of_a_long_name_is_offered_and_not_taken() -> None:
    """Policies hang on the owner: it is whoever imports who says so."""
    with pytest.raises(BadCell) as told:
        slug_of("owner", "示范区公安局星河分局", {})
    assert "=police`" in str(told.value.facts["guess"])
    assert (told.value.facts["meant"], told.value.facts["field_zh"]) == ("police", "来源单位")
    assert slug_of("owner", "示范区公安局星河分局", {("owner", "示范区公安局星河分局"): "police"}) == "police"


def test_what_is_said_wins_over_what_is_known() -> None:
    """A city may call things as it likes."""
    assert slug_of("scene", "市场", {("scene", "市场"): "plaza"}) == "plaza"
    with pytest.raises(BadCell):
        slug_of("scene", "屋顶", {})
