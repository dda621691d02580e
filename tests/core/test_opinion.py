from __future__ import annotations

from core.opinion import Says
from tests.builders_opinions import opinion


def test_only_a_disagreement_would_hold_anything_back() -> None:
    """Who cannot tell, is late or fails, never keeps an alarm from people."""
    assert [says for says in Says if opinion(says).would_hold] == [Says.DISAGREES]


def test_a_failure_is_no_answer() -> None:
    """What nobody said cannot replace what somebody has said."""
    assert {says for says in Says if not says.answered} == {Says.FAILED, Says.LATE, Says.NOT_ASKED}
