"""Incidents against the truth: one-to-one, an incident that fits no event is a false alarm. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from core.geo import LonLat, distance_m
from core.incident import Incident
from core.place import PlaceOrigin

GRACE_S = 10.0  # an incident may be opened this long after its event ended: it was seen before


@dataclass(frozen=True, kw_only=True, slots=True)
class TrueEvent:
    """Something that really happened."""

    id: str
    matter: str  # matter key
    place: LonLat
    start: datetime
    end: datetime | None  # None: still going on
    cameras: frozenset[str]  # that could see it


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What was found of what happened."""

    events: int
    matched: int
    false_alarms: int
    place_errors_m: tuple[float, ...]  # of matched incidents that name a point, metres
    pairs: tuple[tuple[str, str], ...]  # (event id, incident id)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; percentiles are null without a matched point."""
        errors = self.place_errors_m

        def percentile(q: float) -> float | None:
            return round(float(np.percentile(errors, q)), 2) if errors else None

        return {
            "events": self.events,
            "matched": self.matched,
            "false_alarms": self.false_alarms,
            "place_error_m": {"p50": percentile(50), "p95": percentile(95)},
            "pairs": [{"event": event, "incident": incident} for event, incident in self.pairs],
        }


def score(events: Sequence[TrueEvent], incidents: Iterable[Incident]) -> Score:
    """Match incidents to events, nearest in time first.

    An incident fits an event of its matter that one of its cameras could see, if it was opened while the
    event went on (or shortly after). A second incident of the same event is a false alarm.
    """
    raised = [incident for incident in incidents if incident.opened_at is not None]
    candidates = sorted(
        (abs((incident.opened_at - event.start).total_seconds()), event.id, incident.id)
        for event in events
        for incident in raised
        if incident.opened_at is not None and _fits(event, incident, incident.opened_at)
    )
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, event_id, incident_id in candidates:
        if event_id not in pairs and incident_id not in taken:
            pairs[event_id] = incident_id
            taken.add(incident_id)
    by_id = {incident.id: incident for incident in raised}
    errors = [
        distance_m(event.place, by_id[pairs[event.id]].place.point)
        for event in events
        if event.id in pairs
        and by_id[pairs[event.id]].place.origin in {PlaceOrigin.POSE, PlaceOrigin.HOMOGRAPHY}
    ]
    return Score(
        events=len(events),
        matched=len(pairs),
        false_alarms=len(raised) - len(taken),
        place_errors_m=tuple(errors),
        pairs=tuple(sorted(pairs.items())),
    )


def _fits(event: TrueEvent, incident: Incident, opened_at: datetime) -> bool:
    if event.matter != incident.matter.key or not event.cameras & set(incident.cameras):
        return False
    late_s = 0.0 if event.end is None else (opened_at - event.end).total_seconds()
    return opened_at >= event.start and late_s <= GRACE_S
