"""What a sighting does to an incident's views: made, seen again, missed, cleared. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.incident import Incident, View
from core.matter import MatterCode
from core.place import Place
from core.reason import Reason
from core.sighting import Sighting

MAX_VIEWS = 32  # more cameras than that on one place add nothing
TOUCH = timedelta(seconds=60)  # "still there" is written this often at most: a look is not a change
_MOVED = 0.5  # a box that overlaps its last one by less has moved
_GREW = 1.2  # a count that is higher by this factor is news


def view_of(
    sighting: Sighting,
    *,
    place: Place | None = None,
    matter: MatterCode | None = None,
    why: Reason | None = None,
) -> View:
    """Make a view of one sighting: where it was put, what it was taken for, why it belongs to its incident."""
    return View(
        camera_id=sighting.camera_id,
        subject=sighting.subject,
        zone=sighting.zone,
        rule=sighting.rule,
        first_seen=sighting.since or sighting.at,
        last_seen=sighting.at,
        last_look=sighting.at,
        confidence=sighting.confidence,
        count=sighting.count,
        box=sighting.box,
        place=place,
        matter=matter,
        why=why,
    )


def seen(
    incident: Incident,
    sighting: Sighting,
    *,
    replaces: str | None = None,
    place: Place | None = None,
    matter: MatterCode | None = None,
    why: Reason | None = None,
) -> Incident:
    """Return the incident with this sighting in its views.

    replaces: the subject of a view that this one continues. A view that still stands is kept beside
    the new one: its rule will still speak of it.
    place, matter: where it was put and what it was taken for, where that was worked out anew.
    why: why it belongs to this incident, where it is new to it.
    """
    known = _find(incident, sighting.subject)
    if known is None:
        new = view_of(sighting, place=place, matter=matter, why=why)
        return _with(_dropped(incident, replaces), new)
    counts = [count for count in (known.count, sighting.count) if count is not None]
    return _with(
        incident,
        replace(
            known,
            last_seen=max(known.last_seen, sighting.at),
            last_look=max(known.last_look, sighting.at),
            confidence=max(known.confidence, sighting.confidence),
            count=max(counts) if counts else None,
            box=sighting.box or known.box,
            cleared_at=None,
            place=place or known.place,
            matter=matter or known.matter,
        ),
    )


def missed(incident: Incident, subject: str, at: datetime) -> Incident:
    """Return the incident with a look that could be decided on and did not show it."""
    known = _find(incident, subject)
    return incident if known is None else _with(incident, replace(known, last_look=max(known.last_look, at)))


def cleared(incident: Incident, subject: str, at: datetime) -> Incident:
    """Return the incident with one view confirmed gone."""
    known = _find(incident, subject)
    if known is None:
        return incident
    return _with(incident, replace(known, last_look=max(known.last_look, at), cleared_at=at))


def worth_writing(before: Incident, after: Incident) -> bool:
    """Return whether the views have changed by more than "still there, a moment later"."""
    if len(before.views) != len(after.views):
        return True
    return any(
        old.subject != new.subject
        or old.cleared_at != new.cleared_at
        or new.last_look - old.last_look >= TOUCH
        or (old.count is not None and new.count is not None and new.count > _GREW * old.count)
        or (old.box is not None and new.box is not None and old.box.iou(new.box) < _MOVED)
        for old, new in zip(before.views, after.views, strict=True)
    )


def _find(incident: Incident, subject: str) -> View | None:
    return next((view for view in incident.views if view.subject == subject), None)


def _dropped(incident: Incident, subject: str | None) -> Incident:
    views = tuple(v for v in incident.views if v.subject != subject or v.cleared_at is None)
    if len(views) >= MAX_VIEWS:
        oldest = min(views, key=lambda view: (view.cleared_at is None, view.last_seen))
        views = tuple(view for view in views if view is not oldest)
    return replace(incident, views=views)


def _with(incident: Incident, view: View) -> Incident:
    if _find(incident, view.subject) is None:
        views = (*incident.views, view)
    else:
        views = tuple(view if old.subject == view.subject else old for old in incident.views)
    return replace(incident, views=views, confidence=max(incident.confidence, view.confidence))
