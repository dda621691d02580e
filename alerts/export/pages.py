"""Every incident that a filter lets through, a page at a time: a million are never in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alerts.store.base import IncidentQuery, Reader
from core.incident import Incident

PAGE = 500  # incidents read at once; the most that a store gives


def every(reader: Reader, query: IncidentQuery) -> Iterator[tuple[Incident, ...]]:
    """Yield pages of what `query` lets through, the newest change first.

    All pages come from the one view that `reader` is: what changes meanwhile is neither lost nor told
    twice. `query.limit` is not used; the whole is told from `query.after` on.
    """
    after = query.after
    while True:
        page = reader.find(replace(query, after=after, limit=PAGE))
        if page.incidents:
            yield page.incidents
        after = page.next
        if after is None:
            return
