from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.rulebook import RuleBook
from tests.builders import camera, observation, profile
from tests.builders_detectors import Row, Script

HEAP: Row = ("waste", [0.4, 0.6, 0.5, 0.7], 0.8)
WASTE: dict[str, Any] = {
    "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"],
    "k": 2, "n": 3, "over_s": 60, "clear_n": 2,
}  # fmt: skip
CROWD: dict[str, Any] = {
    "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 3, "over_s": 60,
}  # fmt: skip
NORTH = {"id": "north", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 0.5], [0, 0.5]]}
SOUTH = {"id": "south", "kind": "public_ground", "polygon": [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]}


def test_sightings_carry_everything_the_desk_needs() -> None:
    """Camera, look, subject, matter, rule, zone and its kind, box and since when."""
    script = Script(WASTE, zones=[NORTH, SOUTH])
    script.look(0, HEAP)
    script.look(60, HEAP)
    assert script.verdict is not None
    (told,) = script.verdict.sightings
    assert (told.camera_id, told.look_id, told.subject) == ("cam-1", "look-60", "cam-1/waste/south/1")
    assert (told.matter, told.rule, told.zone, told.zone_kind) == (
        "construction_waste", "waste", "south", "public_ground",
    )  # fmt: skip
    assert told.box is not None
    assert told.since is not None
    assert (told.at - told.since).total_seconds() == 60


def test_rules_apply_to_their_kinds_of_zone() -> None:
    """A rule for plazas does not see the heap on other ground, and says why nothing was said."""
    script = Script(WASTE | {"zone_kinds": ["plaza"]}, zones=[NORTH, SOUTH])
    assert script.look(0, HEAP) == []
    assert script.verdict is not None
    (note,) = script.verdict.notes
    assert (note.code, note.facts["found"], note.facts["outside"]) == ("rule.nothing", 1, 1)


@pytest.mark.parametrize(
    ("box", "score", "unsure"),
    [
        ([0.4, 0.6, 0.5, 0.7], 0.8, False),
        ([0.4, 0.6, 0.5, 0.7], 0.55, True),
        ([0.4, 0.6, 0.5, 0.7], 0.2, False),
        ([0.4, 0.1, 0.5, 0.2], 0.55, False),
    ],
)
def test_it_says_when_the_next_look_may_tell(box: list[float], score: float, unsure: bool) -> None:
    """A box of a lasting thing just below what is believed; not a sure or a weak one, nor one where no rule looks."""
    script = Script(WASTE | {"min_confidence": 0.7, "zone_kinds": ["public_ground"]}, zones=[NORTH, SOUTH])
    script.look(0, ("waste", box, score))
    assert script.verdict is not None
    assert script.verdict.unsure is unsure


def test_numbers_are_never_used_twice() -> None:
    """Over rules, zones and ended subjects."""
    script = Script(WASTE, CROWD, zones=[NORTH, SOUTH])
    persons: list[Row] = [("person", [0.1 * i, 0.2, 0.1 * i + 0.05, 0.4], 0.9) for i in range(4)]
    told = (
        script.look(0, HEAP, *persons) + script.look(60) + script.look(120) + script.look(180, HEAP, *persons)
    )
    born = [number for number, finding in told if finding == "candidate"]
    assert set(born) == {"1", "2", "3", "4"}


def test_a_look_decided_on_already_changes_nothing() -> None:
    """Killed after the step was kept, asked again after the restart: no second hit, no second sighting."""
    script = Script(WASTE)
    script.look(0, HEAP)
    before = script.state
    assert script.look(0, HEAP) == []
    assert (script.state, script.notes) == (before, ["rule.seen_already"])


def test_a_look_that_was_overtaken_changes_nothing() -> None:
    """Two looks answered in the wrong order: the late one is left out, with a note."""
    script = Script(WASTE)
    script.look(60, HEAP)
    assert script.look(30) == []
    assert script.notes == ["rule.seen_already"]


def test_a_clock_set_back_does_not_silence_the_rules() -> None:
    """An hour back is no overtaken look: looking goes on."""
    script = Script(WASTE)
    script.look(7200, HEAP)
    assert script.look(3600, HEAP) == [("1", "candidate")]


@pytest.mark.parametrize("broken", [{}, {"version": 99}, {"version": 1, "next": 1, "last": [], "rules": {}}])
def test_an_unreadable_state_starts_afresh_and_says_so(broken: dict[str, Any]) -> None:
    """No crash, a note, and numbers that no earlier subject can have had."""
    script = Script(WASTE)
    script.state = broken
    ((number, finding),) = script.look(0, HEAP)
    assert (finding, script.notes) == ("candidate", ["rule.afresh"])
    assert int(number) > 1_000_000


