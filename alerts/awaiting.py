"""What somebody outside has reported and no camera has shown yet: who looks, and what the looks add up to. Pure.

Such an incident is a candidate without a view of its own. Cameras that cover the place are asked; each look
that shows nothing is a step of its history, so a restart counts on. What one of them shows makes it an
ordinary candidate; when all have looked often enough and shown nothing, it is told as not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.life import Event
from core.config.settings.merging import Merging
from core.incident import Incident, Status, Step
from core.reason import Fact, Reason

ASKED = "asked"  # fact: ids of the cameras that are asked, by comma
WAITS_S = 86400.0  # not decided after this: some camera brings no picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Awaited:
    """What is to be done."""

    event: Event | None = None
    why: Reason | None = None
    ask: tuple[str, ...] = ()  # cameras that still have to look


def awaits(incident: Incident) -> bool:
    """Return whether somebody outside reported it and it is not confirmed."""
    return incident.status is Status.CANDIDATE and bool(incident.reports)


def asked(incident: Incident) -> tuple[str, ...]:
    """Return the cameras that are asked to look."""
    return tuple(one for one in incident.facts.get(ASKED, "").split(",") if one)


def stand(incident: Incident, history: Sequence[Step], *, now: datetime, merging: Merging) -> Awaited:
    """Judge what awaits to be seen; anything else stands as it is."""
    if not awaits(incident):
        return Awaited()
    looks = Counter(
        str(step.why.facts.get("camera")) for step in history if step.what == Event.LOOK_ABSENT.value
    )
    cameras = asked(incident)
    left = tuple(one for one in cameras if looks[one] < merging.report_looks)
    if incident.views:
        return Awaited(ask=tuple(dict.fromkeys((*incident.cameras, *left))))
    if not left:
        facts: dict[str, Fact] = {"cameras": len(cameras), "looks": sum(looks[one] for one in cameras)}
        return Awaited(event=Event.NOT_SEEN, why=Reason(code="report.not_seen", facts=facts))
    since = max(report.at for report in incident.reports)
    if (now - max(since, incident.created_at)).total_seconds() > WAITS_S:
        facts = {"cameras": len(cameras), "left": len(left), "hours": round(WAITS_S / 3600)}
        return Awaited(event=Event.STALE, why=Reason(code="report.stale", facts=facts))
    return Awaited(ask=left)
