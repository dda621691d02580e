"""Views go from one incident to another and back. Pure: incidents in, incidents out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.parting import MERGED_INTO, SPLIT_FROM, SPLIT_INTO, goes_on, merged, parted, rejoined
from alerts.pictures import MAX_PICTURES
from alerts.reports import MAX_REPORTS
from alerts.store.undo import Undo
from alerts.views import MAX_VIEWS
from core.case import FOR_CONFIRMATION, REOPENED_ONCE, Case, Report, Source
from core.errors import IllegalStep
from core.geo import LocalPlane
from core.incident import Incident, Status
from core.reason import Reason
from tests.builders import at
from tests.builders_desk import HERE, WASTE, incident, place, view
from tests.builders_store import picture

WHY = Reason.text("the same heap")
FIRST = incident(Status.OPEN, view("cam-1", place=place(0)), where=place(0))
SECOND = incident(
    Status.OPEN,
    view("cam-2", place=place(20)),
    incident_id="inc_000002",
    where=place(20),
    pictures=(picture(camera_id="cam-2"),),
)
BOTH = incident(
    Status.HANDLING,
    view("cam-1", place=place(0)),
    view("cam-2", place=place(20), why=WHY, matter=replace(WASTE, key="exposed_garbage")),
    where=place(10),
    pictures=(picture(camera_id="cam-1"), picture(camera_id="cam-2")),
    case_number="C-1",
)


def act(kind: str, before: Incident, other: Incident | None) -> Undo:
    """What the store would have kept."""
    return Undo(
        incident_id=before.id,
        other_id="inc_000002",
        act=kind,
        at=at(0),
        steps=1,
        other_steps=1,
        before=before,
        other_before=other,
    )


def test_no_more_reports_than_an_incident_holds() -> None:
    """Nothing is dropped in silence: the operator is told, and both stay as they are."""
    reports = tuple(Report(source=Source.HOTLINE, number=f"H-{i}", at=at(0)) for i in range(MAX_REPORTS + 1))
    full, more = replace(FIRST, reports=reports[:-1]), replace(SECOND, reports=reports[-1:])
    with pytest.raises(IllegalStep, match="51 reports together"):
        merged(more, full, why=WHY)
    _, kept = merged(replace(more, reports=reports[:1]), full, why=WHY)
    assert len(kept.reports) == MAX_REPORTS


def test_everything_goes_over() -> None:
    """Views with why, pictures, reports; where both put it; the one that goes says where it went."""
    report = Report(source=Source.HOTLINE, number="H-1", at=at(0))
    gone, kept = merged(replace(SECOND, reports=(report,)), FIRST, why=WHY)
    assert kept.cameras == ("cam-1", "cam-2")
    assert [one.why for one in kept.views] == [None, WHY]
    assert (kept.pictures, kept.reports) == (SECOND.pictures, (report,))
    assert LocalPlane(origin=HERE).to_metres(kept.place.point)[0] == pytest.approx(10, abs=0.1)
    assert next(iter(gone.facts.items())) == (MERGED_INTO, FIRST.id)


def test_the_city_keeps_the_case_it_has() -> None:
    """Whichever of two the platform knows goes on; where it knows both or none, it is as was said."""
    filed = replace(FIRST, case_number="C-1")
    assert goes_on(filed, SECOND)
    assert not goes_on(SECOND, filed)
    assert not goes_on(filed, replace(SECOND, status=Status.REPORTED))
    assert not goes_on(FIRST, SECOND)


def test_what_receivers_were_told_of_goes_on_before_what_they_were_not() -> None:
    """Else they would lose one to another that they may never hear of; the city's own case comes first still."""
    waits = replace(SECOND, case=Case(held_for=FOR_CONFIRMATION))
    assert goes_on(FIRST, waits)
    assert not goes_on(waits, FIRST)
    assert not goes_on(waits, replace(waits, id="inc_000003"))
    assert goes_on(replace(FIRST, case_number="C-1"), waits)
    assert not goes_on(replace(FIRST, status=Status.CANDIDATE), waits), (
        "nobody was told of a candidate either"
    )


def test_the_number_of_what_goes_is_still_found() -> None:
    """The city's own number of the withdrawn case stays with what goes on, as a report."""
    _, kept = merged(replace(SECOND, case_number="C-2"), replace(FIRST, case_number="C-1"), why=WHY)
    assert kept.case_number == "C-1"
    assert [(one.source, one.number) for one in kept.reports] == [(Source.VIDEO, "C-2")]


def test_an_incident_holds_no_more_than_it_can() -> None:
    """Too many views are refused; too many pictures lose the oldest `latest` ones."""
    many = replace(FIRST, views=tuple(view(f"c{n}") for n in range(MAX_VIEWS)))
    with pytest.raises(IllegalStep, match="33 views together"):
        merged(SECOND, many, why=WHY)
    latest = tuple(picture("latest", when=at(n), look_id=f"look-{n}") for n in range(MAX_PICTURES))
    _, kept = merged(SECOND, replace(FIRST, pictures=latest), why=WHY)
    assert len(kept.pictures) == MAX_PICTURES
    assert latest[0] not in kept.pictures
    assert SECOND.pictures[0] in kept.pictures


