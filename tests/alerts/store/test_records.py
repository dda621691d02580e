"""Records of the store."""

from __future__ import annotations

from alerts.store import base, records


def test_the_contract_hands_the_records_on() -> None:
    """Whoever works with a store needs one import: every record is found in base.py as well."""
    own = {
        name for name, what in vars(records).items() if getattr(what, "__module__", "") == records.__name__
    }
    assert own
    assert all(getattr(base, name) is getattr(records, name) for name in own)


def test_a_query_without_wishes_filters_nothing() -> None:
    """Its defaults are the first page of everything."""
    query = records.IncidentQuery()
    assert (query.statuses, query.after, query.limit, query.overdue) == ((), None, 50, False)