def test_what_a_removed_rule_remembers_is_not_lost_silently() -> None:
    """The profile changes: the confirmed heap is told as missed with the reason, the crowd's candidate dropped."""
    old = Script(WASTE, CROWD, zones=[SOUTH])
    persons: list[Row] = [("person", [0.1 * i, 0.7, 0.1 * i + 0.05, 0.9], 0.9) for i in range(3)]
    old.look(0, HEAP)
    old.look(60, HEAP, *persons)
    new = Script({**WASTE, "id": "rubbish"}, zones=[SOUTH])
    new.state = old.state
    assert new.look(120, HEAP) == [("3", "candidate"), ("1", "missed"), ("2", "dropped")]
    assert new.codes == ["dwell.candidate", "rule.removed", "rule.removed"]
    assert new.look(180, HEAP) == [("3", "present")]


def test_a_rule_that_changed_its_kind_starts_afresh() -> None:
    """The same id, once dwell, now count: what the dwell remembered is told and forgotten."""
    old = Script(WASTE)
    old.look(0, HEAP)
    new = Script({"id": "waste", "kind": "count", "matter": "construction_waste", "classes": ["waste"]})
    new.state = old.state
    assert new.look(60, HEAP) == [("2", "candidate"), ("1", "dropped")]


def test_new_thresholds_keep_what_is_known() -> None:
    """Tuning k and T does not restart the dwell."""
    old = Script(WASTE | {"over_s": 6000})
    old.look(0, HEAP)
    old.look(60, HEAP)
    new = Script(WASTE)
    new.state = old.state
    assert new.look(120, HEAP) == [("1", "present")]


def test_the_camera_s_bound_holds_over_all_zones() -> None:
    """max_subjects is per camera: two in the north leave one for the south."""
    script = Script(WASTE | {"max_subjects": 3}, zones=[NORTH, SOUTH])
    north: list[Row] = [("waste", [0.1 * i, 0.1, 0.1 * i + 0.05, 0.2], 0.9) for i in range(2)]
    south: list[Row] = [("waste", [0.1 * i, 0.7, 0.1 * i + 0.05, 0.8], 0.9) for i in range(4)]
    assert len(script.look(0, *north, *south)) == 3
    assert len(script.look(60, *south, *north)) == 3


def test_another_camera_s_look_is_refused() -> None:
    """A mix-up in the wiring is found at once."""
    with pytest.raises(ValueError, match="cam-2"):
        RuleBook(camera(), profile()).step(None, observation(camera_id="cam-2"))


def test_the_plan_of_tiles_is_for_the_zones_that_the_asking_rules_apply_to() -> None:
    """A rule for the north zone alone: tiles of the north; no tiles where no rule of the profile asks."""
    asking = CROWD | {"zone_kinds": [NORTH["kind"]], "tiles": {"across": 3}}
    plan = RuleBook(camera(zones=[NORTH, SOUTH]), profile(WASTE, asking)).plan
    assert plan is not None
    assert plan.classes == set(CROWD["classes"])
    assert RuleBook(camera(zones=[NORTH, SOUTH]), profile(WASTE, CROWD)).plan is None
    assert RuleBook(camera(zones=[NORTH]), profile(asking | {"zone_kinds": ["elsewhere"]})).plan is None


def test_equal_looks_give_equal_verdicts() -> None:
    """Pure: the given state is not changed, and the same step gives the same answer."""
    book = RuleBook(camera(), profile(WASTE))
    state = book.step(None, observation(HEAP, seconds=0)).state
    before = json.dumps(state)
    first, second = (book.step(state, observation(HEAP, seconds=60)) for _ in range(2))
    assert first.state == second.state
    assert first.sightings == second.sightings
    assert json.dumps(state) == before


ROW = st.builds(  # in thousandths: float strategies do not bear the flush-to-zero of inference libraries
    lambda name, x, y, w, h, score: (name, [x / 1e3, y / 1e3, (x + w) / 1e3, (y + h) / 1e3], score / 1e3),
    st.sampled_from(["waste", "person", "car"]),
    *[st.integers(0, 800)] * 2,
    *[st.integers(10, 200)] * 2,
    st.integers(100, 1000),
)


@settings(max_examples=40, deadline=None)
@given(looks=st.lists(st.lists(ROW, max_size=5), min_size=1, max_size=10), cut=st.integers(0, 10))
def test_saving_and_loading_at_any_cut_changes_nothing(looks: list[list[Row]], cut: int) -> None:
    """Step, save, load, step gives to the last digit what step, step gives."""
    parking = {"id": "parking", "kind": "dwell", "matter": "illegal_parking", "classes": ["car"], "over_s": 0}
    rules = (WASTE, CROWD, parking)
    book = RuleBook(camera(zones=[NORTH, SOUTH]), profile(*rules))
    straight: dict[str, Any] | None = None
    saved: dict[str, Any] | None = None
    for i, rows in enumerate(looks):
        seen = observation(*rows, seconds=i * 61.37)
        one, other = book.step(straight, seen), book.step(saved, seen)
        assert one.sightings == other.sightings
        assert one.state == other.state
        straight = one.state
        saved = json.loads(json.dumps(other.state)) if i == cut else other.state
        if i == cut:
            book = RuleBook(camera(zones=[NORTH, SOUTH]), profile(*rules))
