from __future__ import annotations

from typing import Any

import pytest

from core.config.settings.opinions import SecondOpinion
from core.opinion import Says
from core.sighting import Finding, Sighting
from gridwatch.opinions.policy import KEY, Heard, applied, due, postponed, remembered
from tests.builders_desk import sighting
from tests.builders_opinions import opinion

SHADOW = SecondOpinion(kind="tile")
ACTS = SecondOpinion(kind="tile", act=True, asks=2, again_s=100)
THING = [1, "waste", [0.4, 0.6, 0.6, 0.8], 0.8, [0.0, 10.0], "xxx", 0, 0]


def state(*, confirmed: bool, **more: Any) -> dict[str, Any]:
    """A rule state that remembers heap 1."""
    entry = {
        "kind": "dwell",
        "matter": "construction_waste",
        "zone_kind": "any",
        "things": [[*THING, confirmed]],
    }
    return {"version": 1, "next": 2, "last": ["look", 10.0], "rules": {"waste/kerb": entry}, **more}


def seen(finding: Finding = Finding.PRESENT, seconds: float = 0) -> Sighting:
    """Heap 1 in a look."""
    return sighting(finding, seconds=seconds, subject="cam-1/waste/kerb/1")


def hear(
    settings: SecondOpinion, before: dict[str, Any] | None, says: Says | None, seconds: float = 0
) -> tuple[dict[str, Any], Sighting, bool]:
    """One look: is it asked about, and what comes of it."""
    memory, one = remembered(before), seen(seconds=seconds)
    asked = due(settings, before, memory, [one])
    opinions = {one.subject: opinion(says, acts=settings.act)} if asked and says else {}
    after, (told,) = applied(settings, state(confirmed=True), memory, [one], opinions)
    return after, told, bool(asked)


def test_what_a_rule_has_just_become_sure_of_is_asked_about_once() -> None:
    """Confirmed in this look: asked. Sure already when opinions were turned on: left alone. A candidate: not yet."""
    assert due(SHADOW, state(confirmed=False), {}, [seen()]) == (seen(),)
    assert due(SHADOW, None, {}, [seen()]) == (seen(),)
    assert due(SHADOW, state(confirmed=True), {}, [seen()]) == ()
    assert due(SHADOW, state(confirmed=False), {}, [seen(Finding.CANDIDATE)]) == ()


def test_only_the_matters_that_are_named() -> None:
    """A crowd need not be asked about because heaps are."""
    other = SecondOpinion(kind="tile", matters=("crowding",))
    assert due(other, state(confirmed=False), {}, [seen()]) == ()


def test_what_was_asked_is_in_the_state_and_not_asked_again() -> None:
    """The state is stored with the look: a restart does not ask again."""
    after, told, asked = hear(SHADOW, state(confirmed=False), Says.DISAGREES)
    assert asked
    assert told.opinion is not None
    assert after[KEY] == {"waste/kerb/1": ["disagrees", 1, told.at.timestamp()]}
    assert hear(SHADOW, after, Says.AGREES, seconds=100_000)[2] is False


def test_in_shadow_nothing_is_held() -> None:
    """What would have happened is kept; what happens is as without it."""
    _, told, _ = hear(SHADOW, state(confirmed=False), Says.DISAGREES)
    assert not told.held


@pytest.mark.parametrize("says", [says for says in Says if says is not Says.DISAGREES])
def test_who_does_not_disagree_blocks_nothing(says: Says) -> None:
    """Cannot tell, late, failed, not asked: the rule decides."""
    _, told, _ = hear(ACTS, state(confirmed=False), says)
    assert not told.held


def test_a_disagreement_holds_until_asked_again_and_no_longer_than_asked() -> None:
    """Held in every look; asked again after `again_s`, `asks` times at most; then held without asking."""
    after, told, _ = hear(ACTS, state(confirmed=False), Says.DISAGREES)
    assert told.held
    after, told, asked = hear(ACTS, after, Says.DISAGREES, seconds=50)
    assert (asked, told.held, told.opinion) == (False, True, None)
    after, told, asked = hear(ACTS, after, Says.DISAGREES, seconds=150)
    assert (asked, told.held) == (True, True)
    after, told, asked = hear(ACTS, after, Says.AGREES, seconds=10_000)
    assert (asked, told.held) == (False, True)


def test_a_second_answer_that_agrees_lets_it_through() -> None:
    """The heap has grown, or the sun has moved."""
    after, _, _ = hear(ACTS, state(confirmed=False), Says.DISAGREES)
    _, told, _ = hear(ACTS, after, Says.AGREES, seconds=150)
    assert not told.held


def test_a_failure_does_not_undo_an_answer() -> None:
    """An endpoint that is down the second time has not changed its mind."""
    after, _, _ = hear(ACTS, state(confirmed=False), Says.DISAGREES)
    after, told, asked = hear(ACTS, after, Says.LATE, seconds=150)
    assert asked
    assert told.held
    assert after[KEY]["waste/kerb/1"][:2] == ["disagrees", 2]


def test_turned_back_to_shadow_it_lets_go() -> None:
    """What is held is held by today's settings."""
    after, _, _ = hear(ACTS, state(confirmed=False), Says.DISAGREES)
    assert not hear(SHADOW, after, None, seconds=50)[1].held


def test_what_the_rules_forget_is_forgotten() -> None:
    """The memory is bounded by theirs, and the state is as before when there is nothing to remember."""
    agreed = Heard(says=Says.AGREES, asked=1, at=0)
    heard = {"waste/kerb/1": agreed, "waste/gone/9": agreed}
    after, _ = applied(SHADOW, state(confirmed=True), heard, [], {})
    assert set(after[KEY]) == {"waste/kerb/1"}
    empty, _ = applied(SHADOW, state(confirmed=True), {}, [], {})
    assert KEY not in empty


def test_arguments_stay_as_they_were() -> None:
    """The memory that is handed in may be somebody else's too: whoever asks twice gets the same twice."""
    memory, one = {"waste/kerb/1": Heard(says=Says.DISAGREES, asked=1, at=0)}, seen(seconds=150)
    kept, state_before = dict(memory), state(confirmed=True)
    given = (ACTS, state_before, memory, [one], {one.subject: opinion(Says.AGREES)})
    first = applied(*given)
    assert applied(*given) == first
    assert (memory, state_before) == (kept, state(confirmed=True))
    postponed(state_before, memory, [one])
    assert (memory, state_before) == (kept, state(confirmed=True))


def test_what_is_asked_beside_its_look_is_remembered_without_an_answer() -> None:
    """Not asked again by the next look or another process; told to act later, it holds nothing back."""
    after = postponed(state(confirmed=True), {}, [seen()])
    assert after[KEY] == {"waste/kerb/1": [None, 1, seen().at.timestamp()]}
    assert due(SHADOW, after, remembered(after), [seen(seconds=100_000)]) == ()
    _, told, asked = hear(ACTS, after, None, seconds=100_000)
    assert (told.held, asked) == (False, False)
    assert KEY not in postponed(state(confirmed=True), {}, [])


@pytest.mark.parametrize("rows", [7, {"a": 3}, {"a": ["maybe", 1, 0]}, {"a": ["agrees", "x", 0]}])
def test_a_memory_that_cannot_be_read_is_no_memory(rows: object) -> None:
    """A state of another version asks again rather than stopping the camera."""
    assert remembered({KEY: rows}) == {}
    assert due(SHADOW, {"rules": {"x": 3}}, {}, [seen()]) == (seen(),)
