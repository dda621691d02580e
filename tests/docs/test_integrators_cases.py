"""docs/integrators.md on cases from elsewhere, merges and splits: what it says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alerts import outbox, parting, taking
from alerts.inbound import RADIUS_M, CaseReport, _Case, _Place, parse_case
from alerts.life import Event
from core.case import Source
from core.config.settings.merging import Merging
from core.geo import Datum
from tests.docs.test_integrators import PAGE, sent_by_curl

SECTION = PAGE.split("## Cases that you have from elsewhere")[1].split("\n## ")[0]
JOINING = PAGE.split("## When two become one")[1].split("\n## ")[0]


def test_a_case_by_curl() -> None:
    """The commands, run as written against a server, send a case that we believe and understand."""
    case = sent_by_curl("/api/v1/platform/cases", parse_case)
    assert isinstance(case, CaseReport)
    assert (case.origin, case.number, case.radius_m) == (Source.HOTLINE, "12345-77", 30)
    assert case.point is not None
    assert case.point.datum is Datum.WGS84


def test_every_field_of_a_case_is_on_the_page() -> None:
    """And every source that may be named."""
    for name in (*_Case.model_fields, *_Place.model_fields):
        assert f"`{name}`" in SECTION, name
    for source in Source:
        assert (f"`{source.value}`" in SECTION) is (source is not Source.VIDEO), source


def test_every_result_is_on_the_page() -> None:
    """By name, both directions: what the code answers is stated, and what is stated is answered."""
    code = Path(taking.__file__).read_text(encoding="utf-8")
    answered = set(re.findall(r'_answer\(\s*report, "(\w+)"', code))
    stated = set(re.findall(r"\| `200` `(\w+)`", SECTION))
    assert answered == stated


def test_the_numbers_are_the_codes() -> None:
    """Reach, radius, bound and retry."""
    merging = Merging()
    assert f"within both radii and {merging.distance_m:g} m, at most {merging.report_m:g} m" in SECTION
    assert f"{RADIUS_M:g} if left out" in SECTION
    assert taking.MAX_WAITING == 1000
    assert "a thousand of a kind wait" in SECTION
    assert merging.undo_s == 3600
    assert "taken back for an hour" in JOINING


@pytest.mark.parametrize(
    "name",
    [
        Event.JOINED.value,
        Event.TOOK_IN.value,
        Event.SPLIT.value,
        Event.SPLIT_OFF.value,
        Event.UNDONE.value,
        parting.MERGED_INTO,
        parting.SPLIT_FROM,
        parting.SPLIT_INTO,
    ],
)
def test_every_word_of_a_merge_is_on_the_page(name: str) -> None:
    """Steps and facts by which a receiver knows what happened."""
    assert name in JOINING


def test_what_is_not_seen_is_an_event_on_the_page() -> None:
    """With the other events."""
    assert f"| `{outbox.NOT_SEEN}` |" in PAGE
