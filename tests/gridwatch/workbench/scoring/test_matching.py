"""One-to-one matching: what is found, late, missed, a duplicate or an invention."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridwatch.workbench.runs import Alarm
from gridwatch.workbench.scoring.matching import Matching, match
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.truth import TrueEvent
from tests.builders_scoring import alarm, event, spot

HOUR = Within(by_matter={}, default=timedelta(hours=1))


def matched(events: list[TrueEvent], alarms: list[Alarm]) -> Matching:
    """Match with T = 1 h."""
    return match(events, alarms, within=HOUR)


def pairs(found: Matching) -> set[tuple[str, str]]:
    """Return the ids of the pairs."""
    return {(pair.event.id, pair.alarm.id) for pair in found.pairs}


def test_an_alarm_within_t_is_found_and_one_after_it_is_late() -> None:
    """At T it is still on time; late is neither missed nor false."""
    found = matched(
        [event("e1", 8), event("e2", 8, cameras=frozenset({"b"}))], [alarm("a1", 9), alarm("a2", 9.5, "b")]
    )
    assert [(pair.event.id, pair.late, pair.latency_s) for pair in found.pairs] == [
        ("e1", False, 3600),
        ("e2", True, 5400),
    ]
    assert (found.missed, found.false_alarms) == ((), ())
    assert [pair.event.id for pair in found.found] == ["e1"]


def test_a_second_alarm_of_one_event_is_a_duplicate() -> None:
    """It bothers an operator as much as an invention does, but is another fault."""
    found = matched([event("e", 8)], [alarm("second", 8.5), alarm("first", 8.2)])
    assert pairs(found) == {("e", "first")}
    assert [one.id for one in found.duplicates] == ["second"]
    assert found.inventions == ()


@pytest.mark.parametrize(
    "wrong",
    [
        alarm("a", 8.2, matter="crowding"),
        alarm("a", 8.2, "cam-9"),
        alarm("a", 7.9),
        alarm("a", 9.01),
    ],
    ids=["matter", "camera", "before", "after"],
)
def test_what_fits_nothing_is_an_invention(wrong: Alarm) -> None:
    """Another matter, another camera, before the start, long after the end."""
    found = matched([event("e", 8, 9)], [wrong])
    assert [one.id for one in found.inventions] == ["a"]
    assert [one.id for one in found.missed] == ["e"]


def test_shortly_after_the_end_is_still_about_the_event() -> None:
    """It was seen while it was there; the grace is ten seconds."""
    assert matched([event("e", 8, 9)], [alarm("a", 9 + 9 / 3600)]).missed == ()
    assert matched([event("e", 8, 9)], [alarm("a", 9 + 11 / 3600)]).pairs == ()


def test_any_shared_camera_will_do() -> None:
    """A heap seen by three cameras may be raised by the third."""
    found = matched(
        [event("e", 8, cameras=frozenset({"a", "b", "c"}))], [alarm("x", 8.1, cameras=("z", "c"))]
    )
    assert pairs(found) == {("e", "x")}


def test_as_many_as_can_be_are_paired() -> None:
    """The nearest pair first would leave e1 alone: `late` fits only e2, `early` fits both."""
    events = [event("e1", 8, 8.5), event("e2", 8.2)]
    found = matched(events, [alarm("early", 8.21), alarm("late", 9)])
    assert pairs(found) == {("e1", "early"), ("e2", "late")}


def test_on_time_counts_more_than_near() -> None:
    """Of two ways to pair, the one with more events on time is taken."""
    events = [event("old", 7), event("new", 8)]
    found = matched(events, [alarm("a", 7.9), alarm("b", 8.9)])
    assert pairs(found) == {("old", "a"), ("new", "b")}
    assert found.late == ()


def test_of_two_heaps_in_one_picture_the_nearer_is_meant() -> None:
    """By place where both have one, though the other one began more recently."""
    events = [event("west", 8, place=spot(0)), event("east", 8.3, place=spot(12))]
    found = matched(events, [alarm("a", 8.4, east_m=2)])
    assert pairs(found) == {("west", "a")}
    assert found.pairs[0].place_error_m == pytest.approx(2, abs=0.01)
    boxes = [event("left", 8, box=(0.1, 0.5, 0.2, 0.6)), event("right", 8.3, box=(0.2, 0.5, 0.3, 0.6))]
    assert pairs(matched(boxes, [alarm("a", 8.4, box=(0.11, 0.5, 0.21, 0.6))])) == {("left", "a")}


def test_two_alarms_about_one_heap_do_not_find_a_second_one() -> None:
    """Most pairs alone would count the duplicate for a heap at the other end of the picture."""
    events = [event("west", 8, place=spot(0)), event("east", 8, place=spot(60))]
    found = matched(events, [alarm("a", 8.2, east_m=1), alarm("again", 8.4, east_m=2)])
    assert pairs(found) == {("west", "a")}
    assert [one.id for one in found.missed] == ["east"]
    assert [one.id for one in found.duplicates] == ["again"]
    boxes = [event("left", 8, box=(0, 0.5, 0.1, 0.6)), event("right", 8, box=(0.8, 0.5, 0.9, 0.6))]
    twice = [alarm("a", 8.2, box=(0, 0.5, 0.1, 0.6)), alarm("again", 8.4, box=(0.02, 0.5, 0.1, 0.6))]
    assert [one.id for one in matched(boxes, twice).duplicates] == ["again"]


def test_boxes_of_different_cameras_are_not_compared() -> None:
    """A corner of one picture is no corner of another: only the time can tell."""
    events = [
        event("old", 8, box=(0, 0, 0.1, 0.1), box_camera="a", cameras=frozenset({"a", "b"})),
        event("new", 8.3, box=(0.8, 0.8, 0.9, 0.9), box_camera="a", cameras=frozenset({"a", "b"})),
    ]
    assert pairs(matched(events, [alarm("x", 8.4, "b", box=(0, 0, 0.1, 0.1))])) == {("new", "x")}


EVENTS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6), st.sampled_from(["a", "b"])), max_size=5)
ALARMS = st.lists(st.tuples(st.integers(0, 18), st.sampled_from(["a", "b"])), max_size=5)


@given(EVENTS, ALARMS)
def test_everything_is_in_exactly_one_place_and_no_pairing_is_better(
    happened: list[tuple[int, int, str]], raised: list[tuple[int, str]]
) -> None:
    """Against every one-to-one pairing there is: most on time, then most pairs."""
    events = [
        event(f"e{i}", start, start + long, cameras=frozenset({camera}))
        for i, (start, long, camera) in enumerate(happened)
    ]
    alarms = [alarm(f"a{i}", at, camera) for i, (at, camera) in enumerate(raised)]
    found = matched(events, alarms)
    assert sorted([p.event.id for p in found.pairs] + [e.id for e in found.missed]) == [e.id for e in events]
    told = [p.alarm.id for p in found.pairs] + [a.id for a in found.false_alarms]
    assert sorted(told) == [a.id for a in alarms]
    assert (len(found.found), len(found.pairs)) == _best(events, alarms)


def _best(events: list[TrueEvent], alarms: list[Alarm]) -> tuple[int, int]:
    """Try every pairing."""
    best = (0, 0)
    slots = [*range(len(alarms)), *([None] * len(events))]
    for chosen in set(permutations(slots, len(events))):
        delays = [
            (alarms[j].opened_at - one.start).total_seconds()
            for one, j in zip(events, chosen, strict=True)
            if j is not None
            and one.cameras & set(alarms[j].cameras)
            and one.end is not None
            and one.start <= alarms[j].opened_at <= one.end
        ]
        best = max(best, (sum(delay <= 3600 for delay in delays), len(delays)))
    return best
