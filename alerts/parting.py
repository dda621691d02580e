"""Two incidents become one by an operator's word, one becomes two, and both back again. Pure.

What goes on keeps its own life (status, case, history); what moves are views, with the pictures of their
cameras and what others reported. Nothing is lost by it: what was is kept in an `Undo`, and taking an act
back gives every view its own incident again, with what its camera has seen meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.joining import fused, graver
from alerts.pictures import MAX_PICTURES
from alerts.reports import MAX_REPORTS
from alerts.store.undo import Undo
from alerts.views import MAX_VIEWS
from core.case import FOR_CONFIRMATION, Case, Report, Source
from core.errors import IllegalStep
from core.incident import Incident, Picture, Status, View
from core.place import Place
from core.reason import Reason

MERGED_INTO = "merged_into"  # fact of an incident that went into another: the other's id
SPLIT_FROM = "split_from"  # fact of an incident that was split off: where from
SPLIT_INTO = "split_into"  # fact of an incident that was split: what came of it, by comma
_MERGES = 20  # in a row that are followed
_FILED = frozenset({Status.REPORTED, Status.HANDLING, Status.VERIFYING})


def goes_on(one: Incident, other: Incident) -> bool:
    """Return whether `one` is what goes on, rather than `other`: the city keeps the case that it has.

    Next, receivers keep what they were told of, rather than what still waits to be confirmed. False where
    neither says anything: then it is as the operator said.
    """
    if _filed(one) != _filed(other):
        return _filed(one)
    return _untold(other) and not _untold(one) and one.status is not Status.CANDIDATE


def goes_on_as(find: Callable[[str], Incident | None], incident: Incident) -> Incident:
    """Return what an incident is now: itself, or what it was merged into, and that again."""
    for _ in range(_MERGES):
        into = incident.facts.get(MERGED_INTO) if incident.status.ended else None
        after = find(into) if into else None
        if after is None:
            return incident
        incident = after
    return incident


def numbered(gone: Incident, kept: Incident, number: str) -> Incident:
    """Return what goes on with the city's number of what was merged into it: it came when that had gone already."""
    told = [one for one in _own_case(replace(gone, case_number=number)) if one not in kept.reports]
    return replace(kept, reports=(*kept.reports, *told)[:MAX_REPORTS])


def merged(gone: Incident, kept: Incident, *, why: Reason) -> tuple[Incident, Incident]:
    """Return both after one went into the other; their steps are still to be taken.

    Raises:
        IllegalStep: it would have more views or reports than an incident holds.
    """
    moved = tuple(replace(v, matter=v.matter or gone.matter, why=why) for v in gone.views)
    views = (*kept.views, *moved)
    if len(views) > MAX_VIEWS:
        raise IllegalStep(f"{len(views)} views together; an incident holds {MAX_VIEWS}")
    told = (*kept.reports, *gone.reports, *_own_case(gone))
    reports = tuple({(report.source, report.number): report for report in told}.values())
    if len(reports) > MAX_REPORTS:
        raise IllegalStep(f"{len(reports)} reports together; an incident holds {MAX_REPORTS}")
    after = replace(
        kept,
        views=views,
        pictures=_bounded((*kept.pictures, *gone.pictures)),
        reports=reports,
        matter=graver(kept, gone.matter),
        place=_together(kept, gone, views),
        confidence=max(kept.confidence, gone.confidence),
        created_at=min(kept.created_at, gone.created_at),
    )
    return _with(gone, MERGED_INTO, kept.id), after


def parted(
    source: Incident,
    subjects: Collection[str],
    reports: Collection[str] = (),
    *,
    new_id: str,
    why: Reason,
    now: datetime,
) -> tuple[Incident, Incident]:
    """Return an incident without some of its views and reports, and the new one, a candidate still, that they make.

    Raises:
        IllegalStep: unknown views or reports, no view, or all of them.
    """
    known = {view.subject for view in source.views}
    unknown = sorted(set(subjects) - known)
    if unknown:
        raise IllegalStep(f"{source.id} has no view {', '.join(unknown)}; it has {', '.join(sorted(known))}")
    told = {report.key for report in source.reports}
    if unheard := sorted(set(reports) - told):
        raise IllegalStep(f"{source.id} has no report {', '.join(unheard)}; it has {', '.join(sorted(told))}")
    going = tuple(view for view in source.views if view.subject in subjects)
    staying = tuple(view for view in source.views if view.subject not in subjects)
    if not going or not staying:
        raise IllegalStep(f"{source.id}: name at least one view to split off, and leave at least one")
    cameras = {view.camera_id for view in going} - {view.camera_id for view in staying}
    moved = tuple(picture for picture in source.pictures if picture.camera_id in cameras)
    matter = next((view.matter for view in going if view.matter is not None), source.matter)
    new = replace(
        source,
        id=new_id,
        version=0,
        status=Status.CANDIDATE,
        matter=matter,
        place=_of_views(going, source.place),
        why=why,
        confidence=max(view.confidence for view in going),
        created_at=min(view.first_seen for view in going),
        opened_at=None,
        closed_at=None,
        updated_at=now,
        views=tuple(replace(view, why=None) for view in going),
        pictures=moved,
        case_number=None,
        case=Case(held_for=FOR_CONFIRMATION if _untold(source) else None),
        reports=tuple(report for report in source.reports if report.key in reports),
        reopened=0,
        facts=_facts({**source.facts}, SPLIT_FROM, source.id),
    )
    before = [one for one in source.facts.get(SPLIT_INTO, "").split(",") if one]
    after = replace(
        source,
        views=staying,
        pictures=tuple(picture for picture in source.pictures if picture not in moved),
        reports=tuple(report for report in source.reports if report.key not in reports),
        place=_of_views(staying, source.place),
        facts=_facts({**source.facts}, SPLIT_INTO, ",".join([*before, new_id])),
    )
    return after, new


