"""The last ten minutes of a count that only grows: what operators mean by "now"."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from ingest.schedule import OnTime

WINDOW_S = 600.0
EVERY_S = 30.0  # distance of the reports that are kept, so that at most twenty are


class Window:
    """Turns the schedule's report since the start into one of the last ten minutes.

    `take` is for the event loop, which owns the schedule; `latest` may be read from any thread.
    """

    def __init__(self, report: Callable[[], OnTime]) -> None:
        self._report = report
        self._kept: deque[OnTime] = deque()
        self._latest = self.take()

    @property
    def latest(self) -> OnTime:
        """The report that was taken last."""
        return self._latest

    def take(self) -> OnTime:
        """Take the report of the last ten minutes, or since the first call where that is less ago."""
        self._latest = self._taken()
        return self._latest

    def _taken(self) -> OnTime:
        now = self._report()
        while len(self._kept) > 1 and now.at - self._kept[1].at >= WINDOW_S:
            self._kept.popleft()
        if not self._kept or now.at - self._kept[-1].at >= EVERY_S:
            self._kept.append(now)
        earlier = self._kept[0]
        if earlier is now:
            return now
        owners = {
            owner: tally.since(earlier.owners[owner]) if owner in earlier.owners else tally
            for owner, tally in now.owners.items()
        }
        return replace(
            now, total=now.total.since(earlier.total), asked=now.asked.since(earlier.asked), owners=owners
        )
