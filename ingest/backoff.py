"""How long to leave a failing thing alone: exponential, with full jitter, so that a storm does not return."""

from __future__ import annotations

import random


def full_jitter(failures: int, *, first_s: float, most_s: float, rng: random.Random) -> float:
    """Return seconds to wait after `failures` failures in a row: uniform in 0..min(most, first * 2^(n-1)).

    Full jitter spreads the return of many cameras that failed together better than a jittered
    multiple does (M. Brooker, "Exponential Backoff And Jitter", AWS architecture blog, 2015).
    """
    if failures <= 0:
        return 0.0
    ceiling = min(most_s, first_s * 2.0 ** min(failures - 1, 60))
    return rng.uniform(0.0, ceiling)
