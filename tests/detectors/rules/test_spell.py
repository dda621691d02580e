from __future__ import annotations

from dataclasses import replace

import pytest

from core.config.profile import CountRule, CrowdRule
from core.geometry import Box
from core.sighting import Finding
from detectors.rules.spell import Reading, Spell, advance
from tests.builders import profile

COUNT = profile({"id": "c", "kind": "count", "matter": "m", "classes": ["car"], "k": 2, "over_s": 60}).rules[
    0
]
CROWD = profile(
    {"id": "c", "kind": "crowd", "matter": "m", "classes": ["person"], "count": 20, "clear_over_s": 90}
).rules[0]
BEGUN = Spell(number=1, first_at=0, looked_at=0, confidence=0.5, box=Box(x0=0, y0=0, x1=1, y1=1))
LASTING = replace(BEGUN, hits=2, confirmed=True)


@pytest.mark.parametrize(
    ("reading", "finding"),
    [
        (Reading.OVER, Finding.PRESENT),
        (Reading.BETWEEN, Finding.CANDIDATE),
        (Reading.UNSURE, Finding.CANDIDATE),
        (Reading.LOW, Finding.DROPPED),
    ],
)
def test_second_look_at_a_candidate(reading: Reading, finding: Finding) -> None:
    """Over again confirms after 60 s; in between waits; low ends it."""
    assert isinstance(COUNT, CountRule)
    assert advance(COUNT, BEGUN, reading, 60, fresh=False)[1] is finding


def test_time_must_pass_between_the_looks() -> None:
    """The second look over the limit after 59 of 60 s confirms nothing."""
    assert isinstance(COUNT, CountRule)
    assert advance(COUNT, BEGUN, Reading.OVER, 59, fresh=False)[1] is Finding.CANDIDATE


def test_a_candidate_in_between_does_not_wait_for_ever() -> None:
    """Neither over nor low for two looks in a row: dropped."""
    assert isinstance(COUNT, CountRule)
    spell, _ = advance(COUNT, BEGUN, Reading.BETWEEN, 60, fresh=False)
    assert advance(COUNT, spell, Reading.UNSURE, 120, fresh=False)[1] is Finding.DROPPED


def test_clearing_takes_looks_in_a_row_and_time() -> None:
    """Two low looks 60 s apart: not yet 90 s. The third ends it; one in between starts the row again."""
    assert isinstance(CROWD, CrowdRule)
    spell, finding = advance(CROWD, LASTING, Reading.LOW, 100, fresh=False)
    assert finding is Finding.MISSED
    spell, finding = advance(CROWD, spell, Reading.LOW, 160, fresh=False)
    assert finding is Finding.MISSED
    assert advance(CROWD, spell, Reading.LOW, 220, fresh=False)[1] is Finding.CLEARED
    again, finding = advance(CROWD, spell, Reading.BETWEEN, 220, fresh=False)
    assert (again.lows, finding) == (0, Finding.PRESENT)


@pytest.mark.parametrize("spell", [BEGUN, LASTING, replace(LASTING, box=None, lows=1, low_at=7.5)])
def test_comes_back_from_json(spell: Spell) -> None:
    """What is written is what is read."""
    assert Spell.from_json(spell.to_json()) == spell
