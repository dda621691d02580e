from __future__ import annotations

import pytest

from core.reason import Reason
from gridwatch.workbench.feedback.claims import Left, Shot, Shows, label_by, same_scene, shot_of
from gridwatch.workbench.feedback.reading import Case
from gridwatch.workbench.feedback.verdicts import Said
from tests.builders import NAMES, profile
from tests.builders_feedback import ELSEWHERE, case, picture

RULES = {
    "test": profile(
        {"id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"]},
        {"id": "parking", "kind": "dwell", "matter": "illegal_parking", "classes": ["car", "truck"]},
        {"id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 10},
    )
}
LABEL = label_by(RULES, NAMES)


def shot(of: Case, *others: Case, ordinary: bool = False, number: int = 0) -> Shot | Left:
    """What the picture of a case is known to show, among others."""
    return shot_of(of.incident.pictures[number], of, [of, *others], LABEL, ordinary=ordinary)


def test_a_confirmed_heap_is_a_box_and_a_rejected_one_is_none() -> None:
    """The same picture, two verdicts."""
    found = shot(case(Said.CONFIRMED))
    assert isinstance(found, Shot)
    assert [(claim.shows, claim.label) for claim in found.claims] == [(Shows.THERE, "waste")]
    found = shot(case(Said.REJECTED))
    assert isinstance(found, Shot)
    assert [claim.shows for claim in found.claims] == [Shows.FALSE]


def test_a_true_heap_beside_a_false_one_keeps_its_box() -> None:
    """A hard negative that shows a real heap elsewhere would teach the detector to overlook heaps."""
    false = case(Said.REJECTED, box=ELSEWHERE)
    found = shot(false, case(Said.CONFIRMED, incident_id="inc_2"))
    assert isinstance(found, Shot)
    assert [(claim.shows, claim.case.incident.id) for claim in found.claims] == [
        (Shows.FALSE, "inc_1"),
        (Shows.THERE, "inc_2"),
    ]


def test_what_was_not_there_at_the_time_is_no_part_of_it() -> None:
    """A heap that was cleared an hour before, and a heap in another camera."""
    late = case(Said.REJECTED, picture(seconds=3600, box=ELSEWHERE), box=ELSEWHERE, seconds=3600)
    elsewhere = case(Said.CONFIRMED, incident_id="inc_3", camera_id="cam-2", seconds=9000)
    found = shot(late, case(Said.CONFIRMED, incident_id="inc_2", seconds=60), elsewhere)
    assert isinstance(found, Shot)
    assert len(found.claims) == 1


def test_a_picture_with_something_undecided_is_left_out() -> None:
    """Without a label it would be taught as nothing."""
    undecided = case(None, incident_id="inc_2")
    assert shot(case(Said.REJECTED, box=ELSEWHERE), undecided) is Left.UNDECIDED


def test_two_verdicts_on_one_place_leave_the_picture_out() -> None:
    """Nobody knows which is right."""
    assert shot(case(Said.REJECTED), case(Said.CONFIRMED, incident_id="inc_2")) is Left.CONTRADICTION


def test_the_picture_taken_afterwards_shows_an_empty_place() -> None:
    """Where looks have shown that it is gone; not where somebody only said so."""
    pictures = (picture(), picture("after", seconds=600))
    found = shot(case(Said.CONFIRMED, *pictures, gone=True), number=1)
    assert isinstance(found, Shot)
    assert [claim.shows for claim in found.claims] == [Shows.GONE]
    assert shot(case(Said.CONFIRMED, *pictures), number=1) is Left.NOT_GONE


def test_a_rejected_offence_is_still_a_car() -> None:
    """A car that may park there is a car: it makes no hard negative, and without a teacher no picture at all."""
    why = Reason(code="dwell.present", facts={"label": "truck"})
    rejected = case(Said.REJECTED, rule="parking", why=why)
    confirmed = case(Said.CONFIRMED, rule="parking", why=why)
    assert shot(rejected, ordinary=True) is Left.ORDINARY
    assert shot(confirmed) is Left.ORDINARY
    found = shot(confirmed, ordinary=True)
    assert isinstance(found, Shot)
    assert found.claims[0].label == "truck"


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"rule": "crowd"}, Left.GROUP), ({"rule": "gone"}, Left.UNKNOWN), ({"rule": "parking"}, Left.UNKNOWN)],
)
def test_what_is_no_single_known_thing_is_left_out(changes: dict[str, str], why: Left) -> None:
    """A crowd's box, a rule that no profile has any more, a rule of two classes that does not say which."""
    assert shot(case(Said.CONFIRMED, **changes)) is why


def test_a_class_that_the_model_lacks_is_left_out() -> None:
    """The data set has the model's classes."""
    one = case()
    label = label_by(RULES, ["person"])
    assert shot_of(one.incident.pictures[0], one, [one], label, ordinary=False) is Left.UNKNOWN


def test_a_finding_without_a_box_teaches_nothing() -> None:
    """Neither the picture nor the view says where."""
    assert shot(case(Said.CONFIRMED, picture(box=None), box=(0, 0, 0, 0))) is Left.NO_BOX


def test_the_same_scene_says_the_same_of_the_same_places() -> None:
    """A false alarm at another place of the same still view is news; the same again is not."""
    one, again, other = (
        shot(case(Said.REJECTED)),
        shot(case(Said.REJECTED)),
        shot(case(Said.REJECTED, box=ELSEWHERE)),
    )
    true = shot(case(Said.CONFIRMED))
    assert isinstance(one, Shot)
    assert isinstance(again, Shot)
    assert isinstance(other, Shot)
    assert isinstance(true, Shot)
    assert same_scene(one, again)
    assert not same_scene(one, other)
    assert not same_scene(one, true)
