"""Confidence intervals of shares and rates that were counted over clusters (camera-days). Pure.

Events of one camera on one day resemble each other: the same light, the same bush. Treating them as independent makes
intervals too narrow, and resampling whole camera-days makes them vanish where nothing went wrong. Used is Wilson's
score interval with the effective sample size of the clustered counts: Franco, Little, Louis and Slud, "Comparative
Study of Confidence Intervals for Proportions in Complex Sample Surveys", J. Survey Stat. Methodol. 7(3), 2019.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Interval = tuple[float, float]
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def share(part: float, whole: float) -> float | None:
    """Return part / whole; None of nothing."""
    return part / whole if whole > 0 else None


def wilson(part: float, whole: float) -> Interval | None:
    """Return Wilson's 95 % interval of a share; `whole` may be an effective sample size, not whole. None of nothing."""
    if whole <= 0:
        return None
    p, z2 = part / whole, _Z**2
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z / (1 + z2 / whole) * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2))
    return (max(0.0, middle - half), min(1.0, middle + half))


def clustered_share(parts: Sequence[float], wholes: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of sum(parts) / sum(wholes), counted in clusters.

    The design effect is the variance of the ratio over clusters (linearised) by that of independent cases; never
    below 1, and 1 where it cannot be told: fewer than two clusters, or a share of 0 or 1.
    """
    y, x = np.asarray(parts, np.float64), np.asarray(wholes, np.float64)
    y, x = y[x > 0], x[x > 0]
    n, clusters = float(x.sum()), len(x)
    if n <= 0:
        return None
    p = float(y.sum()) / n
    effect = 1.0
    if clusters > 1 and 0 < p < 1:
        ratio = clusters / (clusters - 1) * float(((y - p * x) ** 2).sum()) / n**2
        effect = max(1.0, ratio / (p * (1 - p) / n))
    return wilson(p * n / effect, n / effect)


def f1_of_jaccard(value: float) -> float:
    """Return F1 of the share of right ones among right, false and missed: 2J / (1 + J), rising with it."""
    return 2 * value / (1 + value)


def clustered_rate(counts: Sequence[float], exposures: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of sum(counts) / sum(exposures), e.g. false alarms a camera-day.

    Garwood's exact Poisson interval (Biometrika 28, 1936), counts and exposures divided by the dispersion between
    clusters (Pearson's statistic by its degrees of freedom, never below 1).
    """
    from scipy.special import gammaincinv

    y, x = np.asarray(counts, np.float64), np.asarray(exposures, np.float64)
    y, x = y[x > 0], x[x > 0]
    total, exposure = float(y.sum()), float(x.sum())
    if exposure <= 0:
        return None
    dispersion = 1.0
    if len(y) > 1 and total > 0:
        expected = total / exposure * x
        dispersion = max(1.0, float(((y - expected) ** 2 / expected).sum()) / (len(y) - 1))
    events, time = total / dispersion, exposure / dispersion
    low = float(gammaincinv(events, 0.025)) if events > 0 else 0.0
    high = float(gammaincinv(events + 1, 0.975))
    return (low / time, high / time)
