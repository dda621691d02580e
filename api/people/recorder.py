"""What goes into the audit beside logins and accounts: every act of a caller, and every picture he looks at."""

from __future__ import annotations

import threading
from collections import OrderedDict

from alerts.store.base import Store
from core.clock import Clock
from core.people.audit import Entry
from core.people.who import Who

SAME_VIEW_S = 60.0  # the same picture, asked for again by the same session: one line
MOST_VIEWS = 5_000


class Recorder:
    """Writes lines of the audit, each before the answer goes out. Blocks."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._views: OrderedDict[tuple[str, str, str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def acted(self, who: Who, act: str, ref: str, *, outcome: str = "done", detail: str = "") -> None:
        """Record one act."""
        self._add(who, act, ref, outcome=outcome, detail=detail)

    def viewed(self, who: Who, what: str, ref: str, *, reason: str = "") -> None:
        """Record one view of a picture; the same again within a minute is the same view."""
        which, now = (who.name, who.session, f"{what} {ref}", reason), self._clock.monotonic()
        with self._lock:
            last = self._views.get(which)
            if last is not None and now < last + SAME_VIEW_S:
                return
        self._add(who, f"view {what}", ref, reason=reason)
        with self._lock:
            self._views[which] = now
            self._views.move_to_end(which)
            while len(self._views) > MOST_VIEWS:
                self._views.popitem(last=False)

    def _add(
        self, who: Who, act: str, ref: str, *, outcome: str = "done", detail: str = "", reason: str = ""
    ) -> None:
        with self._store.write() as writer:
            writer.add_audit(
                Entry(
                    at=self._clock.now(),
                    who=who.name[:64],
                    role=who.role.value,
                    act=act[:128],
                    ref=ref[:200],
                    outcome=outcome,
                    detail=detail[:500],
                    reason=reason[:500],
                    address=who.address[:64],
                    session=who.session,
                )
            )
