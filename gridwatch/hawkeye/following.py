"""Which incidents have been raised since the last call, out of the store's live events. Each is told once."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from alerts.store.base import Store
from core.incident import Incident, Status

_SEEN = 10_000  # incidents that are known to have been told
_PASSED_BY = frozenset({Status.CANDIDATE, Status.VERIFYING})


class Raised:
    """Follows the events of a store. Calls block, one after the other."""

    def __init__(self, store: Store, *, since: datetime) -> None:
        """`since`: what was opened before is not told."""
        self._store = store
        self._since = since
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._seq = 0

    def from_now(self) -> None:
        """Begin with what comes after the newest event."""
        with self._store.read() as reader:
            self._seq = reader.last_event_seq()

    def new(self) -> list[Incident]:
        """Return the incidents that have opened since the last call."""
        found: list[Incident] = []
        with self._store.read() as reader:
            events = reader.events_since(self._seq)
            for event in events:
                self._seq = event.seq
                if event.kind != "incident" or event.ref in self._seen:
                    continue
                incident = reader.incident(event.ref)
                if incident is None or incident.opened_at is None or incident.opened_at < self._since:
                    continue
                self._seen[incident.id] = None
                if len(self._seen) > _SEEN:
                    self._seen.popitem(last=False)
                if not incident.status.ended and incident.status not in _PASSED_BY:
                    found.append(incident)
        return found
