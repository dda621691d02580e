"""What is kept of the load. The contract is in tests/contract/test_store.py."""

from __future__ import annotations

from alerts.store.load import LoadMark, Marked
from tests.builders import START


def test_a_mark_needs_no_more_than_when_what_and_whose():
    """Whatever else is unknown is empty, never absent."""
    mark = LoadMark(at=START, incident_id="inc_1", what=Marked.SHOWN)
    assert (mark.by, mark.street, mark.source) == ("", "", "")
