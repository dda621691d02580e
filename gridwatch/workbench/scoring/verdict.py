"""What a comparison means, in words. Pure."""

from __future__ import annotations

from typing import Protocol

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


def verdict(f1: Change, recall: Change, false_per_day: Change, *, enough: bool) -> tuple[str | None, str]:
    """Return which run is better ("a", "b", None) and why, in a sentence or two.

    F1 decides. Where F1 cannot, recall and false alarms do, if no gain is paid for with the other.

    Args:
        f1: of both runs.
        recall: of both runs.
        false_per_day: false alarms a camera-day of both runs.
        enough: whether there were camera-days enough to tell anything.
    """
    told = f"F1 {f1.a:.3f} -> {f1.b:.3f} ({_signed(f1)})"
    details = (
        f"recall {recall.a:.3f} -> {recall.b:.3f} ({_signed(recall)}), "
        f"false alarms a camera-day {false_per_day.a:.3f} -> {false_per_day.b:.3f} ({_signed(false_per_day)})"
    )
    if not enough:
        return None, f"Too few camera-days to tell: {told}; {details}."
    if f1.more_than_noise:
        winner, loser = ("b", "a") if f1.change > 0 else ("a", "b")
        return winner, f"{winner.upper()} is better than {loser.upper()}: {told}; {details}."
    gains = _sign(recall), -_sign(false_per_day)
    if gains == (0, 0):
        return None, f"No difference beyond noise: {told}; {details}."
    if min(gains) < 0 < max(gains):
        finder, quieter = ("B", "A") if gains[0] > 0 else ("A", "B")
        return (
            None,
            f"{finder} finds more, {quieter} raises fewer false alarms; F1 cannot tell: {told}; {details}.",
        )
    winner = "b" if max(gains) > 0 else "a"
    return winner, f"{winner.upper()} is better in one thing and not worse in the other: {told}; {details}."


def _sign(change: Change) -> int:
    return (1 if change.change > 0 else -1) if change.more_than_noise else 0


def _signed(change: Change) -> str:
    low, high = change.ci95
    return f"{change.change:+.3f}, 95 % {low:+.3f} to {high:+.3f}"
