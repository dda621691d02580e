"""A file of a case that is not kept says so."""

from __future__ import annotations

from alerts.store.casefile import CaseFile


def test_of_nothing_nothing_is_kept():
    """No version, no text, no rows."""
    file = CaseFile(incident_id="inc_1")
    assert (file.version, file.document, file.status) == (None, None, None)
    assert not any((file.rows, file.steps, file.deliveries, file.attempts, file.links))
