"""Facts. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from alerts.store.facts import UNCOUNTED
from core.incident import Status


def test_what_nobody_was_told_of_counts_nowhere() -> None:
    """Candidates, and candidates that came to nothing; a rejected incident does count."""
    assert {Status.CANDIDATE, Status.EXPIRED} == UNCOUNTED
