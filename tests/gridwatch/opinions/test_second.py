from __future__ import annotations

from typing import Any

import pytest

from core.clock import ManualClock
from core.config.settings import SecondOpinion
from core.opinion import Says
from core.reason import Reason
from core.sighting import Sighting
from gridwatch.opinions.question import Unanswered
from gridwatch.opinions.second import SecondOpinions
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


async def test_no_more_are_under_way_at_once_than_allowed(clock: ManualClock) -> None:
    """Waiting for a turn counts against the deadline."""
    asking = second(clock, Asker(0.3, 0.3), at_once=1, deadline_s=0.4)
    told = await hear(asking, *(sighting(subject=f"cam-1/waste/kerb/{i}") for i in range(2)))
    assert [one.opinion.says for one in told if one.opinion] == [Says.AGREES, Says.LATE]


async def test_closing_closes_who_is_asked(clock: ManualClock) -> None:
    """Connections and networks are its own."""
    asker = Asker()
    await second(clock, asker).close()
    assert asker.closed
