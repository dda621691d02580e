"""Which looks an incident is waiting for, and what has waited in vain. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts import awaiting, opinion, verify
from alerts.case.eyes import Eyes
from alerts.life import Event
from core.config.profile import Profile
from core.config.settings.merging import Merging
from core.incident import Incident, Status, Step
from core.look import LookReason, LookWish
from core.reason import Fact, Reason

STALE_S = 86400.0  # a candidate without a look to decide on for so long is given up
SOON_S = 30.0  # a look that is owed is to be started within this, where no profile says otherwise


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What is due for one incident."""

    event: Event | None = None  # a step that nobody else will take
    why: Reason | None = None
    owed: tuple[LookWish, ...] = ()


def review(
    incident: Incident, history: Sequence[Step], *, now: datetime, merging: Merging, eyes: Eyes | None = None
) -> Review:
    """Judge an incident without a look at hand; `history` is needed for verifying ones only."""
    eyes = eyes or Eyes()
    if awaiting.awaits(incident):
        awaited = awaiting.stand(incident, history, now=now, merging=merging)
        owed = _wishes(incident, awaited.ask, LookReason.CONFIRM, 0, SOON_S)
        return Review(event=awaited.event, why=awaited.why, owed=owed)
    if incident.status is Status.CANDIDATE:
        return _candidate(incident, now)
    if incident.status is Status.VERIFYING:
        standing = verify.stand(incident, history, now=now, merging=merging, eyes=eyes)
        ask = tuple(one for one in standing.ask if not eyes.dark(one, incident.place, now))
        owed = _wishes(incident, ask, LookReason.VERIFY, merging.verify_s, SOON_S)
        if all(eyes.dark(one, incident.place, now) for one in incident.cameras):
            return _night(incident, history, eyes, now)
        return Review(event=standing.event, why=standing.why, owed=owed)
    if incident.case.overdue(now) and incident.case.overdue_since != incident.case.due_at:
        return Review(event=Event.OVERDUE, why=_overdue(incident, eyes))
    return Review()


def owed_after(
    incident: Incident,
    history: Sequence[Step],
    camera_id: str,
    profile: Profile,
    *,
    now: datetime,
    merging: Merging,
    eyes: Eyes | None = None,
) -> tuple[LookWish, ...]:
    """Return the looks that are owed after a look of one camera: the next one of it by its profile's pace."""
    pace = profile.confirm_s, profile.confirm_deadline_s
    if awaiting.awaits(incident):
        left = awaiting.stand(incident, history, now=now, merging=merging).ask
        return _wishes(incident, [camera_id] if camera_id in left else [], LookReason.CONFIRM, *pace)
    if incident.status is Status.CANDIDATE:
        if opinion.held(incident):
            return ()  # its rule is sure already: the patrol brings the next look
        return _wishes(incident, (camera_id,), LookReason.CONFIRM, *pace)
    waiting = review(incident, history, now=now, merging=merging, eyes=eyes).owed
    mine = [wish.camera_id for wish in waiting if wish.camera_id == camera_id]
    others = tuple(wish for wish in waiting if wish.camera_id != camera_id)
    return (*_wishes(incident, mine, LookReason.VERIFY, *pace), *others)


def needs_history(incident: Incident) -> bool:
    """Return whether its history says what is due: looks are counted in it."""
    return incident.status is Status.VERIFYING or awaiting.awaits(incident)


def by_hand(incident: Incident) -> tuple[LookWish, ...]:
    """Return the looks that an operator asks for: one of every camera, now."""
    return _wishes(incident, incident.cameras, LookReason.OPERATOR, 0, SOON_S)


def _candidate(incident: Incident, now: datetime) -> Review:
    last = max(view.last_look for view in incident.views)
    if (now - last).total_seconds() > STALE_S:
        why = Reason(code="life.stale", facts={"hours": round(STALE_S / 3600)})
        return Review(event=Event.STALE, why=why)
    if opinion.held(incident):
        return Review()
    return Review(owed=_wishes(incident, incident.cameras, LookReason.CONFIRM, 0, SOON_S))


def _night(incident: Incident, history: Sequence[Step], eyes: Eyes, now: datetime) -> Review:
    """No camera can decide in this light: said once, and nothing is asked for until it is day."""
    start = verify.begun(history)
    said = any(start and step.seq > start.seq and step.what == Event.WAITS_LIGHT.value for step in history)
    if said:
        return Review()
    day = eyes.until(incident.place, now)
    facts: dict[str, Fact] = {"until": eyes.clock(day) if day else "?"}
    return Review(event=Event.WAITS_LIGHT, why=Reason(code="case.waits_light", facts=facts))


def _overdue(incident: Incident, eyes: Eyes) -> Reason:
    case = incident.case
    due = eyes.clock(case.due_at) if case.due_at else "?"
    unit = case.unit.name if case.unit else "?"
    return Reason(code="case.overdue", facts={"due": due, "unit": unit})


def _wishes(
    incident: Incident, cameras: Sequence[str], reason: LookReason, after_s: float, within_s: float
) -> tuple[LookWish, ...]:
    return tuple(
        LookWish(
            camera_id=camera_id, after_s=after_s, within_s=within_s, reason=reason, incident_id=incident.id
        )
        for camera_id in cameras
    )
