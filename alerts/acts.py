"""An operator merges, splits and takes it back, each within one transaction.

Legal only where it makes sense: both are live, what is merged into is no mere candidate, and of two of
which the city has one, that one goes on, whichever was named. The one that goes is withdrawn: whoever was
told of it is told `rejected` with `merged_into`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.filing import Filing
from alerts.life import Event, restored
from alerts.openings import Office
from alerts.parting import MERGED_INTO, goes_on, merged, parted, rejoined
from alerts.store.undo import Undo
from alerts.titles import headline
from alerts.undoing import last_act
from core.errors import IllegalStep, NotFound
from core.incident import Incident, Status
from core.reason import Fact, Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """What came of an act."""

    incident: Incident  # that goes on
    other: Incident  # that went into it, was split off, or came back
    until: datetime | None  # until when it can be taken back; None after it was


def merge(filing: Filing, office: Office, one_id: str, into_id: str, *, who: str, why: str) -> Joined:
    """Make one incident of two.

    Raises:
        NotFound: one of them is unknown.
        IllegalStep: they are the same, one has ended, or it would be too much for one.
    """
    if one_id == into_id:
        raise IllegalStep(f"{one_id} cannot be merged into itself")
    gone, kept = filing.require(one_id), filing.require(into_id)
    for incident in (gone, kept):
        if incident.status.ended:
            raise IllegalStep(f"{incident.id} is {incident.status.value}; only what is live can be merged")
    if goes_on(gone, kept) or kept.status is Status.CANDIDATE:
        gone, kept = kept, gone
    told = _told("merge.by_hand", why, gone=gone.id, kept=kept.id)
    before, other_before = kept, gone
    gone, kept = merged(gone, kept, why=told)
    gone = filing.step(gone, Event.JOINED, who=who, why=told)
    kept = filing.step(_named(office, kept, before), Event.TOOK_IN, who=who, why=told)
    return _kept(filing, office, "merge", before=before, other_before=other_before, now=(kept, gone))


def split(
    filing: Filing,
    office: Office,
    incident_id: str,
    subjects: Collection[str],
    *,
    who: str,
    why: str,
    reports: Collection[str] = (),
) -> Joined:
    """Make two incidents of one: the named views (by their rule's subject) become one of their own.

    reports: those that others made of what goes, by `Report.key`.

    Raises:
        NotFound: it is unknown.
        IllegalStep: not from where it stands, unknown views or reports, no view, or all of them.
    """
    before = filing.require(incident_id)
    new_id = office.ids.new("inc")
    told = _told("merge.split", why, incident=incident_id, new=new_id, views=len(set(subjects)))
    after, new = parted(before, subjects, reports, new_id=new_id, why=told, now=filing.now)
    after = filing.step(_named(office, after, before), Event.SPLIT, who=who, why=told)
    filing.begin(_named(office, new, before), who=who, look_id=None)
    new = filing.step(filing.require(new_id), Event.SPLIT_OFF, who=who, why=told)
    return _kept(filing, office, "split", before=before, other_before=None, now=(after, new))


def undo(filing: Filing, office: Office, incident_id: str, *, who: str, why: str) -> Joined:
    """Take the last merge or split of an incident back; either of the two may be named.

    Raises:
        NotFound: it is unknown.
        IllegalStep: there is none, too much time has passed, or something has happened since.
    """
    named = filing.require(incident_id)
    found = last_act(filing.writer, named, now=filing.now, limit_s=office.merging.undo_s)
    if found is None:
        raise IllegalStep(f"{incident_id}: no merge or split to take back")
    if found.why_not is not None:
        raise IllegalStep(found.why_not.tell("en"))
    act = found.act
    now, other = filing.require(act.incident_id), filing.require(act.other_id)
    told = _told("merge.undone", why, act=act.act, incident=act.incident_id, other=act.other_id)
    back, other_back = rejoined(act, now, other)
    after = filing.step(back, Event.UNDONE, who=who, why=told)
    if other_back is None:
        gone = replace(other, facts={MERGED_INTO: now.id, **other.facts})
        other = filing.step(gone, Event.JOINED, who=who, why=told)
    else:
        other = filing.restore(*restored(other_back, since=other, who=who, why=told, now=filing.now))
    filing.writer.drop_undo(act.incident_id)
    return Joined(incident=after, other=other, until=None)


def _kept(
    filing: Filing,
    office: Office,
    act: str,
    *,
    before: Incident,
    other_before: Incident | None,
    now: tuple[Incident, Incident],
) -> Joined:
    incident, other = now
    filing.writer.put_undo(
        Undo(
            incident_id=incident.id,
            other_id=other.id,
            act=act,
            at=filing.now,
            steps=len(filing.history(incident.id)),
            other_steps=len(filing.history(other.id)),
            before=before,
            other_before=other_before,
        )
    )
    until = filing.now + timedelta(seconds=office.merging.undo_s)
    return Joined(incident=incident, other=other, until=until)


def _named(office: Office, incident: Incident, before: Incident) -> Incident:
    """Return an incident whose place or matter has changed with the grid path and headline of what it is now."""
    if (incident.place.point, incident.matter) == (before.place.point, before.matter) and (
        incident.cameras[:1] == before.cameras[:1]
    ):
        return incident
    try:
        camera = office.locator.camera(incident.cameras[0])
    except (NotFound, IndexError):
        return incident  # a camera that is no longer configured gives no name
    place = office.locator.gridded(incident.place, camera)
    title, title_en = headline(incident.matter, place, camera.name)
    return replace(
        incident, place=place, title=title, title_en=title_en, owner=_owner(incident, before, camera.owner)
    )


def _owner(incident: Incident, before: Incident, owner: str) -> str:
    return before.owner if incident.id == before.id else owner


def _told(code: str, why: str, **facts: Fact) -> Reason:
    return Reason(code=code, facts={**facts, "why": why.strip()})
