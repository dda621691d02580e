"""Two runs against the same truth: which is better, and whether by more than noise. Pure.

Paired bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993): camera-days are drawn with
replacement, the same ones for both runs, so that a hard camera weighs on both. A difference is more than noise when
its 95 % percentile interval leaves out 0. Events that one run alone found are told beside it with the exact McNemar
test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.reason import Reason
from gridwatch.workbench.runs import Run, Source
from gridwatch.workbench.scoring.intervals import Interval
from gridwatch.workbench.scoring.looked import CameraDay, overlap, within_sources
from gridwatch.workbench.scoring.matching import GRACE
from gridwatch.workbench.scoring.scorecard import Scorecard, score
from gridwatch.workbench.scoring.tally import Counts
from gridwatch.workbench.scoring.verdict import verdict
from gridwatch.workbench.scoring.within import Within
from gridwatch.workbench.truth import TrueEvent

ROUNDS = 4000
FEW_CLUSTERS = 8  # fewer camera-days than this say nothing about other days

_Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One figure of two runs."""

    a: float
    b: float
    ci95: Interval  # of b - a

    @property
    def change(self) -> float:
        """B minus A."""
        return self.b - self.a

    @property
    def more_than_noise(self) -> bool:
        """Whether the interval leaves out 0."""
        return not self.ci95[0] <= 0.0 <= self.ci95[1]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "a": round(self.a, 4),
            "b": round(self.b, 4),
            "change": round(self.change, 4),
            "ci95": [round(edge, 4) for edge in self.ci95],
            "more_than_noise": self.more_than_noise,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Run B beside run A."""

    a: Scorecard
    b: Scorecard
    f1: Difference
    recall: Difference
    precision: Difference
    false_per_day: Difference
    only_a: tuple[str, ...]  # events that A alone found on time
    only_b: tuple[str, ...]
    mcnemar_p: float  # of as lopsided a split of those or more, were both runs equal
    clusters: int  # camera-days drawn from
    better: str | None  # "a", "b" or None: no difference beyond noise, or gains against losses
    verdict: Reason
    notes: tuple[Reason, ...]  # what was left out to compare like with like

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {
            "better": self.better,
            "verdict": self.verdict.tell(),
            "verdict_zh": self.verdict.tell("zh"),
            "f1": self.f1.to_json(),
            "recall": self.recall.to_json(),
            "precision": self.precision.to_json(),
            "false_alarms_per_camera_day": self.false_per_day.to_json(),
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "mcnemar_p": round(self.mcnemar_p, 4),
            "clusters": self.clusters,
            "notes": [note.tell() for note in self.notes],
            "notes_zh": [note.tell("zh") for note in self.notes],
            "a": self.a.to_json(),
            "b": self.b.to_json(),
        }


def compare(
    a: Run,
    b: Run,
    events: Sequence[TrueEvent],
    *,
    within: Within | None = None,
    grace: timedelta = GRACE,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Comparison:
    """Compare run B with run A, over what both looked at: the same cameras at the same times.

    Args:
        a: the run to beat.
        b: the candidate.
        events: complete truth of both.
        within: T by matter.
        grace: how long after its end an event may still be told.
        seed: of the resampling.
        rounds: of the resampling.
    """
    shared = overlap(a.sources, b.sources)
    a_only, b_only = (_left_out(run, shared) for run in (a, b))
    notes = [
        Reason(code="compare.left_out", facts={"side": name, "days": days})
        for name, days in (("A", a_only), ("B", b_only))
        if days > 1e-6
    ]
    first, second = (
        score(
            replace(run, sources=shared, alarms=within_sources(run.alarms, shared)),
            events,
            within=within,
            grace=grace,
        )
        for run in (a, b)
    )
    table_a, table_b = _tables(first.clusters, second.clusters)
    drawn = _drawn(len(table_a), rounds, np.random.default_rng(seed))
    differences = {
        name: _difference(figure, table_a, table_b, drawn)
        for name, figure in (
            ("f1", _f1), ("recall", _recall), ("precision", _precision), ("false_per_day", _rate)
        )
    }  # fmt: skip
    found_a, found_b = ({pair.event.id for pair in card.matching.found} for card in (first, second))
    only_a, only_b = sorted(found_a - found_b), sorted(found_b - found_a)
    if len(table_a) < FEW_CLUSTERS:
        notes.append(Reason(code="compare.few_days", facts={"count": len(table_a)}))
    better, words = verdict(
        differences["f1"],
        differences["recall"],
        differences["false_per_day"],
        enough=len(table_a) >= FEW_CLUSTERS,
    )
    return Comparison(
        a=first,
        b=second,
        f1=differences["f1"],
        recall=differences["recall"],
        precision=differences["precision"],
        false_per_day=differences["false_per_day"],
        only_a=tuple(only_a),
        only_b=tuple(only_b),
        mcnemar_p=mcnemar(len(only_a), len(only_b)),
        clusters=len(table_a),
        better=better,
        verdict=words,
        notes=tuple(notes),
    )


def mcnemar(only_a: int, only_b: int) -> float:
    """Return the two-sided exact McNemar p-value; 1 where the runs never differ."""
    from scipy.special import bdtr

    return min(1.0, 2.0 * float(bdtr(min(only_a, only_b), only_a + only_b, 0.5)))


def _left_out(run: Run, shared: Sequence[Source]) -> float:
    return run.camera_days - sum(source.seconds for source in shared) / 86400


def _tables(a: Mapping[CameraDay, Counts], b: Mapping[CameraDay, Counts]) -> tuple[_Floats, _Floats]:
    """Return (camera-days, 4) of both runs in the same order: found, not found on time, false, days."""
    both = sorted({*a, *b})

    def table(clusters: Mapping[CameraDay, Counts]) -> _Floats:
        rows = [clusters.get(at, Counts()) for at in both]
        return np.array([[c.found, c.late + c.missed, c.false, c.days] for c in rows], np.float64).reshape(
            -1, 4
        )

    return table(a), table(b)


def _drawn(size: int, rounds: int, rng: np.random.Generator) -> _Floats:
    """Return (rounds, size): how often each camera-day was drawn."""
    if not size:
        return np.zeros((rounds, 0))
    return rng.multinomial(size, np.full(size, 1 / size), size=rounds).astype(np.float64)


def _difference(figure: Any, a: _Floats, b: _Floats, drawn: _Floats) -> Difference:
    changes = figure(drawn @ b) - figure(drawn @ a)
    low, high = np.percentile(changes, [2.5, 97.5])
    return Difference(
        a=float(figure(a.sum(0, keepdims=True))[0]),
        b=float(figure(b.sum(0, keepdims=True))[0]),
        ci95=(float(low), float(high)),
    )


def _ratio(part: _Floats, whole: _Floats, empty: float) -> _Floats:
    return np.divide(part, whole, out=np.full_like(part, empty), where=whole > 0)


def _f1(t: _Floats) -> _Floats:
    return _ratio(2 * t[:, 0], 2 * t[:, 0] + t[:, 1] + t[:, 2], 1.0)


def _recall(t: _Floats) -> _Floats:
    return _ratio(t[:, 0], t[:, 0] + t[:, 1], 1.0)


def _precision(t: _Floats) -> _Floats:
    return _ratio(t[:, 0], t[:, 0] + t[:, 2], 1.0)


def _rate(t: _Floats) -> _Floats:
    return _ratio(t[:, 2], t[:, 3], 0.0)
