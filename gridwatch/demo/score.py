"""Incidents of a demo against what its script made happen, whenever they were found: by the workbench's matching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.incident import Incident
from gridwatch.workbench.runs import alarm_of
from gridwatch.workbench.scoring.matching import match
from gridwatch.workbench.scoring.tally import Spread
from gridwatch.workbench.scoring.within import ALWAYS, Within
from gridwatch.workbench.truth import TrueEvent


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
        return {
            "events": self.events,
            "matched": self.matched,
            "false_alarms": self.false_alarms,
            "place_error_m": Spread.of(self.place_errors_m).to_json(2),
            "pairs": [{"event": event, "incident": incident} for event, incident in self.pairs],
        }


def score(events: Sequence[TrueEvent], incidents: Iterable[Incident]) -> Score:
    """Match incidents to events; a second incident of the same event is a false alarm."""
    alarms = [alarm for incident in incidents if (alarm := alarm_of(incident)) is not None]
    found = match(events, alarms, within=Within(by_matter={}, default=ALWAYS))
    return Score(
        events=len(events),
        matched=len(found.pairs),
        false_alarms=len(found.false_alarms),
        place_errors_m=tuple(pair.place_error_m for pair in found.pairs if pair.place_error_m is not None),
        pairs=tuple(sorted((pair.event.id, pair.alarm.id) for pair in found.pairs)),
    )