def rejoined(undo: Undo, now: Incident, other: Incident) -> tuple[Incident, Incident | None]:
    """Return both as they were before an act, with what the cameras have seen since.

    now, other: the incident that goes on and the other one as they stand. The second answer is None for a
    split: what it made goes back into the first and ends by its own step.
    """
    fresh = {view.subject: view for view in (*now.views, *other.views)}
    if undo.act == "merge":
        fresh = {view.subject: view for view in now.views}
    known = (*undo.before.views, *(undo.other_before.views if undo.other_before else ()))
    added = [view for subject, view in fresh.items() if subject not in {v.subject for v in known}]
    pictures = {*undo.before.pictures, *(undo.other_before.pictures if undo.other_before else ())}
    since = [
        p for p in (*now.pictures, *(other.pictures if undo.act == "split" else ())) if p not in pictures
    ]
    was, told = undo.before, _told_since(now, undo)
    back = replace(
        now,
        views=(*_refreshed(was.views, fresh), *added),
        pictures=_bounded((*was.pictures, *since)),
        reports=(*was.reports, *_later(now, other, undo, told))[:MAX_REPORTS],
        matter=was.matter,
        place=was.place,
        title=was.title,
        title_en=was.title_en,
        confidence=was.confidence,
        created_at=was.created_at,
        facts=_restored(now, was),
    )
    if undo.other_before is None:
        return back, None
    return back, replace(
        undo.other_before,
        version=other.version,
        case_number=undo.other_before.case_number or told,
        views=_refreshed(undo.other_before.views, fresh),
    )


def _filed(incident: Incident) -> bool:
    return incident.case_number is not None or incident.status in _FILED


def _untold(incident: Incident) -> bool:
    return incident.case.held_for == FOR_CONFIRMATION


def _own_case(gone: Incident) -> tuple[Report, ...]:
    """Return the number under which the city knew what goes, so that it is still found by it."""
    if gone.case_number is None:
        return ()
    return (
        Report(
            source=Source.VIDEO,
            number=gone.case_number,
            at=gone.opened_at or gone.created_at,
            text=gone.title,
            point=gone.place.point,
            radius_m=gone.place.radius_m,
        ),
    )


def _together(kept: Incident, gone: Incident, views: Sequence[View]) -> Place:
    if any(view.count is not None for view in views):
        return kept.place  # a crowd is where it was placed last
    places = [place for incident in (kept, gone) for place in _places(incident)]
    return fused(places) or kept.place


def _of_views(views: Sequence[View], otherwise: Place) -> Place:
    return fused([view.place for view in views if view.place is not None]) or otherwise


def _places(incident: Incident) -> list[Place]:
    return [view.place for view in incident.views if view.place is not None] or [incident.place]


def _bounded(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return at most as many pictures as an incident holds; the oldest `latest` go first."""
    kept = list(pictures)
    while len(kept) > MAX_PICTURES:
        latest = [p for p in kept if p.role == "latest"] or kept
        kept.remove(min(latest, key=lambda p: p.taken_at))
    return tuple(kept)


def _refreshed(views: Sequence[View], fresh: dict[str, View]) -> tuple[View, ...]:
    """Return views where they belonged, as their cameras have seen them last."""
    return tuple(
        replace(fresh.get(view.subject, view), place=view.place, matter=view.matter, why=view.why)
        for view in views
    )


def _told_since(now: Incident, undo: Undo) -> str | None:
    """Return the number that the city told for what was merged, after it was."""
    gone = undo.other_before
    if gone is None or gone.case_number is not None:
        return None
    numbers = [one.number for one in now.reports if one.source is Source.VIDEO]
    owns = {number: _own_case(replace(gone, case_number=number)) for number in numbers}
    return next((number for number, own in owns.items() if set(own) & set(now.reports)), None)


def _later(now: Incident, gone: Incident, undo: Undo, told: str | None) -> tuple[Report, ...]:
    """Return what others have reported since the act; of a split also what they reported of what it made."""
    known = {*undo.before.reports, *(undo.other_before.reports if undo.other_before else ())}
    other = undo.other_before
    own = {*(_own_case(replace(other, case_number=other.case_number or told)) if other else ())}
    heard = (*now.reports, *(gone.reports if undo.act == "split" else ()))
    return tuple(report for report in heard if report not in known | own)


def _with(incident: Incident, key: str, value: str) -> Incident:
    return replace(incident, facts=_facts({**incident.facts}, key, value))


def _facts(facts: dict[str, str], key: str, value: str) -> dict[str, str]:
    """Return facts with one in front: messages carry the first dozen."""
    facts.pop(key, None)
    return {key: value, **facts}


def _restored(now: Incident, was: Incident) -> dict[str, str]:
    facts = {key: value for key, value in now.facts.items() if key != SPLIT_INTO}
    if SPLIT_INTO in was.facts:
        facts[SPLIT_INTO] = was.facts[SPLIT_INTO]
    return {**{key: facts[key] for key in was.facts if key in facts}, **facts}
