"""Runs against the truth: matching by event, scorecards with intervals, comparisons, reports.

From a notebook:

    from gridwatch.workbench.runs import read_run
    from gridwatch.workbench.scoring import Within, compare, score
    from gridwatch.workbench.truth import read_truth

    card = score(read_run(Path("var/a")), read_truth(Path("truth.jsonl")))
    card.total.recall, card.to_json()
"""

from __future__ import annotations

from gridwatch.workbench.scoring.comparison import Comparison, compare
from gridwatch.workbench.scoring.counts import count_mae
from gridwatch.workbench.scoring.matching import Matching, Pair, match
from gridwatch.workbench.scoring.scorecard import Scorecard, score
from gridwatch.workbench.scoring.within import Within

__all__ = [
    "Comparison",
    "Matching",
    "Pair",
    "Scorecard",
    "Within",
    "compare",
    "count_mae",
    "match",
    "score",
]
