from __future__ import annotations

import numpy as np

from core.config.settings.load import Load
from gridwatch.load.running import Passed
from gridwatch.load.seating import lines, seats_needed
from gridwatch.load.world import Assumptions

ASSUMED = Assumptions(days=1)


def _passed(flat, folded=None) -> Passed:
    flat = np.array(flat, np.int64)
    return Passed(flat=flat, folded=flat if folded is None else np.array(folded, np.int64), held={}, never=0)


def test_seats_for_a_steady_load():
    """Thirty an hour are five seats at six, three at twelve."""
    steady = _passed([5] * 144)
    assert seats_needed(steady, 6, Load(), ASSUMED).seats == 5
    assert seats_needed(steady, 12, Load(), ASSUMED).seats == 3
    assert seats_needed(_passed([0] * 144), 6, Load(), ASSUMED).seats == 1


def test_one_hour_in_twenty_may_be_busier():
    """A single hour of a day does not decide."""
    assert seats_needed(_passed([1] * 138 + [50] * 6), 6, Load(), ASSUMED).seats == 1


def test_groups_take_load_off_while_there_is_a_flood_for_so_many_seats():
    """Twenty in ten minutes are a flood for one seat and none for two."""
    flooding = _passed([20] * 144, [1] * 144)
    assert lines(flooding, 1, Load(), ASSUMED).tolist() == [1] * 144
    assert lines(flooding, 2, Load(), ASSUMED).tolist() == [20] * 144
    needed = seats_needed(flooding, 6, Load(), ASSUMED)
    assert (needed.seats, needed.grouped) == (1, 19 * 144)
