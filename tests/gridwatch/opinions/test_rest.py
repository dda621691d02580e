from __future__ import annotations

import pytest

from core.opinion import Says
from gridwatch.opinions.rest import IN_A_ROW, LONGEST_S, REST_S, Rest


@pytest.mark.parametrize("says", [Says.FAILED, Says.LATE])
def test_after_so_many_without_an_answer_there_is_a_rest(says: Says) -> None:
    """Not before; and one more failure after it begins another."""
    rest = Rest()
    for number in range(1, IN_A_ROW + 1):
        assert rest.left_s(0) <= 0
        rest = rest.after(says, 0)
        assert rest.unanswered == number
    assert rest.left_s(0) == REST_S
    assert rest.left_s(REST_S) <= 0
    assert rest.after(says, REST_S).left_s(REST_S) == REST_S


def test_one_answer_makes_everything_good() -> None:
    """Whatever it says."""
    rest = Rest(unanswered=IN_A_ROW, until=9)
    assert rest.after(Says.CANNOT_TELL, 10) == Rest()


def test_a_pause_that_is_asked_for_is_kept_up_to_a_bound() -> None:
    """And a shorter one does not end a longer one."""
    rest = Rest().after(Says.FAILED, 0, wait_s=90)
    assert rest.left_s(0) == 90
    assert rest.after(Says.FAILED, 10, wait_s=5).left_s(10) == 80
    assert Rest().after(Says.FAILED, 0, wait_s=10**9).left_s(0) == LONGEST_S
