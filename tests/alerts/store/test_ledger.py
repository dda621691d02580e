"""What a ledger is asked; kept in tests/contract/test_ledger.py, here what it costs."""

from __future__ import annotations

from alerts.store.ledger import LOOKED_BACK


def test_a_receiver_without_failures_costs_a_short_look_back() -> None:
    """A year of deliveries is not read for a page that says that all is well."""
    assert LOOKED_BACK <= 1000
