"""Which looks the incidents of a store are owed: asked for once, again when none came, dropped when none is needed.

`review.py` and `wishes.py` decide, purely; here they meet the store. Not for several threads at once: the desk's
lock keeps its callers in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from alerts.case.eyes import Eyes
from alerts.filing import Filing
from alerts.life import Event
from alerts.looked import Look
from alerts.review import Review, by_hand, needs_history, owed_after, review
from alerts.store.base import Reader, Store
from alerts.wishes import Wishes
from core.config.settings.merging import Merging
from core.incident import Incident, Status
from core.look import LookWish
from core.reason import Reason

REVIEW_S = 15.0  # seconds between two walks through everything that waits
_WAITING = frozenset({Status.CANDIDATE, Status.VERIFYING})


class Owing:
    """The looks that are waited for."""

    def __init__(self, store: Store, *, merging: Merging, eyes: Callable[[], Eyes]) -> None:
        """`eyes` says which cameras can prove something, as now configured."""
        self._store = store
        self._merging = merging
        self._eyes = eyes
        self._wishes = Wishes()
        self._reviewed_at: datetime | None = None

    def after(self, filing: Filing, incident_id: str, look: Look) -> tuple[LookWish, ...]:
        """Return what an incident is owed after a look that is being taken in."""
        incident = filing.require(incident_id)
        return owed_after(
            incident,
            filing.history(incident_id) if needs_history(incident) else (),
            look.camera.id,
            look.profile,
            now=filing.now,
            merging=self._merging,
            eyes=self._eyes(),
        )

    def taken(
        self,
        about: Collection[str],
        camera_id: str,
        changed: Sequence[Incident],
        owed: Sequence[LookWish],
        now: datetime,
    ) -> tuple[LookWish, ...]:
        """Note that a camera's look was taken in; return what is newly asked for.

        Args:
            about: ids of the incidents that it was about.
            camera_id: whose look it was.
            changed: incidents as kept.
            owed: what it left owed (`after`).
            now: the time.
        """
        for incident_id in about:
            self._wishes.answered(incident_id, camera_id)
        for incident in changed:
            if incident.status not in _WAITING:
                self._wishes.drop(incident.id)
        for wish in owed:
            self._wishes.ask(wish, now)
        return self._wishes.hand_out(now)

    def settle(self, changed: Sequence[Incident], now: datetime) -> None:
        """Bring the wishes in line with incidents that changed without a look."""
        for incident in changed:
            if incident.status not in _WAITING:
                self._wishes.drop(incident.id)
                continue
            with self._store.read() as reader:
                owed = self._judged(reader, incident, now).owed
            for wish in owed:
                self._wishes.ask(wish, now)

    def ask(self, incident: Incident, now: datetime) -> None:
        """Ask every camera of an incident for a look, for an operator."""
        for wish in by_hand(incident):
            self._wishes.ask(wish, now)

    def begin(self) -> None:
        """Forget when the last walk was: the next `due` walks at once."""
        self._reviewed_at = None

    def due(self, now: datetime) -> Iterator[tuple[Incident, Event, Reason]]:
        """Walk through everything that waits, every `REVIEW_S`; yield the steps that nobody else will take."""
        gap_s = (now - self._reviewed_at).total_seconds() if self._reviewed_at else REVIEW_S
        if 0 <= gap_s < REVIEW_S:  # below 0: the machine's clock was set back
            return
        self._reviewed_at = now
        with self._store.read() as reader:
            live = reader.live_incidents()
            waiting = [i for i in live if i.status in _WAITING or i.case.overdue(now)]
            found = [(incident, self._judged(reader, incident, now)) for incident in waiting]
        for incident, judged in found:
            for wish in judged.owed:
                self._wishes.ask(wish, now)
            if judged.event is not None and judged.why is not None:
                yield incident, judged.event, judged.why
                self._wishes.drop(incident.id)

    def hand_out(self, now: datetime) -> tuple[LookWish, ...]:
        """Return what is newly asked for, and what was asked for and never came."""
        return self._wishes.hand_out(now)

    def _judged(self, reader: Reader, incident: Incident, now: datetime) -> Review:
        history = reader.history(incident.id) if needs_history(incident) else ()
        return review(incident, history, now=now, merging=self._merging, eyes=self._eyes())
