from __future__ import annotations

import pytest

from core.look import LookReason
from core.opinion import Says
from detectors.batcher import Shed
from gridwatch.opinions.question import Unanswered
from gridwatch.opinions.tile import TileAsker
from tests.builders import detections, profile
from tests.builders_opinions import CROWD, SeesOnce, question

MIDDLE = (0.3, 0.3, 0.7, 0.7)  # of the tile: where the box of `question` comes to lie when enlarged 2.5 times


def asker(*rows: tuple[str, tuple[float, float, float, float], float], enlarge: float = 2.5) -> TileAsker:
    """Somebody who finds these in every tile."""
    return TileAsker("tile test", SeesOnce(detections(*rows)), enlarge=enlarge)


@pytest.mark.parametrize(
    ("rows", "says", "code"),
    [
        ([("waste", MIDDLE, 0.9)], Says.AGREES, "opinion.found"),
        ([("waste", (0.4, 0.4, 0.5, 0.5), 0.9)], Says.AGREES, "opinion.found"),  # a part of it
        ([("waste", MIDDLE, 0.25)], Says.CANNOT_TELL, "opinion.faint"),
        ([("waste", MIDDLE, 0.1)], Says.DISAGREES, "opinion.not_found"),
        ([("waste", (0.0, 0.0, 0.2, 0.2), 0.9)], Says.DISAGREES, "opinion.not_found"),  # another one
        ([("car", MIDDLE, 0.9)], Says.DISAGREES, "opinion.not_found"),
        ([], Says.DISAGREES, "opinion.not_found"),
    ],
)
async def test_a_still_thing_is_there_faint_or_not_there(rows: list[object], says: Says, code: str) -> None:
    """By the rule's own confidence, at the place in question."""
    answer = await asker(*rows).ask(question())  # type: ignore[arg-type] # rows as the builder takes them
    assert (answer.says, answer.reason.code) == (says, code)
    assert 0 <= answer.confidence <= 1
    for language in ("en", "zh"):
        assert "?" not in answer.reason.tell(language)  # type: ignore[arg-type] # both languages


@pytest.mark.parametrize(("count", "says"), [(10, Says.AGREES), (8, Says.CANNOT_TELL), (6, Says.DISAGREES)])
async def test_a_crowd_is_counted_again(count: int, says: Says) -> None:
    """Ten were needed; eight is too close to call, six is no crowd. Who stands outside of the box is not counted."""
    people = [("person", (0.31 + 0.03 * i, 0.4, 0.33 + 0.03 * i, 0.6), 0.8) for i in range(count)]
    outside = [("person", (0.0, 0.0, 0.1, 0.1), 0.9)] * 5
    answer = await asker(*people, *outside).ask(question(rule=profile(CROWD)))
    assert answer.says is says
    assert "?" not in answer.reason.tell("zh")


async def test_the_detector_is_shown_the_tile_as_a_look_that_somebody_waits_for() -> None:
    """Not shed as a patrol picture, and not the whole picture again."""
    sees = SeesOnce(detections())
    await TileAsker("t", sees, enlarge=2.5).ask(question())
    (shown,) = sees.shown
    assert shown.size == (320, 320)
    assert shown.reason is LookReason.CONFIRM


async def test_in_shadow_a_tile_takes_no_turn_of_a_look_that_is_waited_for() -> None:
    """Nobody waits for the answer: a full detector may shed it like any patrol picture."""
    sees = SeesOnce(detections())
    await TileAsker("t", sees, enlarge=2.5, waited_for=False).ask(question())
    assert [shown.reason for shown in sees.shown] == [LookReason.PATROL]


async def test_a_tile_that_is_the_picture_tells_nothing_new() -> None:
    """The same model on the same pixels would only repeat itself; another model is asked all the same."""
    large = question(box=(0.1, 0.1, 0.9, 0.9))
    sees = SeesOnce(detections())
    answer = await TileAsker("t", sees, enlarge=2.5).ask(large)
    assert (answer.says, answer.reason.code, sees.shown) == (Says.CANNOT_TELL, "opinion.no_gain", [])
    answer = await TileAsker("m", sees, enlarge=2.5, small_gain=0).ask(large)
    assert answer.says is Says.DISAGREES


async def test_a_model_that_does_not_know_the_class_cannot_tell() -> None:
    """It would otherwise disagree with everything."""
    rule = profile({"id": "x", "kind": "dwell", "matter": "m", "classes": ["tricycle"]})
    answer = await asker().ask(question(rule=rule))
    assert (answer.says, answer.reason.code) == (Says.CANNOT_TELL, "opinion.unknown_class")


async def test_a_full_detector_is_no_answer() -> None:
    """The rule decides."""
    sees = SeesOnce(Shed("64 pictures wait"))
    with pytest.raises(Unanswered, match="64 pictures wait"):
        await TileAsker("t", sees, enlarge=2.5).ask(question())


async def test_it_closes_what_is_its_own() -> None:
    """The live detector belongs to others."""
    closed: list[str] = []

    async def close() -> None:
        closed.append("own")

    await asker().close()
    await TileAsker("m", SeesOnce(detections()), enlarge=2.5, close=close).close()
    assert closed == ["own"]
