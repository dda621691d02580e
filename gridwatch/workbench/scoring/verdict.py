"""What a comparison means, in words. Pure."""

from __future__ import annotations

from typing import Protocol

from core.reason import Fact, Reason
from gridwatch.workbench.scoring.intervals import Interval


class Change(Protocol):
    """One figure of two runs."""

    @property
    def a(self) -> float:
        """Of run A."""

    @property
    def b(self) -> float:
        """Of run B."""

    @property
    def ci95(self) -> Interval:
        """Of the change."""

    @property
    def change(self) -> float:
        """B minus A."""

    @property
    def more_than_noise(self) -> bool:
        """Whether the interval leaves out 0."""


def verdict(f1: Change, recall: Change, false_per_day: Change, *, enough: bool) -> tuple[str | None, Reason]:
    """Return which run is better ("a", "b", None) and why, in a sentence or two.

    F1 decides. Where F1 cannot, recall and false alarms do, if no gain is paid for with the other.

    Args:
        f1: of both runs.
        recall: of both runs.
        false_per_day: false alarms a camera-day of both runs.
        enough: whether there were camera-days enough to tell anything.
    """

    def said(code: str, winner: str = "", loser: str = "") -> Reason:
        facts = {
            "winner": winner,
            "loser": loser,
            "figures": figures.tell("zh"),
            "figures_en": figures.tell(),
        }
        return Reason(code=f"compare.{code}", facts=facts)

    figures = Reason(
        code="compare.figures",
        facts=_facts("f1", f1) | _facts("recall", recall) | _facts("false", false_per_day),
    )
    if not enough:
        return None, said("few")
    if f1.more_than_noise:
        winner, loser = ("b", "a") if f1.change > 0 else ("a", "b")
        return winner, said("better", winner.upper(), loser.upper())
    gains = _sign(recall), -_sign(false_per_day)
    if gains == (0, 0):
        return None, said("none")
    if min(gains) < 0 < max(gains):
        finder, quieter = ("B", "A") if gains[0] > 0 else ("A", "B")
        return None, said("trade", finder, quieter)
    winner = "b" if max(gains) > 0 else "a"
    return winner, said("one_thing", winner.upper())


def _sign(change: Change) -> int:
    return (1 if change.change > 0 else -1) if change.more_than_noise else 0


def _facts(name: str, change: Change) -> dict[str, Fact]:
    low, high = change.ci95
    return {
        f"{name}_a": change.a,
        f"{name}_b": change.b,
        name: change.change,
        f"{name}_low": low,
        f"{name}_high": high,
    }
