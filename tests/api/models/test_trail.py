"""A row of a trail as the API tells it."""

from __future__ import annotations

from alerts.store.base import Row
from api.models.trail import TrailRow
from tests.builders import at


def test_a_row_is_told_with_the_text_that_was_hashed():
    """Whoever checks it needs the bytes, whoever reads it the words; what is no record is null."""
    row = Row(
        number=3,
        incident_id="inc_1",
        seq=1,
        at=at(0),
        kind="settled",
        record='{"attempt":2,"outcome":"gave_up","receiver":"grid"}',
        hash="a" * 64,
        chain="b" * 64,
    )
    told = TrailRow.of(row)
    assert (told.text, told.record) == (row.record, {"attempt": 2, "outcome": "gave_up", "receiver": "grid"})
    assert told.told_en == "gave_up by grid, attempt 2"
