from __future__ import annotations

import itertools

from core.config.camera import WHOLE_PICTURE
from core.config.profile import CountRule
from detectors.rules.common import Look
from detectors.rules.level import judge, spell_of
from detectors.rules.spell import Reading
from tests.builders import at, detections, profile

RULE = profile({"id": "c", "kind": "count", "matter": "m", "classes": ["car"], "k": 2, "over_s": 60}).rules[0]
CARS = detections(("car", [0.25, 0.25, 0.5, 0.5], 0.75), ("car", [0.5, 0.5, 0.75, 0.75], 0.25))


def look(seconds: float, numbers: itertools.count[int]) -> Look:
    """Build a look at two cars."""
    return Look(
        at=at(seconds).timestamp(),
        zone=WHOLE_PICTURE,
        found=CARS,
        faint=detections(),
        everything=CARS,
        new_number=lambda: next(numbers),
    )


def test_says_number_box_and_mean_confidence() -> None:
    """The group's box, how many, and how sure on the average."""
    assert isinstance(RULE, CountRule)
    numbers = itertools.count(7)
    step = judge(RULE, {}, look(0, numbers), Reading.OVER, limit=1, low=1, label="cars")
    (said,) = step.said
    assert (said.number, said.count, said.confidence) == (7, 2, 0.5)
    assert said.box is not None
    assert said.box.row == (0.25, 0.25, 0.75, 0.75)
    assert said.reason.tell("en") == "2 cars in the picture, limit 1"
    assert spell_of(step.state) is not None


def test_low_without_a_spell_says_nothing() -> None:
    """Nothing begun, nothing to end, no number used."""
    assert isinstance(RULE, CountRule)
    numbers = itertools.count(1)
    step = judge(RULE, {}, look(0, numbers), Reading.LOW, limit=1, low=1, label="cars")
    assert (step.said, step.state, next(numbers)) == ((), {"spell": None}, 1)


def test_a_candidate_nobody_looked_at_starts_afresh() -> None:
    """After two hours without a look the old candidate ends and a new one begins."""
    assert isinstance(RULE, CountRule)
    numbers = itertools.count(1)
    step = judge(RULE, {}, look(0, numbers), Reading.OVER, limit=1, low=1, label="cars")
    step = judge(RULE, step.state, look(7200, numbers), Reading.OVER, limit=1, low=1, label="cars")
    assert [(said.number, said.finding.value) for said in step.said] == [(1, "dropped"), (2, "candidate")]
    assert step.said[0].reason.tell("en").endswith("not looked at for 7200 s, so the count starts afresh")