def test_a_view_becomes_an_incident_of_its_own() -> None:
    """With its place, what its own rule called it, its camera's pictures, and no case yet."""
    after, new = parted(BOTH, {"cam-2/waste/1"}, new_id="inc_9", why=WHY, now=at(60))
    assert (after.cameras, new.cameras) == (("cam-1",), ("cam-2",))
    assert (after.place, new.place) == (place(0), place(20))
    assert (new.matter.key, new.status, new.version) == ("exposed_garbage", Status.CANDIDATE, 0)
    assert (new.case_number, after.case_number) == (None, "C-1")
    assert [p.camera_id for p in after.pictures] == ["cam-1"]
    assert [p.camera_id for p in new.pictures] == ["cam-2"]
    assert (new.facts[SPLIT_FROM], after.facts[SPLIT_INTO]) == (BOTH.id, "inc_9")
    assert new.case == Case()


def test_what_waits_to_be_confirmed_waits_after_a_split() -> None:
    """Nobody has confirmed either half; that a reopening waits for an operator is the old case's alone."""
    for held, then in ((FOR_CONFIRMATION, FOR_CONFIRMATION), (REOPENED_ONCE, None)):
        source = replace(BOTH, status=Status.OPEN, case=Case(held_for=held))
        after, new = parted(source, {"cam-2/waste/1"}, new_id="inc_9", why=WHY, now=at(60))
        assert (after.case.held_for, new.case.held_for) == (held, then)


@pytest.mark.parametrize(
    ("subjects", "told"),
    [
        ({"cam-9/waste/1"}, "has no view cam-9/waste/1"),
        (set(), "at least one view"),
        ({"cam-1/waste/1", "cam-2/waste/1"}, "leave at least one"),
    ],
)
def test_a_split_leaves_something_on_both_sides(subjects: set[str], told: str) -> None:
    """Unknown views, none and all of them are refused with a sentence."""
    with pytest.raises(IllegalStep, match=told):
        parted(BOTH, subjects, new_id="inc_9", why=WHY, now=at(0))


def test_reports_of_what_goes_go_with_it() -> None:
    """Those that are named, and back again with what came since; a report that nobody made is refused."""
    stays, goes, later = (Report(source=Source.HOTLINE, number=f"H-{i}", at=at(0)) for i in range(3))
    both = replace(BOTH, reports=(stays, goes))
    after, new = parted(both, {"cam-2/waste/1"}, {goes.key}, new_id="inc_9", why=WHY, now=at(60))
    assert (after.reports, new.reports) == ((stays,), (goes,))
    back, _ = rejoined(act("split", both, None), after, replace(new, reports=(goes, later)))
    assert back.reports == (stays, goes, later)
    with pytest.raises(IllegalStep, match=r"has no report hotline:H-9; it has hotline:H-0, hotline:H-1"):
        parted(both, {"cam-2/waste/1"}, {"hotline:H-9"}, new_id="inc_9", why=WHY, now=at(60))


def test_a_merge_taken_back_restores_exactly() -> None:
    """When nothing has happened since, both are as they were, to the last field."""
    gone, kept = merged(replace(SECOND, case_number="C-2"), FIRST, why=WHY)
    undo = act("merge", FIRST, replace(SECOND, case_number="C-2"))
    assert rejoined(undo, kept, gone) == (FIRST, replace(SECOND, case_number="C-2"))


def test_what_cameras_saw_since_is_kept_at_a_merge_taken_back() -> None:
    """Each view has its latest box and times again in its own incident; a view that came since stays."""
    gone, kept = merged(SECOND, FIRST, why=WHY)
    seen = tuple(replace(one, last_seen=at(600), last_look=at(600)) for one in kept.views)
    new = view("cam-3")
    later = Report(source=Source.PATROL, number="P-1", at=at(300))
    back, other = rejoined(
        act("merge", FIRST, SECOND), replace(kept, views=(*seen, new), reports=(later,)), gone
    )
    assert other is not None
    assert [one.camera_id for one in back.views] == ["cam-1", "cam-3"]
    assert back.views[0].last_seen == other.views[0].last_seen == at(600)
    assert other.views[0].why is None
    assert back.reports == (later,)


def test_a_split_taken_back_restores_exactly() -> None:
    """The views are where they were, and what the new incident saw comes back with them."""
    after, new = parted(BOTH, {"cam-2/waste/1"}, new_id="inc_9", why=WHY, now=at(60))
    back, other = rejoined(act("split", BOTH, None), after, new)
    assert (back, other) == (BOTH, None)
    seen = replace(new, views=(replace(new.views[0], last_seen=at(900)),))
    back, _ = rejoined(act("split", BOTH, None), after, seen)
    assert back.views[1].last_seen == at(900)
