"""What sightings do to views, and when that is worth writing."""

from __future__ import annotations

from alerts.views import MAX_VIEWS, cleared, missed, seen, view_of, worth_writing
from tests.builders import at
from tests.builders_desk import incident, sighting, view


def test_seen_again_keeps_the_best_and_the_latest() -> None:
    """Highest confidence and count, latest box, no longer cleared."""
    case = incident(views=(view(count=9, cleared_at=at(5)),))
    after = seen(case, sighting(seconds=60, confidence=0.9, count=12, box=(0.1, 0.1, 0.2, 0.2))).views[0]
    assert (after.last_seen, after.confidence, after.count, after.cleared_at) == (at(60), 0.9, 12, None)
    assert after.box is not None
    assert after.box.x0 == 0.1
    assert seen(case, sighting(seconds=60, confidence=0.9)).confidence == 0.9


def test_a_new_subject_takes_the_place_of_a_cleared_one_only() -> None:
    """A view that stands is kept beside the new one: its rule will still speak of it."""
    new = sighting(subject="cam-1/waste/2")
    gone = seen(incident(views=(view(cleared_at=at(1)),)), new, replaces="cam-1/waste/1")
    assert [v.subject for v in gone.views] == ["cam-1/waste/2"]
    both = seen(incident(), new, replaces="cam-1/waste/1")
    assert len(both.views) == 2


def test_views_are_bounded() -> None:
    """The oldest cleared view goes first, then the one seen longest ago."""
    crowd = [view(f"cam-{n}", seconds=n) for n in range(MAX_VIEWS)]
    after = seen(incident(views=tuple(crowd)), sighting(camera_id="cam-x", seconds=99))
    assert len(after.views) == MAX_VIEWS
    assert "cam-0" not in after.cameras


def test_missed_and_cleared() -> None:
    """Missed moves the last look only; cleared says when; an unknown subject changes nothing."""
    case = incident()
    assert missed(case, "cam-1/waste/1", at(30)).views[0].last_look == at(30)
    assert missed(case, "cam-1/waste/1", at(30)).views[0].last_seen == at(0)
    assert cleared(case, "cam-1/waste/1", at(40)).views[0].cleared_at == at(40)
    assert missed(case, "other", at(1)) is case
    assert cleared(case, "other", at(1)) is case


def test_what_is_worth_writing() -> None:
    """A minute, a jump, a fifth more persons, a clearing, a new view; not a moment later."""
    case = incident(views=(view(count=10),))

    def later(seconds: float, **changes: object) -> bool:
        return worth_writing(case, seen(case, sighting(seconds=seconds, **changes)))

    assert not later(59, count=11)
    assert later(60)
    assert later(1, box=(0.0, 0.0, 0.1, 0.1))
    assert later(1, count=13)
    assert later(1, subject="cam-1/waste/2")
    assert worth_writing(case, cleared(case, "cam-1/waste/1", at(1)))


def test_a_view_of_a_sighting() -> None:
    """First seen is when the rule first saw it."""
    made = view_of(sighting(seconds=60))
    assert (made.first_seen, made.last_seen, made.last_look) == (at(0), at(60), at(60))
