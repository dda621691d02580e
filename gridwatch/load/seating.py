"""How many seats a year's alarms need: so many that of twenty hours nineteen stay within what a seat takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alerts.load.flood import CALM, step
from alerts.load.measure import Counts, Rates
from core.config.settings.load import Load
from gridwatch.load.running import Passed
from gridwatch.load.world import Assumptions

MOST = 2000  # seats


@dataclass(frozen=True, kw_only=True, slots=True)
class Seats:
    """Seats staffed round the clock, and what it is like on them."""

    seats: int
    rates: Rates
    grouped: int  # alarms that groups made needless


def seats_needed(passed: Passed, per_hour: float, rule: Load, assumed: Assumptions) -> Seats:
    """Return the least number of seats for which 95 % of the hours bring at most `per_hour` alarms to each."""
    low, high = 0, 1
    while high < MOST and not _enough(passed, high, per_hour, rule, assumed):
        low, high = high, high * 2
    while high - low > 1:
        # more seats take more; a flood that fewer would fold is folded no more by half of them
        middle = (low + high) // 2
        if _enough(passed, middle, per_hour, rule, assumed):
            high = middle
        else:
            low = middle
    counts = lines(passed, high, rule, assumed)
    rates = Rates.of(counts, np.full(len(counts), high, np.int64), rule)
    return Seats(seats=high, rates=rates, grouped=int(passed.flat.sum() - counts.sum()))


def lines(passed: Passed, seats: int, rule: Load, assumed: Assumptions) -> Counts:
    """Return the alarms of each period with so many seats: folded while there is a flood for them."""
    if (passed.flat == passed.folded).all():
        return passed.flat
    flood, flooded = CALM, np.zeros(len(passed.flat), np.bool_)
    for period, arrivals in enumerate(passed.flat.tolist()):
        flood = step(flood, arrivals, seats=seats, now=assumed.start, rule=rule)
        flooded[period] = flood.on
    return np.where(flooded, passed.folded, passed.flat)


def _enough(passed: Passed, seats: int, per_hour: float, rule: Load, assumed: Assumptions) -> bool:
    counts = lines(passed, seats, rule, assumed)
    whole = len(counts) - len(counts) % 6
    return bool(np.percentile(counts[:whole].reshape(-1, 6).sum(axis=1), 95) <= per_hour * seats)
