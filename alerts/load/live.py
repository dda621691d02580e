"""Every incident that has not ended, kept at hand: the inbox is drawn many times for one that changes.

Between two whole readings only those that a live event names are read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from alerts.store.base import Reader
from core.incident import Incident

WHOLE_EVERY = timedelta(seconds=60)
"""What changes without an event (a candidate put before an operator) shows by then."""
_MANY = 500  # events; reading everything is quicker


class Live:
    """The live incidents by id, oldest first; one caller at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Incident] = {}
        self._seq = -1
        self._whole_at: datetime | None = None

    def refresh(self, reader: Reader, now: datetime) -> Mapping[str, Incident]:
        """Return them as the reader sees them."""
        last = reader.last_event_seq()
        stale = self._whole_at is None or not timedelta(0) <= now - self._whole_at < WHOLE_EVERY
        if stale or last < self._seq:
            self._read_whole(reader, now)
        elif last > self._seq:
            events = reader.events_since(self._seq, limit=_MANY)
            if len(events) == _MANY or (events and events[0].seq > self._seq + 1):
                self._read_whole(reader, now)
            else:
                for incident_id in dict.fromkeys(one.ref for one in events if one.kind == "incident"):
                    self._read_one(reader, incident_id)
        self._seq = last
        return self._kept

    def _read_whole(self, reader: Reader, now: datetime) -> None:
        self._kept = {one.id: one for one in reader.live_incidents()}
        self._whole_at = now

    def _read_one(self, reader: Reader, incident_id: str) -> None:
        found = reader.incident(incident_id)
        if found is None or found.status.ended:
            self._kept.pop(incident_id, None)
        else:
            self._kept[incident_id] = found
