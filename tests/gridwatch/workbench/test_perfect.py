"""A detector that knows the truth."""

from __future__ import annotations

import numpy as np

from gridwatch.simulator.day_looks import day_looks
from gridwatch.workbench.perfect import PerfectDetector
from tests.builders_render import script
from tests.gridwatch.simulator.test_truth import still


def test_it_sees_what_is_there_in_the_looks_in_their_order() -> None:
    """A heap from second 30 on: seen in the later looks, with the size of the picture it was given."""
    day = script(still("h", "rubble", 0, 18, since=30.0), still("p", "person", -2, 15))
    looks = day_looks(day, 20.0)
    detector = PerfectDetector(day, looks)
    found = detector.detect([np.zeros((54, 96, 3), np.uint8)] * len(looks))
    names = [{name for *_, name in one} for one in found]
    assert names == [{"person"} if look.seconds < 30 else {"person", "waste"} for look in looks]
    assert {one.picture_size for one in found} == {(96, 54)}
