"""When a receiver counts as back."""

from __future__ import annotations

import pytest

from alerts.recovery import Reach
from alerts.retry import Answer
from tests.builders import at

OK, NO_ANSWER = Answer(status=200, detail="", took_s=0.1), Answer(status=None, detail="refused", took_s=0.1)
NO, BUSY = Answer(status=400, detail="", took_s=0.1), Answer(status=503, detail="", took_s=0.1)
OURS = Answer(status=None, detail="not allowed", took_s=0, refused=True)
DECLINED = Answer(status=200, detail="code 7", took_s=0.1, declined=True)


@pytest.mark.parametrize(
    ("attempts", "backs"),
    [
        ([(OK, 0), (OK, 1)], [True, False]),  # after a start nobody knows how long it was away
        ([(OK, 0), (NO_ANSWER, 10), (OK, 20)], [True, False, False]),  # a hiccup
        ([(OK, 0), (NO_ANSWER, 10), (BUSY, 30), (OK, 40), (OK, 41)], [True, False, False, True, False]),
        ([(OK, 0), (NO, 10), (NO, 99), (OK, 100)], [True, False, False, False]),  # it was there, and said no
        ([(OK, 0), (DECLINED, 10), (OK, 100)], [True, False, False]),
        ([(OK, 0), (OURS, 10), (OK, 100)], [True, False, False]),  # it was never asked
        ([(NO_ANSWER, 0), (NO, 50), (OK, 60)], [False, False, True]),
        ([(NO_ANSWER, 0), (OK, 5)], [False, False]),  # known since the start, and back at once
    ],
)
def test_back_after_an_outage_and_not_after_a_no(attempts: list, backs: list[bool]) -> None:
    """Only what could not be reached for half a minute, or is not known yet, comes back; and once."""
    reach, said = Reach(), []
    for answer, seconds in attempts:
        reach, back = reach.after(answer, at(seconds))
        said.append(back)
    assert said == backs
