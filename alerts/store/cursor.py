"""Paging and filters: what a query may ask, and the opaque cursor of where the page before ended.

Keyset rather than offset: page 10,000 costs what page 1 costs, and an incident that arrives between
two pages shifts nothing.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from alerts.store.base import IncidentQuery
from core.errors import GridwatchError
from core.incident import Incident

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BadQuery(GridwatchError, ValueError):
    """A filter or cursor cannot be used; the message says which and why."""


def micros(instant: datetime) -> int:
    """Return whole microseconds since 1970 UTC; exact, unlike a float of seconds."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return (instant - _EPOCH) // _MICROSECOND


def instant(micros_: int) -> datetime:
    """Return the instant, in UTC, of whole microseconds since 1970."""
    return _EPOCH + micros_ * _MICROSECOND


def cursor_of(incident: Incident) -> str:
    """Return the cursor of a page that ends with this incident."""
    text = f"1:{micros(incident.updated_at)}:{incident.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, str]:
    """Return `(microseconds, incident id)`; BadQuery for anything that `cursor_of` did not make."""
    wrong = BadQuery("after: not a cursor of this list; use the `next` of the page before, unchanged")
    if len(cursor) > 200:
        raise wrong
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        version, at, incident_id = text.split(":", 2)
        position = int(at)
    except (ValueError, binascii.Error) as error:
        raise wrong from error
    if version != "1" or not incident_id or abs(position) >= 1 << 62:
        raise wrong
    return position, incident_id


def check_query(query: IncidentQuery) -> None:
    """Raise BadQuery for a filter that no store can answer."""
    if not 1 <= query.limit <= 500:
        raise BadQuery(f"limit: {query.limit} is not between 1 and 500")
    prefix = query.grid_prefix
    if prefix and not (prefix.isascii() and prefix.isdigit()):
        raise BadQuery(f"grid: {prefix[:32]!r} is not a grid code; codes are digits only")
    if query.after is not None:
        read_cursor(query.after)
