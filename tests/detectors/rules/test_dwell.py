from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sighting import Finding
from detectors.rules.dwell import Thing, things_of
from tests.builders_detectors import Row, Script

HEAP: Row = ("waste", [0.4, 0.6, 0.5, 0.7], 0.8)
FAINT: Row = ("waste", [0.4, 0.6, 0.5, 0.7], 0.25)
ELSEWHERE: Row = ("waste", [0.1, 0.8, 0.2, 0.9], 0.8)
LORRY: Row = ("truck", [0.35, 0.4, 0.6, 0.75], 0.9)


def rule(**changes: Any) -> dict[str, Any]:
    """Build a waste rule: 3 of 4 looks over 120 s, cleared by 2."""
    return {
        "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"],
        "k": 3, "n": 4, "over_s": 120, "clear_n": 2,
    } | changes  # fmt: skip


def looks(script: Script, text: str, *, start: float = 0, period: float = 60) -> list[str]:
    """Run looks written as letters: x heap, f faint, t lorry before it, . nothing. Return the findings."""
    rows: dict[str, list[Row]] = {"x": [HEAP], "f": [FAINT], "t": [LORRY], ".": []}
    return script.findings(*((start + i * period, rows[mark]) for i, mark in enumerate(text)))


def test_confirmed_by_k_looks_over_the_time() -> None:
    """Looks at 0, 60 and 120 s: candidate, candidate, present, with reasons that say so."""
    script = Script(rule())
    assert looks(script, "xxxx") == ["candidate", "candidate", "present", "present"]
    assert script.codes == ["dwell.present"]
    assert script.state is not None
    assert script.state["next"] == 2


def test_reasons_are_told_in_both_languages() -> None:
    """The confirming look says how often, where and how long."""
    script = Script(rule())
    looks(script, "xxx")
    assert script.verdict is not None
    reason = script.verdict.sightings[0].reason
    assert reason.tell("en") == "a heap of waste in the picture in 3 of 3 looks over 120 s"
    assert reason.tell("zh") == "画面在120秒内3次查看中3次发现垃圾堆"


def test_many_looks_do_not_replace_the_time() -> None:
    """Five looks in 40 s: enough hits, not yet enough time."""
    assert looks(Script(rule()), "xxxxx", period=10) == ["candidate"] * 5


def test_time_does_not_replace_the_looks() -> None:
    """Two looks 20 minutes apart: long enough, but only two."""
    assert looks(Script(rule()), "xx", period=1200) == ["candidate", "candidate"]


def test_one_missed_look_does_not_restart_the_dwell() -> None:
    """Seen, missed, seen, seen: 3 of 4."""
    script = Script(rule())
    assert looks(script, "x.xx") == ["candidate", "candidate", "candidate", "present"]
    assert script.verdict is not None
    assert script.verdict.sightings[0].reason.facts["looks"] == 4


def test_a_candidate_that_vanishes_is_dropped() -> None:
    """Two looks in a row without it end a candidate."""
    script = Script(rule())
    assert looks(script, "x..") == ["candidate", "candidate", "dropped"]
    assert script.codes == ["dwell.dropped"]
    assert looks(script, ".", start=300) == []
    assert script.notes == ["rule.nothing"]


def test_cleared_by_looks_in_a_row() -> None:
    """One miss is not gone; a sight in between starts the count again; two in a row are gone."""
    script = Script(rule())
    assert looks(script, "xxx.x..")[3:] == ["missed", "present", "missed", "cleared"]
    assert looks(script, "x", start=1000) == ["candidate"]
    assert script.verdict is not None
    assert script.verdict.sightings[0].subject == "cam-1/waste/picture/2"


def test_flickering_light_reports_once() -> None:
    """Field complaint (frigate #1273): the same still object, its score dipping with the light, is one report."""
    script = Script(rule())
    told = looks(script, "xxx" + "fxffxxff.xffxx" * 3)
    assert "cleared" not in told
    assert [s for s in told if s == "candidate"] == ["candidate"] * 2
    assert script.state is not None
    assert script.state["next"] == 2


