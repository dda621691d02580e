"""A row says what the incident says, and what only the figures know."""

from __future__ import annotations

from alerts.store.cursor import micros
from api.case_rows import case_row
from tests.builders import at
from tests.builders_store import incident


def test_a_row_of_a_case():
    """Times that it has not come to are null."""
    row = case_row(incident(), handled=micros(at(60)), verified=0, verdict="operator", late=True)
    assert (row.handled_at, row.verified_at, row.verdict, row.late) == (at(60), None, "operator", True)
    assert [cell.level for cell in row.grid] == ["district", "street", "community", "grid"]
    assert row.unit == ""
