from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.clock import ManualClock
from core.config.settings.opinions import SecondOpinion
from core.errors import StoreError
from core.opinion import Opinion, Says
from core.reason import Reason
from core.sighting import Sighting
from gridwatch.opinions.question import Unanswered
from gridwatch.opinions.rest import IN_A_ROW, LONGEST_S, REST_S
from gridwatch.opinions.second import CLOSING_S, WAITING, SecondOpinions
from tests.builders import detections, frame, profile
from tests.builders_desk import sighting
from tests.builders_opinions import Asker

EMPTY: dict[str, Any] = {"version": 1, "next": 1, "last": ["look", 0.0], "rules": {}}


async def hear(second: SecondOpinions, *sightings: Sighting) -> tuple[Sighting, ...]:
    """One look."""
    _, told = await second.hear(
        frame(), detections(), profile(), before=None, after=EMPTY, sightings=sightings
    )
    return told


def second(clock: ManualClock, asker: Asker, **changes: Any) -> SecondOpinions:
    """Second opinions of somebody who answers by script."""
    return SecondOpinions(SecondOpinion.model_validate({"kind": "tile", "act": True} | changes), asker, clock)


@pytest.mark.parametrize(
    ("entry", "says", "held"),
    [
        (Says.AGREES, Says.AGREES, False),
        (Says.DISAGREES, Says.DISAGREES, True),
        (Says.CANNOT_TELL, Says.CANNOT_TELL, False),
        (Unanswered(Reason(code="opinion.not_masked")), Says.FAILED, False),
        (RuntimeError("a bug"), Says.FAILED, False),
        (5.0, Says.LATE, False),
    ],
)
async def test_every_end_is_an_opinion_and_counted(
    clock: ManualClock, entry: Says | Exception | float, says: Says, held: bool
) -> None:
    """Also a bug of the asker and a deadline that passes: the look goes on, and the rule decides."""
    asking = second(clock, Asker(entry), deadline_s=0.1)
    (told,) = await hear(asking, sighting())
    assert told.opinion is not None
    assert (told.opinion.says, told.held) == (says, held)
    assert told.opinion.by == "script"
    assert asking.counts == {says.value: 1}


async def test_questions_are_bounded_by_the_minute(clock: ManualClock) -> None:
    """Above it the rule decides, and it is counted; a minute later there is room again."""
    asker = Asker(*[Says.DISAGREES] * 9)
    asking = second(clock, asker, per_minute=2)
    many = [sighting(subject=f"cam-1/waste/kerb/{i}") for i in range(5)]
    told = await hear(asking, *many)
    assert [one.held for one in told] == [True, True, False, False, False]
    assert asking.counts == {"disagrees": 2, "not_asked": 3}
    clock.advance(61)
    (later,) = await hear(asking, sighting())
    assert later.held


async def test_who_does_not_answer_is_left_alone_for_a_while(clock: ManualClock) -> None:
    """A dead endpoint holds five looks and then none; after the rest one question finds out."""
    asker = Asker(*[9.0] * (IN_A_ROW + 1), Says.DISAGREES, Says.DISAGREES)
    asking = second(clock, asker, deadline_s=0.02)
    for _ in range(IN_A_ROW + 3):
        (told,) = await hear(asking, sighting())
        assert not told.held
    assert told.opinion is not None
    assert "not asked for another 30 s" in told.opinion.reason.tell("en")
    assert asking.counts == {"late": IN_A_ROW, "not_asked": 3}
    clock.advance(REST_S + 1)
    await hear(asking, sighting())  # the one that finds out: still dead
    await hear(asking, sighting())
    assert asking.counts == {"late": IN_A_ROW + 1, "not_asked": 4}
    clock.advance(REST_S + 1)
    assert [(await hear(asking, sighting()))[0].held for _ in range(2)] == [True, True]


async def test_a_pause_that_is_asked_for_is_kept(clock: ManualClock) -> None:
    """429 with Retry-After: not asked again before, and no longer than ten minutes."""
    busy = Unanswered(Reason.text("429"), retry_after="120")
    asker = Asker(busy, Says.DISAGREES, Unanswered(Reason.text("503"), retry_after="999999"), Says.DISAGREES)
    asking = second(clock, asker)
    await hear(asking, sighting())
    clock.advance(119)
    await hear(asking, sighting())
    assert len(asker.asked) == 1
    clock.advance(2)
    (told,) = await hear(asking, sighting())
    assert told.held
    await hear(asking, sighting())
    clock.advance(LONGEST_S + 1)
    (told,) = await hear(asking, sighting())
    assert (told.held, len(asker.asked)) == (True, 4)