def test_a_stain_does_not_keep_a_heap_alive() -> None:
    """After the heap is gone a faint box stays for ever: borne with for a while, then missed, then cleared."""
    told = looks(Script(rule()), "xxx" + "f" * 10)
    assert told.count("cleared") == 1


def test_a_lorry_before_it_neither_confirms_nor_clears() -> None:
    """While something covers the place, nothing is concluded; then it is still the same heap."""
    script = Script(rule())
    assert looks(script, "xttttxx") == ["candidate"] * 6 + ["present"]
    assert looks(script, "tttt", start=600) == ["missed"] * 4
    assert script.codes == ["dwell.covered"]
    assert looks(script, "..", start=900) == ["missed", "cleared"]


def test_a_lorry_behind_it_hides_nothing() -> None:
    """Its wheels are farther away than the heap: the heap would be seen, so it is gone."""
    behind: Row = ("truck", [0.35, 0.4, 0.6, 0.64], 0.9)
    script = Script(rule())
    looks(script, "xxx")
    assert script.findings((300, [behind]), (360, [behind])) == ["missed", "cleared"]


def test_two_heaps_are_two_subjects() -> None:
    """Each has its own number, dwell and end."""
    script = Script(rule())
    assert script.look(0, HEAP) == [("1", "candidate")]
    assert script.look(60, ELSEWHERE, HEAP) == [("1", "candidate"), ("2", "candidate")]
    assert script.look(120, HEAP, ELSEWHERE) == [("1", "present"), ("2", "candidate")]
    assert script.look(180, ELSEWHERE) == [("1", "missed"), ("2", "present")]
    assert script.look(240, ELSEWHERE) == [("1", "cleared"), ("2", "present")]


def test_a_heap_seen_as_two_boxes_is_one_heap() -> None:
    """Fragments of a known heap are no new heaps; a box around both is both."""
    script = Script(rule())
    looks(script, "xxx")
    halves: list[Row] = [("waste", [0.4, 0.6, 0.45, 0.7], 0.7), ("waste", [0.45, 0.6, 0.5, 0.7], 0.6)]
    assert script.look(240, *halves) == [("1", "present")]
    neighbour: Row = ("waste", [0.52, 0.6, 0.6, 0.7], 0.7)
    assert script.look(300, HEAP, neighbour) == [("1", "present"), ("2", "candidate")]
    both: Row = ("waste", [0.4, 0.6, 0.6, 0.7], 0.7)
    assert script.look(360, both) == [("1", "present"), ("2", "candidate")]


def test_growth_is_followed() -> None:
    """A heap growing by a tenth with every look stays one subject."""
    script = Script(rule())
    said = []
    for i in range(12):
        size = 0.05 * 1.1**i
        said += script.look(
            i * 60, ("waste", [0.4 - size / 2, 0.6 - size / 2, 0.4 + size, 0.6 + size / 2], 0.8)
        )
    assert {number for number, _ in said} == {"1"}


def test_a_queue_of_cars_is_no_parked_car() -> None:
    """At a red light cars stop at nearly the same place, phase after phase: never the same car long enough."""
    script = Script(rule(id="parking", matter="illegal_parking", classes=["car", "truck"]))
    told: list[str] = []
    for i in range(40):
        shift = (i * 0.37) % 1 * 0.12  # a car length is 0.15
        told += [f for _, f in script.look(i * 60, ("car", [0.3 + shift, 0.6, 0.45 + shift, 0.7], 0.8))]
    assert "present" not in told


def test_another_car_at_the_place_means_the_first_has_gone() -> None:
    """Half a length further on stands a car: the candidate is dropped at once, not after patience runs out."""
    script = Script(rule(id="parking", matter="illegal_parking", classes=["car"], k=2, n=8))
    assert script.look(0, ("car", [0.3, 0.6, 0.45, 0.7], 0.8)) == [("1", "candidate")]
    other: Row = ("car", [0.35, 0.6, 0.5, 0.7], 0.8)
    assert script.look(60, other) == [("1", "dropped"), ("2", "candidate")]


