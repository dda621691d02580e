from __future__ import annotations

from alerts.shift.claim import Claimed, name_of
from tests.builders import at
from tests.builders_shift import LI, WANG, claim


def test_a_claim_is_against_others_until_it_ends():
    """Never against its own holder, and to the instant."""
    held = claim(seconds=120)
    assert held.against(WANG, at(119))
    assert not held.against(LI, at(119))
    assert not held.against(WANG, at(120))


def test_who_is_refused_reads_who_has_it_and_until_when():
    """And what to do."""
    error = Claimed(claim())
    assert "li is working on inc_1 until" in str(error)
    assert "supervisor" in str(error)
    assert name_of(WANG) == "wang"