async def test_what_was_never_sent_says_nothing_of_who_is_asked(clock: ManualClock) -> None:
    """Ten pictures that could not be masked: the eleventh question is asked."""
    unsafe = [Unanswered(Reason(code="opinion.not_masked"), ours=True) for _ in range(10)]
    asking = second(clock, Asker(*unsafe, Says.DISAGREES))
    for _ in range(10):
        await hear(asking, sighting())
    (told,) = await hear(asking, sighting())
    assert told.held


async def test_no_more_are_under_way_at_once_than_allowed(clock: ManualClock) -> None:
    """Waiting for a turn counts against the deadline."""
    asking = second(clock, Asker(0.3, 0.3), at_once=1, deadline_s=0.4)
    told = await hear(asking, *(sighting(subject=f"cam-1/waste/kerb/{i}") for i in range(2)))
    assert [one.opinion.says for one in told if one.opinion] == [Says.AGREES, Says.LATE]


SHADOW = SecondOpinion(kind="tile", deadline_s=0.2)
REMEMBERS: dict[str, Any] = {
    "rules": {
        "waste/kerb": {
            "kind": "dwell",
            "matter": "construction_waste",
            "zone_kind": "any",
            "things": [
                [i, "waste", [0.4, 0.6, 0.6, 0.8], 0.8, [0.0, 10.0], "xxx", 0, 0, True] for i in range(99)
            ],
        }
    }
}


class Kept:
    """Keeps what is said, or breaks."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.said: list[tuple[str, Says]] = []

    async def __call__(self, sighting: Sighting, opinion: Opinion) -> None:
        """Take one."""
        if self.fault:
            raise self.fault
        self.said.append((sighting.subject, opinion.says))


def beside(clock: ManualClock, asker: Asker, keep: Kept, heaps: int = 1, **changes: Any) -> SecondOpinions:
    """One look in shadow that is sure of so many heaps: postponed, kept, asked."""
    opinions = SecondOpinions(SHADOW.model_copy(update=changes), asker, clock, beside=True)
    sightings = [sighting(subject=f"cam-1/waste/kerb/{i}") for i in range(heaps)]
    state, questions = opinions.postpone(
        frame(), detections(), profile(), before=None, after=REMEMBERS, sightings=sightings
    )
    assert len(state["opinions"]) == len(questions) == heaps
    opinions.ask_beside(questions, keep)
    return opinions


async def test_in_shadow_a_look_does_not_wait_and_the_verdict_is_kept_when_it_comes(
    clock: ManualClock,
) -> None:
    """Also one that comes late: each is kept on what it is about."""
    keep = Kept()
    asking = beside(clock, Asker(Says.DISAGREES, 9.0), keep, heaps=2)
    assert keep.said == []
    await asking.drain()
    assert keep.said == [("cam-1/waste/kerb/0", Says.DISAGREES), ("cam-1/waste/kerb/1", Says.LATE)]
    assert asking.counts == {"disagrees": 1, "late": 1}


async def test_questions_that_find_no_room_are_shed_and_counted(clock: ManualClock) -> None:
    """Each holds a picture: an endpoint that hangs must not fill the memory."""
    keep = Kept()
    asking = beside(clock, Asker(*[9.0] * 99), keep, heaps=WAITING + 5, per_minute=99, at_once=64)
    assert (asking.shed, asking.counts) == (5, {"not_asked": 5})
    await asking.drain()
    assert len(keep.said) == WAITING


async def test_a_verdict_that_cannot_be_kept_costs_nothing_else(
    clock: ManualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk: the look is kept already; it is told."""
    asking = beside(clock, Asker(Says.AGREES), Kept(StoreError("disk full")))
    await asking.drain()
    assert asking.counts == {"agrees": 1}
    assert "disk full" in capsys.readouterr().out


async def test_a_stop_waits_a_moment_for_answers_and_no_longer(clock: ManualClock) -> None:
    """One that is nearly there is kept, one that hangs is cancelled; then the asker is closed."""
    keep, asker = Kept(), Asker(0.05, 999.0)
    asking = beside(clock, asker, keep, heaps=2, deadline_s=60)
    await asyncio.wait_for(asking.close(), CLOSING_S + 3)
    assert keep.said == [("cam-1/waste/kerb/0", Says.AGREES)]
    assert asker.closed


@pytest.mark.parametrize(
    ("act", "wanted", "waits"), [(True, True, True), (False, True, False), (False, False, True)]
)
def test_only_in_shadow_and_only_in_a_service_nothing_waits(
    clock: ManualClock, act: bool, wanted: bool, waits: bool
) -> None:
    """What acts must hold its look; a replay answers in place, so that it tells the same every time."""
    opinions = SecondOpinions(SecondOpinion(kind="tile", act=act), Asker(), clock, beside=wanted)
    assert opinions.beside is not waits


async def test_closing_closes_who_is_asked(clock: ManualClock) -> None:
    """Connections and networks are its own."""
    asker = Asker()
    await second(clock, asker).close()
    assert asker.closed