def test_a_parked_car_is_found_in_the_queue() -> None:
    """One car stays by the kerb, others pass beside it."""
    script = Script(rule(id="parking", matter="illegal_parking", classes=["car"]))
    told: list[tuple[str, str]] = []
    for i in range(6):
        wobble = 0.003 * (-1) ** i
        passing: list[Row] = [("car", [0.1 + 0.13 * i, 0.75, 0.3 + 0.13 * i, 0.9], 0.8)]
        told += script.look(i * 60, ("car", [0.6 + wobble, 0.5, 0.75 + wobble, 0.6], 0.8), *passing)
    assert {number for number, finding in told if finding == "present"} == {"1"}


def test_an_hour_without_looks_starts_a_candidate_afresh() -> None:
    """Seen before the camera went dark and after: not known to have been there in between."""
    script = Script(rule())
    looks(script, "xx")
    assert script.look(2 * 3600, HEAP) == [("1", "dropped"), ("2", "candidate")]
    assert "dwell.stale" in script.codes


def test_a_confirmed_heap_outlives_a_dark_night() -> None:
    """What is confirmed is ended by looks only."""
    script = Script(rule())
    looks(script, "xxx")
    assert script.look(12 * 3600, HEAP) == [("1", "present")]


def test_the_number_of_things_is_bounded() -> None:
    """A cluttered scene: two are followed, the rest is counted, and the known ones are not pushed out."""
    script = Script(rule(max_subjects=2))
    script.look(0, HEAP)
    crowd: list[Row] = [("waste", [0.05 * i, 0.1, 0.05 * i + 0.03, 0.13], 0.9) for i in range(10)]
    assert script.look(60, HEAP, *crowd) == [("1", "candidate"), ("2", "candidate")]
    assert script.notes == ["dwell.shed"]
    assert script.verdict is not None
    assert script.verdict.notes[0].facts["shed"] == 9


def test_state_rows_come_back_as_they_were() -> None:
    """A thing through JSON types is the same thing; a broken row raises, it is not guessed at."""
    script = Script(rule())
    looks(script, "xxx.")
    assert script.state is not None
    entry = script.state["rules"]["waste/picture"]
    (thing,) = things_of(entry)
    assert thing.to_json() == entry["things"][0]
    assert (thing.hits, thing.misses, thing.confirmed) == (3, 1, True)
    with pytest.raises(ValueError, match="values to unpack"):
        Thing.from_json([1, 2, 3])


MARKS = st.text("xft.", min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(marks=MARKS, k=st.integers(1, 4), extra=st.integers(0, 3), over_s=st.sampled_from([0, 100, 400]))
def test_never_confirmed_without_its_looks_and_time(marks: str, k: int, extra: int, over_s: int) -> None:
    """Whatever the script, a subject is present only after k sure looks, T after the first of them."""
    script = Script(rule(k=k, n=k + extra, over_s=over_s))
    sure: dict[str, list[float]] = {}
    ended: set[str] = set()
    for i, mark in enumerate(marks):
        rows: dict[str, list[Row]] = {"x": [HEAP], "f": [FAINT], "t": [LORRY], ".": []}
        for number, finding in script.look(i * 60, *rows[mark]):
            assert number not in ended
            if mark == "x":
                sure.setdefault(number, []).append(i * 60)
            if finding == Finding.PRESENT:
                assert len(sure[number]) >= k
                assert i * 60 - sure[number][0] >= over_s
            if finding in {Finding.CLEARED, Finding.DROPPED}:
                ended.add(number)
    for i in range(12):  # then nothing any more: every subject ends, and ends once
        ended |= {n for n, f in script.look((len(marks) + i) * 60) if f in {"cleared", "dropped"}}
    assert script.state is not None
    assert script.state["rules"] == {}
    assert ended == {str(n) for n in range(1, script.state["next"])}
