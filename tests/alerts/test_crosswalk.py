from __future__ import annotations

from dataclasses import replace

from alerts.crosswalk import missing, translate
from core.config.crosswalk import Crosswalk
from tests.builders_store import WASTE

CROSSWALK = Crosswalk.model_validate(
    {
        "crosswalk": "2026-to-2013",
        "version": "3",
        "from_table": WASTE.table,
        "to_table": "GB/T 30428.2-2013",
        "rows": [{"code": "06011", "to": "01-11", "name": "渣土", "name_en": "Spoil", "confirmed": True}],
    }
)


def test_a_code_is_told_in_the_other_table_with_where_it_comes_from() -> None:
    """Key and severity stay ours; table and version say which crosswalk spoke."""
    told = translate(WASTE, CROSSWALK)
    assert (told.code, told.name, told.table, told.table_version) == (
        "01-11",
        "渣土",
        "GB/T 30428.2-2013",
        "2026-to-2013 3",
    )
    assert (told.key, told.severity, told.confirmed) == (WASTE.key, WASTE.severity, True)


def test_what_it_does_not_hold_stays_as_it_is() -> None:
    """Its own table says openly that it was not translated: a code is never guessed."""
    for matter in (replace(WASTE, code="06010"), replace(WASTE, table="Local 1")):
        assert translate(matter, CROSSWALK) is matter
    assert translate(WASTE, None) is WASTE


def test_codes_without_a_row_are_told_once() -> None:
    """In the order of the table."""
    assert missing(["06012", "06011", "06010", "06012"], CROSSWALK) == ("06012", "06010")
